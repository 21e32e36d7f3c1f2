namespace DiffProb;

/// <summary>Derivatives by central differences at two steps, extrapolated: D = D₁ + (D₁ - D₂) / 3.</summary>
/// <remarks>
/// |D₁ - D₂| bounds the error where the function is smooth, and is large where there is a kink between the points, unless that is at the
/// point itself; there the second differences S₁ and S₂ tell, which are as 1 to 4 where the function is smooth.
/// </remarks>
internal static class Differences
{
    /// <summary>The derivative of each point's value by element <paramref name="element"/> of its input <paramref name="k"/>, and a bound of its error.</summary>
    /// <param name="f">One value for each point.</param>
    /// <param name="values">Inputs, [points, ...].</param>
    /// <param name="k">Which input.</param>
    /// <param name="element">Which element of it.</param>
    /// <param name="scales">For each point, what the value varies over; the step is a thousandth of it.</param>
    public static (double[] Derivative, double[] Error) Of(Computation f, double[][] values, int k, int element, double[] scales)
    {
        // Powers of 2, so that x + h - x is h.
        var steps = Array.ConvertAll(scales, s => Math.Pow(2.0, Math.Round(Math.Log2(1e-3 * s))));
        var size = values[k].Length / steps.Length;
        double[] Moved(double by)
        {
            var moved = (double[][])values.Clone();
            moved[k] = [.. values[k].Select((v, i) => i % size == element ? v + (by * steps[i / size]) : v)];
            return f.At(moved);
        }

        var (here, up, down, up2, down2) = (Moved(0.0), Moved(1.0), Moved(-1.0), Moved(2.0), Moved(-2.0));
        var near = steps.Select((h, i) => (up[i] - down[i]) / (2.0 * h)).ToArray();
        var far = steps.Select((h, i) => (up2[i] - down2[i]) / (4.0 * h)).ToArray();
        double Bend(int i) => Math.Abs((up2[i] + down2[i] - (2.0 * here[i])) - (4.0 * (up[i] + down[i] - (2.0 * here[i])))) / (2.0 * steps[i]);
        static bool IsSeen(double[] x, int at, double step) => x[at] + step - x[at] == step;
        return (
            [.. near.Zip(far, (n, r) => n + ((n - r) / 3.0))],
            [.. steps.Select((h, i) => IsSeen(values[k], i * size + element, h) ? (3.0 * Math.Abs(near[i] - far[i])) + Bend(i) + (1e-14 * (1e-3 + Math.Abs(up[i])) / h) : double.PositiveInfinity)]);
    }
}
