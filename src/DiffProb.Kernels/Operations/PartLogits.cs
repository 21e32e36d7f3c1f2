using System.Numerics;
using System.Numerics.Tensors;

namespace DiffProb;

/// <summary>Logits of the parts of a whole along the last dimension: x less the logarithm of the sum of exp of the others, which does not cancel where a part is nearly all.</summary>
/// <remarks>A part alone has logit ∞.</remarks>
internal sealed record PartLogits : Batched
{
    /// <summary>The logits.</summary>
    /// <param name="x">Logarithms [..., K] of the parts, up to a common constant.</param>
    public static Tensor Of(Tensor x) => Tensor.Create(new PartLogits(), Elementwise.Promote(true, x));

    public override Shape InferShape(ReadOnlySpan<Tensor> inputs) => inputs[0].Shape;

    public override Dependence DependsOn(int input) => Dependence.Smooth;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        // ∂ logit k / ∂ x j = -exp(x j) / Σ of the others of k, for j ≠ k.
        var (x, others) = (output.Inputs[0], output.Inputs[0] - output);
        var isOwn = Factorizations.Identity(x.Shape[^1]) > 0.0;
        var shares = Tensor.Where(isOwn, double.NegativeInfinity, x.Unsqueeze(-1) - others.Unsqueeze(-2)).Exp();
        return adjoint - (shares * adjoint.Unsqueeze(-2)).Sum(-1);
    }

    internal override int CoreRank(Tensor node, int operand) => 1;

    protected override void Compute<T>(ref BatchCall<T> call)
    {
        for (var b = call.From; b < call.To; b++)
        {
            if (typeof(T) == typeof(double))
            {
                Row(call.In<double>(0, b), call.Out<double>(b));
            }
            else
            {
                Row(call.In<float>(0, b), call.Out<float>(b));
            }
        }
    }

    private static void Row<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var first = TensorPrimitives.IndexOfMax(x);
        var largest = x[first];
        TensorPrimitives.Subtract(x, largest, y);
        VectorLoop.Run<VectorFunctions.Exp, T>(y, y);
        var total = TensorPrimitives.Sum<T>(y);
        TensorPrimitives.Subtract(total, y, y); // the largest is 1 of it: no cancellation but in its own place
        VectorLoop.Run<VectorFunctions.Log, T>(y, y);
        TensorPrimitives.Subtract(x, y, y);
        TensorPrimitives.Subtract(y, largest, y);
        y[first] = largest - LogSum.Without(x, first);
    }
}
