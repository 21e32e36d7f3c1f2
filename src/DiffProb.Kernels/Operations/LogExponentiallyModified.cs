namespace DiffProb;

/// <summary>-k z + k²/2 + log Φ(z - k), elementwise: the density of a normal plus an exponential of rate k, over k.</summary>
/// <remarks>Relative error 1e-13: for z below k the quadratics, which cancel, are taken together.</remarks>
internal sealed record LogExponentiallyModified : DoubleBinary
{
    private static readonly double HalfLogTwoPi = 0.5 * Math.Log(2.0 * Math.PI);

    public override Dependence DependsOn(int input) => Dependence.Smooth;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (z, k) = (output.Inputs[0], output.Inputs[1]);
        var t = z - k;
        var hazard = ((-0.5 * t.Square()) - t.LogNdtr() - HalfLogTwoPi).Exp(); // φ(t) / Φ(t)
        return adjoint * (input == 0 ? hazard - k : -(t + hazard));
    }

    protected override double Value(double a, double b)
    {
        var t = a - b;
        return t > 0.0 ? (-b * (a - (0.5 * b))) + LogNdtr.Of(t) : Math.Log(0.5 * Erfcx.Of(-t * Math.Sqrt(0.5))) - (0.5 * a * a);
    }
}
