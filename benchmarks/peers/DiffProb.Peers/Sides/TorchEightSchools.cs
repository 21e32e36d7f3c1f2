using TorchSharp;

namespace DiffProb;

/// <summary>Eight schools in eager torch: log density of rows (μ, log τ, η), up to a constant.</summary>
internal sealed class TorchEightSchools(torch.ScalarType type)
{
    private static readonly Scalar Half = 0.5;
    private static readonly Scalar MinusHalf = -0.5;
    private static readonly Scalar Fifth = 0.2;

    private readonly torch.Tensor y = torch.tensor(Inputs.Schools.Effect, dtype: type);
    private readonly torch.Tensor sigma = torch.tensor(Inputs.Schools.Error, dtype: type);

    internal torch.Tensor LogDensity(torch.Tensor u)
    {
        var (mu, logTau, eta) = (u.narrow(1, 0, 1), u.narrow(1, 1, 1), u.narrow(1, 2, 8));
        var tau = logTau.exp();
        var t = (y - (mu + (tau * eta))) / sigma;
        return (MinusHalf * (t * t).sum(1)) - (Half * (mu * Fifth).square().squeeze(1)) - (Half * (eta * eta).sum(1))
            - (tau * Fifth).square().log1p().squeeze(1) + logTau.squeeze(1);
    }
}
