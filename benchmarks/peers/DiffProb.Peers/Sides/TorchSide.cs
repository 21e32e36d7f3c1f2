using TorchSharp;

namespace DiffProb;

/// <summary>Hand-written TorchSharp, eager: the same mathematics, in one element type.</summary>
/// <remarks>Numbers are held as <see cref="TorchSharp.Scalar"/>: one that nothing holds may be freed while libtorch reads it ("Unknown scalar type"), and making it takes time.</remarks>
internal abstract class TorchSide(torch.ScalarType type) : ISide
{
    protected static readonly Scalar Half = 0.5;
    protected static readonly Scalar MinusHalf = -0.5;

    public string Name => $"TorchSharp {(type == torch.ScalarType.Float64 ? "float64" : "float32")}";

    protected torch.ScalarType Type => type;

    public double[][] Gradient(int seed)
    {
        torch.manual_seed(seed);
        using var scope = torch.NewDisposeScope();
        return Gradients();
    }

    public void Run(int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var scope = torch.NewDisposeScope();
            Step();
        }
    }

    public virtual void Dispose()
    {
    }

    /// <summary>The timed work; what it leaves behind is disposed after it.</summary>
    protected abstract void Step();

    /// <summary>The gradients of one evaluation, in the parameters as the program declares them.</summary>
    protected abstract double[][] Gradients();

    protected torch.Tensor Leaf(params double[] values) => torch.tensor(values, dtype: type).requires_grad_();

    protected torch.Tensor Scalar(double value) => torch.tensor(value, dtype: type).requires_grad_();

    protected torch.Tensor Constant(double[] values) => torch.tensor(values, dtype: type);

    protected torch.Tensor Constant(double[,] values) => torch.tensor(values, dtype: type);

    protected static double[] Numbers(torch.Tensor tensor)
    {
        using var wide = tensor.detach().to(torch.ScalarType.Float64);
        return wide.contiguous().data<double>().ToArray();
    }
}
