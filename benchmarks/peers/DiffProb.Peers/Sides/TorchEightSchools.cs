using TorchSharp;

namespace DiffProb;

/// <summary>Eight schools in eager torch: log density of rows (μ, log τ, η), up to a constant.</summary>
internal sealed class TorchEightSchools(torch.ScalarType type)
{
    private readonly torch.Tensor y = torch.tensor(Inputs.Schools.Effect, dtype: type);
    private readonly torch.Tensor sigma = torch.tensor(Inputs.Schools.Error, dtype: type);

    internal torch.Tensor LogDensity(torch.Tensor u)
    {
        var (mu, logTau, eta) = (u.narrow(1, 0, 1), u.narrow(1, 1, 1), u.narrow(1, 2, 8));
        var tau = logTau.exp();
        var t = (y - (mu + (tau * eta))) / sigma;
        return (-0.5 * (t * t).sum(1)) - (0.5 * (mu / 5.0).square().squeeze(1)) - (0.5 * (eta * eta).sum(1))
            - (tau / 5.0).square().log1p().squeeze(1) + logTau.squeeze(1);
    }
}
