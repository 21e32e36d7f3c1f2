using TorchSharp;

namespace DiffProb;

/// <summary>Logistic regression in eager torch: log density of (w, b), up to a constant.</summary>
internal sealed class TorchLogistic(LogisticRegression model, torch.ScalarType type)
{
    private static readonly Scalar Half = 0.5;

    private readonly torch.Tensor x = torch.tensor(model.X, dtype: type);
    private readonly torch.Tensor y = torch.tensor(model.Y, dtype: type);

    internal torch.Tensor LogDensity(torch.Tensor u)
    {
        var columns = u.shape[0] - 1;
        var logits = x.matmul(u.narrow(0, 0, columns)) + u[columns];
        var likelihood = torch.nn.functional.binary_cross_entropy_with_logits(logits, y, reduction: torch.nn.Reduction.Sum);
        return -likelihood - (Half * (u * u).sum());
    }
}
