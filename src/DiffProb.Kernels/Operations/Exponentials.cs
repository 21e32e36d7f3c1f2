using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace DiffProb;

/// <summary>Exponentials, logarithms, roots and the functions built from them, elementwise.</summary>
public static class Exponentials
{
    /// <summary>eˣ, elementwise.</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor Exp(this Tensor x) => Unary.Node(new Exp(), x);

    /// <summary>Natural logarithm, elementwise. Logarithms of exp, sigmoid and the like are simplified, so that they stay finite in the tails.</summary>
    /// <param name="x">Positive; 0 gives -∞, negative NaN.</param>
    public static Tensor Log(this Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Operation.Logarithm(x) ?? Unary.Node(new Log(), x);
    }

    /// <summary>log(1 + x), elementwise, exact for small x.</summary>
    /// <param name="x">At least -1.</param>
    public static Tensor Log1p(this Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Image.Number(x).Operation is Exp ? Image.Number(x).Inputs[0].Softplus()
            : x.Operation is Negate && x.Inputs[0].Operation.Complement(x.Inputs[0]) is { } rest ? rest.Operation.Logarithm(rest) ?? Probabilities.Log(rest, x.Inputs[0])
            : Unary.Node(new Log1pFunction(), x);
    }

    /// <summary>eˣ - 1, elementwise, exact for small x.</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor Expm1(this Tensor x) => Unary.Node(new Expm1Function(), x);

    /// <summary>Square root, elementwise.</summary>
    /// <param name="x">At least 0.</param>
    public static Tensor Sqrt(this Tensor x) => Unary.Node(new Sqrt(), x);

    /// <summary>Logistic function 1 / (1 + e⁻ˣ), elementwise.</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor Sigmoid(this Tensor x) => Unary.Node(new Sigmoid(), x);

    /// <summary>log(1 + eˣ), elementwise, without overflow.</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor Softplus(this Tensor x) => Unary.Node(new SoftplusFunction(), x);

    /// <summary>log(1 / (1 + e⁻ˣ)), elementwise, finite far into the left tail.</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor LogSigmoid(this Tensor x) => -(-x).Softplus();
}

internal sealed record Exp : VectorUnary<VectorFunctions.Exp>
{
    public override Tensor Logarithm(Tensor output) => output.Inputs[0];

    public override Tensor Complement(Tensor output) => -output.Inputs[0].Expm1();

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint * output;
}

internal sealed record Log : VectorUnary<VectorFunctions.Log>
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint / output.Inputs[0];

    public override Tensor Rebuild(Tensor[] inputs) => inputs[0].Log();
}

internal sealed record Log1pFunction : VectorUnary<VectorFunctions.Log1p>
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint / (1.0 + output.Inputs[0]);

    public override Tensor Rebuild(Tensor[] inputs) => inputs[0].Log1p();
}

internal sealed record Expm1Function : VectorUnary<VectorFunctions.Expm1>
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint * output.Inputs[0].Exp();
}

internal sealed record Sqrt : Unary
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => 0.5 * adjoint / output;

    internal override Delegate? Lanes(Tensor node) => node.DType.IsFloat() ? (LaneFunction)Vector512.Sqrt : null;

    protected override void Apply<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Sqrt(x, y);
}

internal sealed record Sigmoid : VectorUnary<VectorFunctions.Sigmoid>
{
    public override Tensor Logarithm(Tensor output) => output.Inputs[0].LogSigmoid();

    public override Tensor Complement(Tensor output) => (-output.Inputs[0]).Sigmoid();

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint * output * (1.0 - output);
}

internal sealed record SoftplusFunction : VectorUnary<VectorFunctions.Softplus>
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint * output.Inputs[0].Sigmoid();
}
