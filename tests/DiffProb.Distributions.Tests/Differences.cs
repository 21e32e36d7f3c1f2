namespace DiffProb;

/// <summary>Derivatives by fourth-order central differences: (8 (f(h) - f(-h)) - (f(2h) - f(-2h))) / 12h.</summary>
internal static class Differences
{
    /// <summary>The derivative of each point's value by element <paramref name="element"/> of its input <paramref name="k"/>, and its rounding error.</summary>
    public static (double[] Derivative, double[] Rounding) Of(Computation f, double[][] values, int k, int element, double step)
    {
        double[] Moved(double by)
        {
            var moved = (double[][])values.Clone();
            var size = values[k].Length / Points(f, values);
            moved[k] = [.. values[k].Select((v, i) => i % size == element ? v + by : v)];
            return f.At(moved);
        }

        var (near, far) = ((Moved(step), Moved(-step)), (Moved(2.0 * step), Moved(-2.0 * step)));
        var derivative = near.Item1.Select((_, i) => ((8.0 * (near.Item1[i] - near.Item2[i])) - (far.Item1[i] - far.Item2[i])) / (12.0 * step));
        return ([.. derivative], [.. near.Item1.Select(y => 1e-15 * (1.0 + Math.Abs(y)) / step)]);
    }

    private static int Points(Computation f, double[][] values) => f.At(values).Length;
}
