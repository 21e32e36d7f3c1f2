namespace DiffProb;

/// <summary>Where a site draws from: named streams along its axes. Each call gives an independent stream.</summary>
internal sealed class NoiseSource(string stream, Axes along)
{
    private int streams;

    public Tensor StandardNormal(Shape shape) => Tensor.Create(new Noise(NoiseLaw.StandardNormal, Next(), shape, along));

    /// <summary>Uniform strictly inside (0, 1).</summary>
    public Tensor Uniform(Shape shape) => Tensor.Create(new Noise(NoiseLaw.Uniform, Next(), shape, along));

    /// <summary>-log of a uniform, so strictly positive.</summary>
    public Tensor StandardExponential(Shape shape) => -Uniform(shape).Log();

    /// <summary>Logarithm of Gamma(concentration, 1) draws.</summary>
    public Tensor LogGamma(Tensor concentration) => Tensor.Create(new LogGammaDraw(Next(), along), Float(concentration));

    /// <summary>Logit of Beta(a, b) draws.</summary>
    public Tensor BetaLogit(Tensor a, Tensor b) => Tensor.Create(new BetaLogitDraw(Next(), along), Float(a), Float(b));

    /// <summary>Angles from -π to below π.</summary>
    public Tensor VonMises(Tensor loc, Tensor concentration) => Tensor.Create(new VonMisesDraw(Next(), along), Float(loc), Float(concentration));

    /// <summary>Logarithm of b times the odds of Beta(a, b) draws: they follow b with all digits however large it is.</summary>
    public Tensor LogScaledOdds(double a, Tensor b)
    {
        var own = Float(b).StopGradient();
        return ImplicitPath.Of(new ScaledOddsPath(a), own.Log() + BetaLogit(Tensor.Literal(a).BroadcastTo(b.Shape), own), Float(b));
    }

    public Tensor Poisson(Tensor rate) => Tensor.Create(new PoissonDraw(Next(), along), Float(rate));

    public Tensor Binomial(Tensor totalCount, Tensor probs) => Tensor.Create(new BinomialDraw(Next(), along), Float(totalCount), Float(probs));

    public Tensor Hypergeometric(Tensor population, Tensor successes, Tensor draws) =>
        Tensor.Create(new HypergeometricDraw(Next(), along), Float(population), Float(successes), Float(draws));

    /// <summary>The same streams from the first one on: draws that are coupled with those made of this source.</summary>
    public NoiseSource Again => new(stream, along);

    /// <summary>Name of the site that draws.</summary>
    public string Stream => stream;

    /// <summary>Where several values of the one are drawn: streams of its own, along one more axis.</summary>
    public NoiseSource Along(Axis axis) => new($"{Next()}/", along.Union(Axes.Of(axis)));

    private static Tensor Float(Tensor t) => t.Cast(DType.Float64);

    private string Next() => streams++ == 0 ? stream : $"{stream}#{streams}";
}
