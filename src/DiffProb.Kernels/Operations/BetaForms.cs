namespace DiffProb;

/// <summary>The beta function and the density that it normalizes, with their large parts taken out by hand, elementwise.</summary>
internal static class BetaForms
{
    /// <summary>log B(a, b).</summary>
    /// <param name="a">Positive.</param>
    /// <param name="b">Positive.</param>
    public static Tensor LogBeta(Tensor a, Tensor b) => Binary.Node(new LogBetaFunction(), a, b);

    /// <summary>(a - 1) log x + (b - 1) log(1 - x) - log B(a, b), the log density of Beta(a, b): exact for large concentrations.</summary>
    /// <param name="a">First concentration, positive.</param>
    /// <param name="b">Second concentration, positive.</param>
    /// <param name="x">Point between 0 and 1.</param>
    public static Tensor LogBetaDensity(Tensor a, Tensor b, Tensor x) =>
        LogBetaDensity(a, b, x, x.Log(), (-x).Log1p());

    /// <summary>The same from logarithms that know more than x.</summary>
    /// <param name="a">First concentration, positive.</param>
    /// <param name="b">Second concentration, positive.</param>
    /// <param name="x">Point between 0 and 1.</param>
    /// <param name="logX">log x.</param>
    /// <param name="logRest">log(1 - x).</param>
    public static Tensor LogBetaDensity(Tensor a, Tensor b, Tensor x, Tensor logX, Tensor logRest) =>
        Tensor.Create(new LogBetaDensity(), Elementwise.Promote(true, a, b, x, logX, logRest));
}

internal sealed record LogBetaFunction : DoubleBinary
{
    public override Dependence DependsOn(int input) => Dependence.Smooth;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) =>
        adjoint * (output.Inputs[input].Digamma() - (output.Inputs[0] + output.Inputs[1]).Digamma());

    protected override double Value(double a, double b) => BetaDensity.LogBeta(a, b);
}

/// <summary>The log density from x and the logarithms of x and 1 - x, which know more than x where it rounds to 0 or 1.</summary>
/// <remarks>In Float32 from x alone: its logarithms have lost the digits in which large terms cancel.</remarks>
internal sealed record LogBetaDensity : Elementwise
{
    public override Dependence DependsOn(int input) => input == 2 ? Dependence.None : Dependence.Smooth;

    public override Tensor? Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (a, b) = (output.Inputs[0], output.Inputs[1]);
        return input switch
        {
            0 or 1 => adjoint * (output.Inputs[input + 3] - output.Inputs[input].Digamma() + (a + b).Digamma()),
            2 => null,
            _ => adjoint * (output.Inputs[input - 3] - 1.0),
        };
    }

    internal override void Compute(ref ElementCall call)
    {
        var a = call.Doubles(0);
        var b = call.Doubles(1);
        var x = call.Doubles(2);
        if (call.Output.DType == DType.Float64)
        {
            var logX = call.In<double>(3);
            var logRest = call.In<double>(4);
            var y = call.Out<double>();
            for (var i = 0; i < y.Length; i++)
            {
                y[i] = BetaDensity.Log(a[i], b[i], x[i], logX[i], logRest[i]);
            }
        }
        else
        {
            var y = call.Out<float>();
            for (var i = 0; i < y.Length; i++)
            {
                y[i] = (float)BetaDensity.Log(a[i], b[i], x[i], Math.Log(x[i]), Log1p.Of(-x[i]));
            }
        }
    }
}
