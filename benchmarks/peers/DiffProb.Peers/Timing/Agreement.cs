namespace DiffProb;

/// <summary>Whether two sides compute the same gradient: what is not so is not timed.</summary>
/// <remarks>
/// A gradient is known by its first numbers, and by its products with a direction, for each parameter and for all together: the direction is the peer's mean over
/// draws that serve nothing else. With n independent estimates by each side, means must agree to 7 standard errors of their difference, beside rounding and the
/// relative error that is known of a peer; for n = 16, the fewest in use, a right side fails one number in ten million. Along the direction of all parameters
/// together the standard error must be below 1/14 of the gradient, so that one that is wrong by half is seen. Where nothing is random, all numbers agree to rounding.
/// </remarks>
internal static class Agreement
{
    private const double StandardErrors = 7.0;
    private const double Rounding64 = 1e-8;
    private const double Rounding32 = 1e-3;
    private const int FirstNumbers = 8;
    private const int Pilots = 4;
    private const int PilotSeed = 1_000_000;

    /// <summary>Compares two sides where they begin.</summary>
    /// <exception cref="InvalidOperationException">They do not agree, or it cannot be told.</exception>
    internal static void Check(Case work, ISide ours, ISide peer)
    {
        if (work.Repeats == 0)
        {
            return;
        }

        var direction = Direction(peer);
        var (a, b) = (Estimates(ours, work.Repeats, direction), Estimates(peer, work.Repeats, direction));
        if (a[0].Length != b[0].Length)
        {
            throw Disagreement(ours, peer, $"{a[0].Length} numbers against {b[0].Length}");
        }

        var rounding = work.Slack + (peer.Name.Contains("float32", StringComparison.Ordinal) ? Rounding32 : Rounding64);
        for (var k = 0; k < a[0].Length; k++)
        {
            var (first, firstError) = MeanAndError(a, k);
            var (second, secondError) = MeanAndError(b, k);
            var error = Math.Sqrt((firstError * firstError) + (secondError * secondError));
            if (!(Math.Abs(first - second) <= (StandardErrors * error) + (rounding * (1.0 + Math.Abs(first)))))
            {
                throw Disagreement(ours, peer, $"number {k} of the gradient is {first} ± {firstError} against {second} ± {secondError}");
            }

            if (k == a[0].Length - 1 && !(2.0 * StandardErrors * error <= Math.Abs(second)))
            {
                throw Disagreement(ours, peer, $"the error {error} is not small beside the gradient {second}");
            }
        }
    }

    /// <summary>The peer's mean gradient over some draws.</summary>
    private static double[][] Direction(ISide peer)
    {
        var pilots = Enumerable.Range(PilotSeed, Pilots).Select(peer.Gradient).ToArray();
        return [.. pilots[0].Select((g, p) => Enumerable.Range(0, g.Length).Select(i => pilots.Average(pilot => pilot[p][i])).ToArray())];
    }

    private static double[][] Estimates(ISide side, int repeats, double[][] direction) =>
        [.. Enumerable.Range(1, repeats).Select(seed => Numbers(side.Gradient(seed), direction))];

    private static double[] Numbers(double[][] gradient, double[][] direction) => gradient.Length != direction.Length ? [] :
    [
        .. gradient.SelectMany(g => g.Take(FirstNumbers)),
        .. gradient.Zip(direction, (g, d) => Product(g, d) / Math.Sqrt(Product(d, d) + double.Epsilon)),
        gradient.Zip(direction, Product).Sum() / Math.Sqrt(direction.Sum(d => Product(d, d))),
    ];

    private static double Product(double[] a, double[] b) =>
        a.Length == b.Length ? a.Zip(b, (x, y) => x * y).Sum() : throw new InvalidOperationException($"A parameter has {a.Length} numbers on one side, and {b.Length} on the other.");

    private static (double Mean, double Error) MeanAndError(double[][] estimates, int k)
    {
        var mean = estimates.Average(e => e[k]);
        var n = estimates.Length;
        return n == 1 ? (mean, 0.0) : (mean, Math.Sqrt(estimates.Sum(e => (e[k] - mean) * (e[k] - mean)) / (n - 1) / n));
    }

    private static InvalidOperationException Disagreement(ISide ours, ISide peer, string what) =>
        new($"{ours.Name} and {peer.Name} do not agree: {what}.");
}
