namespace DiffProb;

/// <summary>Inverse hyperbolic functions, and the logarithm of the hyperbolic cosine, elementwise.</summary>
public static class Hyperbolic
{
    /// <summary>Inverse of the hyperbolic sine, elementwise.</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor Asinh(this Tensor x) => Unary.Node(new Asinh(), x);

    /// <summary>Inverse of the hyperbolic tangent, elementwise.</summary>
    /// <param name="x">In [-1, 1]; the ends give the infinities.</param>
    public static Tensor Atanh(this Tensor x) => Unary.Node(new Atanh(), x);

    /// <summary>log cosh x, elementwise: it neither overflows far out nor loses digits near 0.</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor LogCosh(this Tensor x) => Unary.Node(new LogCoshFunction(), x);
}

/// <summary>Its derivative is 1 / cosh y, for x² may overflow.</summary>
internal sealed record Asinh : VectorUnary<VectorFunctions.Asinh>
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint / output.Cosh();
}

internal sealed record Atanh : VectorUnary<VectorFunctions.Atanh>
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) =>
        adjoint / ((1.0 - output.Inputs[0]) * (1.0 + output.Inputs[0]));
}

internal sealed record LogCoshFunction : VectorUnary<VectorFunctions.LogCosh>
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint * output.Inputs[0].Tanh();
}
