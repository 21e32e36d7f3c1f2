namespace DiffProb;

/// <summary>Moments of the logistic function of a normal variable, which have no closed form, elementwise.</summary>
internal static class LogisticNormalMoments
{
    /// <summary>E f(y), y normal, f the derivative of some order of log(1 + eʸ); differentiable to any order.</summary>
    /// <param name="order">0 for log(1 + eʸ) itself, 1 for the logistic function.</param>
    /// <param name="loc">Mean of y.</param>
    /// <param name="scale">Standard deviation of y, positive.</param>
    public static Tensor Mean(int order, Tensor loc, Tensor scale) => Binary.Node(new LogisticNormalMean(order), loc, scale);

    /// <summary>Variance of the logistic function of y.</summary>
    /// <param name="loc">Mean of y.</param>
    /// <param name="scale">Standard deviation of y, positive.</param>
    public static Tensor Variance(Tensor loc, Tensor scale) => Binary.Node(new LogisticNormalVariance(), loc, scale);
}

/// <summary>Its derivatives are means of higher order: E f' by the mean, s E f'' by the standard deviation (Stein's identity).</summary>
internal sealed record LogisticNormalMean(int Order) : DoubleBinary
{
    public override Dependence DependsOn(int input) => Dependence.Smooth;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (loc, scale) = (output.Inputs[0], output.Inputs[1]);
        return adjoint * (input == 0
            ? LogisticNormalMoments.Mean(Order + 1, loc, scale)
            : scale * LogisticNormalMoments.Mean(Order + 2, loc, scale));
    }

    protected override double Value(double a, double b) => LogisticNormal.Of(Order, a, b);
}

/// <summary>With Eₙ the mean of order n it is E₁ - E₂ - E₁²; only its derivatives are taken from that.</summary>
internal sealed record LogisticNormalVariance : DoubleBinary
{
    public override Dependence DependsOn(int input) => Dependence.Smooth;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (loc, scale) = (output.Inputs[0], output.Inputs[1]);
        Tensor Mean(int order) => LogisticNormalMoments.Mean(order, loc, scale);
        var balance = 1.0 - (2.0 * Mean(1));
        return adjoint * (input == 0 ? (Mean(2) * balance) - Mean(3) : scale * ((Mean(3) * balance) - Mean(4)));
    }

    protected override double Value(double a, double b) => LogisticNormal.Variance(a, b);
}
