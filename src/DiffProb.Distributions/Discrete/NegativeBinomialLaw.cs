namespace DiffProb;

/// <summary>What both parameterizations of the negative binomial share.</summary>
/// <param name="failures">r, positive.</param>
/// <param name="success">p; its logarithm and that of 1 - p are simplified where they are formed.</param>
/// <param name="odds">p / (1 - p).</param>
internal sealed class NegativeBinomialLaw(Tensor failures, Tensor success, Tensor odds)
{
    public Tensor Mean => failures * odds;

    public Tensor Variance => failures * odds * (1.0 + odds);

    /// <summary>Density of a Beta(k + 1, r) at p, times (1 - p) / (k + r); (1 - p)ʳ at 0, where p may be 0, too.</summary>
    public Tensor LogMass(Tensor k)
    {
        var (isZero, rest) = (k.EqualTo(0.0), (-success).Log1p());
        var counted = Tensor.Where(isZero, 1.0, k);
        return Tensor.Where(
            isZero, failures * rest, BetaForms.LogBetaDensity(counted + 1.0, failures, success, success.Log(), rest) + rest - (counted + failures).Log());
    }

    public Tensor Cdf(Tensor value) => Tensor.Where(value >= 0.0, 1.0 - Tail(value), 0.0);

    public Tensor Survival(Tensor value) => Tensor.Where(value >= 0.0, Tail(value), 1.0);

    public Tensor Icdf(Tensor probability) => Tensor.Create(new BinomialQuantileFunction(true), Elementwise.Promote(true, probability, failures, success));

    // A Poisson count whose rate is a Gamma draw times the odds, made in log space: the draw may underflow.
    public Tensor Draw(NoiseSource noise, Shape shape) => noise.Poisson((noise.LogGamma(failures.BroadcastTo(shape)) + odds.Log()).Exp());

    public Tensor Odds => odds;

    /// <summary>In something that the odds are proportional to: a count of one failure more, and one success more of it.</summary>
    public IReadOnlyList<WeakTerm> InOdds(Tensor parameter, Tensor constant, NoiseSource noise, Shape shape)
    {
        var count = new NegativeBinomialLaw(failures + 1.0, success, odds).Draw(noise, shape);
        return WeakTerm.Difference(parameter, constant, count + 1.0, count);
    }

    private Tensor Tail(Tensor value) => IncompleteIntegrals.IncompleteBeta(Tensor.Max(value.Floor() + 1.0, 1.0), failures, success);
}
