namespace DiffProb;

/// <summary>Integrals against the density of a continuous distribution, from its LogDensity and support alone.</summary>
/// <remarks>
/// The variable is the unconstrained one, t with x = ToConstrained(t), in which logarithms of x are exact, mapped once more by
/// t = median + spread sinh u, which reaches tails of any weight. Panels of 24 Gauss-Legendre points are halved until the halves
/// agree with the whole: kinks and cliffs cost panels, not accuracy.
/// </remarks>
internal sealed class Quadrature
{
    private const int PanelsPerRun = 32;
    private const int MostRounds = 60;
    private const int MostPanels = 2000;

    private readonly double centre;
    private readonly double spread;
    private readonly double reach;
    private readonly double tolerance;
    private readonly Computation integrand;

    public Quadrature(DistributionExample example, Func<Tensor, Tensor, Tensor> of)
    {
        var distribution = example.Distribution;
        (centre, spread) = Location(distribution, distribution.Support.ToUnconstrained);
        reach = distribution is Truncated ? 6.0 : distribution.Support switch { RealLine => 36.0, Interval { Low: var low, High: var high } when double.IsInfinity(low.ToDouble()) && double.IsInfinity(high.ToDouble()) => 36.0, ExceedanceSupport => 6.0, Interval => 12.0, _ => 8.0 };
        var (middle, width) = Location(example.Distribution, t => t);
        tolerance = Math.Max(1e-12, Math.Max(LastDigit(centre) / spread, LastDigit(middle) / width)); // what x = loc + scale z leaves of z
        var points = new Points(PanelsPerRun * GaussLegendre.Count);
        var slot = points.Slot("t", Shape.Scalar);
        var t = points.Spread(slot);
        var x = distribution.Support.ToConstrained(t);
        var logProb = distribution.LogDensity(x);
        integrand = new(points.Gather((logProb + distribution.Support.FromReals.LogDeterminantOf(t)).Exp().TimesOrZero(of(x, logProb))), slot);
    }

    /// <summary>∫ f(x, log p(x)) p(x) dx, to about 1e-12 of ∫ |f| p dx where f p is smooth between finitely many kinks.</summary>
    public static double Expectation(DistributionExample example, Func<Tensor, Tensor, Tensor> of) => new Quadrature(example, of).Integrate();

    private double Integrate()
    {
        var (sum, size) = (0.0, 0.0);
        var pending = Enumerable.Range(0, 64).Select(i => (Start: reach * ((i / 32.0) - 1.0), Width: reach / 32.0)).ToList();
        var whole = Panels(pending);
        for (var round = 0; round < MostRounds && pending.Count > 0; round++)
        {
            var halves = pending.SelectMany(p => new[] { (p.Start, 0.5 * p.Width), (p.Start + (0.5 * p.Width), 0.5 * p.Width) }).ToList();
            var parts = Panels(halves);
            var scale = size + parts.Sum(Math.Abs);
            var (next, values) = (new List<(double Start, double Width)>(), new List<double>());
            for (var i = 0; i < pending.Count; i++)
            {
                var (left, right) = (parts[2 * i], parts[(2 * i) + 1]);
                if (Math.Abs(left + right - whole[i]) <= tolerance * scale)
                {
                    (sum, size) = (sum + left + right, size + Math.Abs(left) + Math.Abs(right));
                }
                else
                {
                    next.AddRange([halves[2 * i], halves[(2 * i) + 1]]);
                    values.AddRange([left, right]);
                }
            }

            (pending, whole) = (next, values);
            Assert.True(pending.Count < MostPanels, $"the integral does not converge: {pending.Count} panels in round {round}");
        }

        return sum + whole.Sum();
    }

    private List<double> Panels(List<(double Start, double Width)> panels)
    {
        var sums = new List<double>();
        foreach (var chunk in panels.Chunk(PanelsPerRun))
        {
            var u = new double[PanelsPerRun * GaussLegendre.Count];
            for (var i = 0; i < chunk.Length * GaussLegendre.Count; i++)
            {
                var panel = chunk[i / GaussLegendre.Count];
                u[i] = panel.Start + (panel.Width * GaussLegendre.Nodes[i % GaussLegendre.Count]);
            }

            var values = integrand.At(Array.ConvertAll(u, v => centre + (spread * Math.Sinh(v))));
            sums.AddRange(chunk.Select((panel, p) => Enumerable.Range(0, GaussLegendre.Count).Sum(i =>
            {
                var at = (p * GaussLegendre.Count) + i;
                return panel.Width * GaussLegendre.Weights[i] * spread * Math.Cosh(u[at]) * values[at];
            })));
        }

        return sums;
    }

    private static double LastDigit(double x) => Math.BitIncrement(Math.Abs(x)) - Math.Abs(x);

    // Median and half the distance between the quartiles of 4096 draws, as they are or of t.
    private static (double Centre, double Spread) Location(Distribution distribution, Func<Tensor, Tensor> of)
    {
        var points = new Points(4096);
        var draw = of(distribution.SampleFrom(new NoiseSource("location", points.Axes)));
        var sorted = new Computation(points.Gather(draw)).At().Order().ToArray();
        return (sorted[2048], 0.5 * (sorted[3072] - sorted[1024]));
    }
}
