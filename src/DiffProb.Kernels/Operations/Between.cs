namespace DiffProb;

/// <summary>The logistic map of the real line onto an interval.</summary>
internal static class Intervals
{
    /// <summary>low + (high - low) sigmoid(x), elementwise: exact near both ends, and never a rounding outside of them.</summary>
    /// <param name="low">Lower end.</param>
    /// <param name="high">Upper end.</param>
    /// <param name="x">Any tensor.</param>
    public static Tensor Between(Tensor low, Tensor high, Tensor x) => Tensor.Create(new Between(), Elementwise.Promote(true, low, high, x));
}

internal sealed record Between : DoubleTernary
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (low, high, x) = (output.Inputs[0], output.Inputs[1], output.Inputs[2]);
        return input switch
        {
            0 => adjoint * (-x).Sigmoid(),
            1 => adjoint * x.Sigmoid(),
            _ => adjoint * (high - low) * x.Sigmoid() * (-x).Sigmoid(),
        };
    }

    // From the nearer end; the sum may round to the other side of it, hence the clamp.
    protected override double Value(double a, double b, double x)
    {
        var part = (b - a) / (1.0 + Math.Exp(Math.Abs(x)));
        return x < 0.0 ? Math.Min(a + part, b) : Math.Max(b - part, a);
    }
}
