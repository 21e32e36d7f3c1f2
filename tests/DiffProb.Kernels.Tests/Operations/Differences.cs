namespace DiffProb;

/// <summary>Derivatives by central differences, extrapolated to step 0: exact to about 1e-10.</summary>
internal static class Differences
{
    private const double Step = 1e-3;

    public static double[] Values(Bindings bindings, Tensor leaf) => [.. bindings.Value(leaf, Label(leaf)).ToDoubles()];

    /// <summary>Derivative of a scalar executable with respect to each element of a parameter.</summary>
    public static double[] Of(Executable value, Bindings bindings, Tensor parameter)
    {
        var x = Values(bindings, parameter);
        return [.. Enumerable.Range(0, x.Length).Select(i => ((4.0 * Slope(i, 0.5 * Step)) - Slope(i, Step)) / 3.0)];

        double Slope(int i, double h) => (At(i, h) - At(i, -h)) / (2.0 * h);

        double At(int i, double h)
        {
            var moved = (double[])x.Clone();
            moved[i] += h;
            return value.Run(bindings.With(Label(parameter), Tensor.Of(parameter.Shape, moved)))[0].ToDouble();
        }
    }

    /// <summary>The parameter moved along a fixed direction.</summary>
    public static Bindings Moved(Bindings bindings, Tensor parameter, double step)
    {
        var x = Values(bindings, parameter);
        return bindings.With(Label(parameter), Tensor.Of(parameter.Shape, [.. x.Select((v, i) => v + (step * (1.0 - (0.125 * (i % 5)))))]));
    }

    private static string Label(Tensor leaf) => leaf.Operation is Parameter p ? p.Label : ((DataSlot)leaf.Operation).Label;
}
