using static DiffProb.Prob;

namespace DiffProb;

/// <summary>Eight schools, non-centered (Rubin 1981): μ ~ N(0, 5), τ ~ half-Cauchy(5), ηⱼ ~ N(0, 1), yⱼ ~ N(μ + τ ηⱼ, σⱼ).</summary>
internal static class EightSchools
{
    internal const int Dimension = 10;

    /// <summary>As a program: what samplers are given.</summary>
    internal static Prob<Nothing> Program { get; } = Model(m =>
    {
        var mu = m.Sample("mu", new Normal(0.0, 5.0));
        var tau = m.Sample("tau", new HalfCauchy(5.0));
        m.Plate("school", Tensor.Of(Inputs.Schools.Effect), Tensor.Of(Inputs.Schools.Error), (effect, error) =>
        {
            var eta = m.Sample("eta", new Normal(0.0, 1.0));
            m.Observe("effect", new Normal(mu + (tau * eta), error), effect);
        });
    });

    /// <summary>Log density of (μ, log τ, η).</summary>
    internal static Tensor LogDensity(Tensor u)
    {
        var (mu, logTau, eta) = (u[0], u[1], u[2..]);
        var tau = logTau.Exp();
        return new Normal(0.0, 5.0).LogProb(mu)
            + new HalfCauchy(5.0).LogProb(tau) + logTau
            + new Normal(Tensor.Zeros(eta.Shape), 1.0).LogProb(eta)
            + new Normal(mu + (tau * eta), Tensor.Of(Inputs.Schools.Error)).LogProb(Tensor.Of(Inputs.Schools.Effect));
    }
}
