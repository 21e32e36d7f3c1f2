using TorchSharp;

namespace DiffProb;

/// <summary>A log density and its gradient at a position that moves.</summary>
internal abstract class TorchPosition(int dimension, torch.ScalarType type) : TorchSide(type)
{
    private static readonly Scalar Rate = 1e-9;

    private readonly torch.Tensor position = torch.tensor(DensitySide.Position(dimension), dtype: type).requires_grad_();

    protected abstract torch.Tensor LogDensity(torch.Tensor u);

    protected override void Step()
    {
        var gradient = torch.autograd.grad([LogDensity(position)], [position])[0];
        using (torch.no_grad())
        {
            position.add_(gradient, Rate);
        }
    }

    protected override double[][] Gradients() => [Numbers(torch.autograd.grad([LogDensity(position)], [position])[0])];
}
