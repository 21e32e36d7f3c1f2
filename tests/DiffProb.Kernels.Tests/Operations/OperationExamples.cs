namespace DiffProb;

/// <summary>The catalogue: for every operation, uses of it over shapes, broadcasting, hidden axes and edge values.</summary>
/// <remarks>One row makes an operation subject to every law in <c>OperationLaws</c> and, linked there, in the tests of other engines.</remarks>
internal static class OperationExamples
{
    private static readonly Axis Particles = new("particles", 4, AxisRole.Particle);
    private static readonly Axis Values = new("values", 2, AxisRole.Enumerated);
    private static readonly Axis Rows = new("rows", 3, AxisRole.Plate);
    private static readonly Axis Many = new("many", 7001, AxisRole.Plate);

    public static IReadOnlyDictionary<string, OperationExample> All { get; } = Build();

    private static Dictionary<string, OperationExample> Build() => new[]
    {
        Leaves(), Elementwise(), Choices(), Functions(), ZeroProductsAndIntegrals(), TailsAndRatios(), Densities(), Truncations(), ShapeChanges(), AxisChanges(), Folds(), Indices(), Pictures(), Matrices(), Draws(), Opaque(),
    }.SelectMany(rows => rows).Select(row => row.Make()).ToDictionary(example => example.Name);

    private static IEnumerable<Row> Leaves() =>
    [
        Case<Constant>("vector", _ => Tensor.Vector(1.5, -2.0, double.NaN)),
        Case<Constant>("along an axis", _ => Tensor.Constant(Shape.Of(2), new Storage<double>([1, 2, 3, 4]), Axes.Of(Values))),
        Case<Parameter>("matrix", b => b.Float([2, 3], -1, 1)),
        Case<DataSlot>("vector", b => b.Fixed([3], 1, 2, 3)),
        Case<DataSlot>("whole", b => b.Whole([3], 9)),
        Case<DataSlot>("truth", b => b.Truth([5])),
    ];

    private static IEnumerable<Row> Elementwise() =>
    [
        .. Binary<Add>((a, b) => a + b, -2, 2),
        .. Binary<Subtract>((a, b) => a - b, -2, 2),
        .. Binary<Multiply>((a, b) => a * b, -2, 2),
        .. Binary<Divide>((a, b) => a / b, 0.5, 3),
        .. Binary<Power>((a, b) => a.Pow(b), 0.3, 2.5),
        .. Binary<Maximum>(Tensor.Max, -2, 2),
        .. Binary<Minimum>(Tensor.Min, -2, 2),
        .. Binary<Atan2>((a, b) => a.Atan2(b), 0.2, 2),
        .. Binary<Greater>((a, b) => a > b, -2, 2),
        .. Binary<GreaterOrEqual>((a, b) => a >= b, -2, 2),
        .. Binary<Equal>((a, b) => a.EqualTo(b), -2, 2),
        Case<Multiply>("whole", b => b.Whole([5], 9) * b.Whole([5], 9)),
        Case<Multiply>("square", b => b.Float([5], -2, 2).Square()),
        Case<Add>("truths count as numbers", b => b.Truth([5]) + b.Truth([5])),
        Case<Divide>("whole numbers as floats", b => (b.Whole([5], 9) + 1) / (b.Whole([5], 9) + 1)),
        Case<Equal>("whole", b => b.Whole([9], 3).EqualTo(b.Whole([9], 3))),
        Case<Greater>("whole", b => b.Whole([9], 3) > b.Whole([9], 3)),
        Case<Greater>("truth", b => Edge(b, [1, 0]).EqualTo(1.0) > Edge(b, [0, 1]).EqualTo(1.0)),
        Case<Power>("negative base, whole exponent", b => b.Float([4], -2, -0.5).Pow(b.Fixed([4], 2, 3, -1, 0))),
        Case<Power>("zero base", b => b.Float([4], 0, 0, 0, 0).Pow(b.Fixed([4], 0, 1, 2, 3)), isEdge: true),
        .. Edges2<Add>((a, b) => a + b),
        .. Edges2<Multiply>((a, b) => a * b),
        .. Edges2<Divide>((a, b) => a / b),
        .. Edges2<Maximum>(Tensor.Max),
        .. Edges2<Minimum>(Tensor.Min),
        .. Edges2<Power>((a, b) => a.Pow(b)),
        .. Edges2<Equal>((a, b) => a.EqualTo(b)),
        .. Edges2<Greater>((a, b) => a > b),
        .. Edges2<GreaterOrEqual>((a, b) => a >= b),
    ];

    private static IEnumerable<Row> Choices() =>
    [
        Case<And>("vectors", b => b.Truth([9]) & b.Truth([9])),
        Case<And>("broadcast along axes", b => b.Truth([4, 3]).ToAxis(Particles) & b.Truth([2, 1])),
        Case<Not>("vector", b => !b.Truth([9])),
        Case<Not>("along an axis", b => !b.Truth([4, 3]).ToAxis(Particles)),
        Case<WherePossible>("vectors", b => ZeroProducts.WherePossible(b.Float([4], -Inf, 1, -2, -Inf), b.Float([4], -2, 2), b.Float([4], -2, 2))),
        Case<WherePossible>("along an axis", b => ZeroProducts.WherePossible(b.Fixed([3], -Inf, 0, 1), b.Float([4, 3], -2, 2).ToAxis(Particles), b.Float([], -2, 2))),
        Case<WherePossible>("edges", b => ZeroProducts.WherePossible(Edge(b, Oddities), b.Float([], 1), b.Float([], 2)), isEdge: true),
        Case<Where>("vectors", b => Tensor.Where(b.Truth([9]), b.Float([9], -2, 2), b.Float([9], -2, 2))),
        Case<Where>("scalar branch", b => Tensor.Where(b.Truth([2, 3]), b.Float([], -2, 2), b.Float([3], -2, 2))),
        Case<Where>("axes on the condition", b => Tensor.Where(b.Truth([4]).ToAxis(Particles), b.Float([3], -2, 2), b.Float([3, 2], -2, 2).ToAxis(Rows)[..1])),
        Case<Where>("axes on the condition alone", b => Tensor.Where(b.Truth([4, 3]).ToAxis(Particles), b.Float([3], -2, 2), b.Float([], -2, 2))),
        Case<Where>("whole", b => Tensor.Where(b.Truth([5]), b.Whole([5], 9), b.Whole([5], 9))),
        Case<Where>("truth", b => Tensor.Where(b.Truth([5]), b.Truth([5]), b.Truth([5]))),
        Case<Where>("large", b => Tensor.Where(b.Truth([67, 129]), b.Float([129], -2, 2), b.Float([67, 1], -2, 2)), isLarge: true),
        Case<StopGradient>("vector", b => b.Float([3], -2, 2).StopGradient()),
        Case<StopGradient>("whole", b => (b.Whole([3], 9) + 1).StopGradient()),
        Case<MagicBox>("vector", b => b.Float([3], -2, 2).MagicBox()),
        Case<MagicBox>("along an axis", b => b.Float([4], -2, 2).ToAxis(Particles).MagicBox()),
        Case<ImplicitPath>("vector", b => ImplicitPath.Of(new ScalePath(), b.Float([3], -2, 2), b.Float([3], 0.5, 2))),
        Case<ImplicitPath>("along an axis", b => ImplicitPath.Of(new ScalePath(), b.Float([4, 3], -2, 2).ToAxis(Particles), b.Float([4, 1], 0.5, 2).ToAxis(Particles))),
        Case<Cast>("to single and back", b => b.Float([5], -2, 2).Cast(DType.Float32).Cast(DType.Float64), isEdge: true),
        Case<Cast>("to whole", b => b.Float([7], -2, 2).Cast(DType.Int64)),
        Case<Cast>("to truth", b => b.Float([3], -1, 0, 1).Cast(DType.Bool), isEdge: true),
        Case<Cast>("whole to truth", b => b.Whole([5], 2).Cast(DType.Bool)),
        Case<Cast>("truth to float", b => b.Truth([5]).Cast(DType.Float64)),
        Case<Cast>("truth to whole", b => b.Truth([5]).Cast(DType.Int64)),
        Case<Cast>("whole to float", b => b.Whole([4, 2], 9).ToAxis(Particles).Cast(DType.Float64)),
    ];

    private static IEnumerable<Row> Functions() =>
    [
        .. Unary<Negate>(x => -x, -2, 2),
        .. Unary<Abs>(x => x.Abs(), -2, 2),
        .. Unary<Exp>(x => x.Exp(), -3, 3),
        .. Unary<Log>(x => x.Log(), 0.2, 4),
        .. Unary<Log1pFunction>(x => x.Log1p(), -0.6, 3),
        .. Unary<Expm1Function>(x => x.Expm1(), -2, 2),
        .. Unary<Sqrt>(x => x.Sqrt(), 0.2, 4),
        .. Unary<Sigmoid>(x => x.Sigmoid(), -4, 4),
        .. Unary<SoftplusFunction>(x => x.Softplus(), -4, 4),
        .. Unary<Sin>(x => x.Sin(), -4, 4),
        .. Unary<Cos>(x => x.Cos(), -4, 4),
        .. Unary<Tan>(x => x.Tan(), -1.2, 1.2),
        .. Unary<Asin>(x => x.Asin(), -0.8, 0.8),
        .. Unary<Acos>(x => x.Acos(), -0.8, 0.8),
        .. Unary<Atan>(x => x.Atan(), -3, 3),
        .. Unary<Acot>(x => x.Acot(), 0.3, 3),
        .. Unary<SinPi>(x => x.SinPi(), -1, 1),
        .. Unary<CosPi>(x => x.CosPi(), -1, 1),
        .. Unary<Sinh>(x => x.Sinh(), -2, 2),
        .. Unary<Cosh>(x => x.Cosh(), -2, 2),
        .. Unary<Tanh>(x => x.Tanh(), -2, 2),
        .. Unary<Asinh>(x => x.Asinh(), -3, 3),
        .. Unary<Atanh>(x => x.Atanh(), -0.8, 0.8),
        .. Unary<LogCoshFunction>(x => x.LogCosh(), -3, 3),
        .. Unary<ErrorFunction>(x => x.Erf(), -2, 2),
        .. Unary<ErrorFunctionComplement>(x => x.Erfc(), -2, 3),
        .. Unary<ScaledErrorFunctionComplement>(x => x.Erfcx(), -1.5, 3),
        .. Unary<InverseErrorFunction>(x => x.ErfInv(), -0.8, 0.8),
        .. Unary<NormalCdf>(x => x.Ndtr(), -3, 3),
        .. Unary<LogNormalCdf>(x => x.LogNdtr(), -3, 3),
        .. Unary<NormalQuantile>(x => x.Ndtri(), 0.1, 0.9),
        .. Unary<LogErrorFunction>(x => x.Erf().Log(), 0.2, 2),
        .. Unary<LogErrorFunctionComplement>(x => x.Erfc().Log(), -2, 3),
        .. Unary<NormalQuantileOfLog>(x => x.Exp().Ndtri(), -3, -0.1),
        .. Unary<LogGammaFunction>(x => x.LogGamma(), 0.3, 6),
        .. Unary<PolygammaFunction>(x => x.Digamma(), 0.4, 6),
        Case<PolygammaFunction>("trigamma", b => b.Float([5], 0.5, 4).Polygamma(1)),
        Case<PolygammaFunction>("order 3", b => b.Float([5], 1.0, 4).Polygamma(3)),
        .. Unary<Floor>(x => x.Floor(), -3, 3),
        .. Unary<Neighbour>(x => x.Neighbour(isAbove: true), -3, 3),
        Case<Neighbour>("below", b => b.Float([5], -3, 3).Neighbour(isAbove: false)),
        Case<Neighbour>("below, edges", b => Edge(b, Oddities).Neighbour(isAbove: false), isEdge: true),
        .. Unary<Round>(x => x.Round(), -3, 3),
        .. Unary<Sign>(x => x.Sign(), -3, 3),
        Case<Negate>("whole", b => -b.Whole([5], 9)),
        Case<Round>("halves go to even", b => b.Float([6], -2.5, -1.5, -0.5, 0.5, 1.5, 2.5).Round(), isEdge: true),
    ];

    private static IEnumerable<Row> ZeroProductsAndIntegrals() =>
    [
        .. Binary<TimesOrZero>((a, b) => a.TimesOrZero(b), 0.2, 2),
        .. Binary<XLogY>((a, b) => a.XLogY(b), 0.2, 2),
        .. Binary<XLog1pY>((a, b) => a.XLog1pY(b), 0.2, 2),
        .. Edges2<TimesOrZero>((a, b) => a.TimesOrZero(b)),
        .. Edges2<XLogY>((a, b) => a.XLogY(b)),
        .. Edges2<XLog1pY>((a, b) => a.XLog1pY(b)),
        Case<IncompleteGammaFunction>("lower", b => IncompleteIntegrals.IncompleteGamma(b.Fixed([3, 1], 0.4, 1.5, 6), b.Float([4], 0.2, 5))),
        Case<IncompleteGammaFunction>("lower, in both", b => IncompleteIntegrals.IncompleteGamma(b.Float([3, 1], 0.4, 6), b.Float([4], 0.2, 5))) with { IsFirstOrderOnly = true },
        Case<IncompleteGammaFunction>("upper, in both", b => IncompleteIntegrals.IncompleteGammaComplement(b.Float([3], 0.4, 6), b.Float([4], 0.2, 5).ToAxis(Particles))) with { IsFirstOrderOnly = true },
        Case<IncompleteGammaFunction>("ends", b => IncompleteIntegrals.IncompleteGamma(2.0, Edge(b, Oddities)), isEdge: true),
        Case<IncompleteGammaInverse>("in p", b => IncompleteIntegrals.IncompleteGammaInverse(b.Fixed([3], 0.6, 1.5, 6), b.Float([3], 0.1, 0.9))),
        Case<IncompleteGammaInverse>("in both", b => IncompleteIntegrals.IncompleteGammaInverse(b.Float([3], 0.6, 6), b.Float([3], 0.1, 0.9))) with { IsFirstOrderOnly = true },
        Case<IncompleteBetaFunction>("in x", b => IncompleteIntegrals.IncompleteBeta(b.Fixed([3], 0.6, 1.5, 6), b.Fixed([3], 2, 0.7, 3), b.Float([3], 0.1, 0.9))),
        Case<IncompleteBetaFunction>("in all", b => IncompleteIntegrals.IncompleteBeta(b.Float([3], 0.6, 6), b.Float([4, 3], 0.6, 4).ToAxis(Particles), b.Float([3], 0.1, 0.9))) with { IsFirstOrderOnly = true },
        Case<IncompleteBetaInverseLogit>("in p", b => IncompleteIntegrals.IncompleteBetaInverseLogit(b.Fixed([3], 0.6, 1.5, 6), b.Fixed([3], 2, 0.7, 3), b.Float([3], 0.1, 0.9))),
        Case<IncompleteBetaInverseLogit>("in all", b => IncompleteIntegrals.IncompleteBetaInverseLogit(b.Float([3], 0.6, 6), b.Float([3], 0.6, 4), b.Float([3], 0.1, 0.9))) with { IsFirstOrderOnly = true },
        Case<IncompleteGammaInverse>("of the complement", b => IncompleteIntegrals.IncompleteGammaComplementInverse(b.Fixed([3], 0.6, 1.5, 6), b.Float([3], 0.1, 0.9))),
        Case<LogIncompleteGamma>("lower", b => IncompleteIntegrals.IncompleteGamma(b.Fixed([3, 1], 0.4, 1.5, 6), b.Float([4], 0.2, 5)).Log()),
        Case<LogIncompleteGamma>("upper, in both", b => IncompleteIntegrals.IncompleteGammaComplement(b.Float([3], 0.4, 6), b.Float([4], 0.2, 5).ToAxis(Particles)).Log()) with { IsFirstOrderOnly = true },
        Case<LogIncompleteGamma>("ends", b => IncompleteIntegrals.IncompleteGamma(2.0, Edge(b, Oddities)).Log(), isEdge: true),
        Case<LogIncompleteBeta>("lower", b => IncompleteIntegrals.IncompleteBeta(b.Fixed([3], 0.6, 1.5, 6), b.Fixed([3], 2, 0.7, 3), b.Float([3], 0.1, 0.9)).Log()),
        Case<LogIncompleteBeta>("upper, in all", b => (1.0 - IncompleteIntegrals.IncompleteBeta(b.Float([3], 0.6, 6), b.Float([4, 3], 0.6, 4).ToAxis(Particles), b.Float([3], 0.1, 0.9))).Log()) with { IsFirstOrderOnly = true },
    ];

    private static IEnumerable<Row> TailsAndRatios() =>
    [
        .. Unary<Log1mExpFunction>(x => x.Log1mExp(), -3, -0.1),
        .. Unary<LogInverseCloglog>(x => x.LogInverseCloglog(), -3, 1.2),
        .. Unary<CloglogOfLog>(x => x.CloglogOfLog(), -3, -0.1),
        .. Unary<Log1pSquareFunction>(x => x.Log1pSquare(), -3, 3),
        .. Unary<Log1pRatioFunction>(x => Tensor.Create(new Log1pRatioFunction(0), x), -0.6, 3),
        .. Unary<Expm1RatioFunction>(x => Tensor.Create(new Expm1RatioFunction(0), x), -3, 3),
        .. Binary<LogOfProbability>((a, b) => Probabilities.Log(a.Sigmoid() * b, 1.0 - (a.Sigmoid() * b)), 0.2, 0.9),
        .. Binary<LogRatioFunction>(Ratios.LogRatio, 0.2, 3),
        .. Binary<Log1pScaled>(Ratios.Log1pScaled, -0.7, 0.9),
        .. Binary<Expm1Scaled>(Ratios.Expm1Scaled, -0.7, 2),
        .. Binary<Fraction>(Ratios.Fraction, 0.2, 3),
        .. Edges2<Fraction>(Ratios.Fraction),
        .. Edges2<LogRatioFunction>(Ratios.LogRatio),
        Case<Log1pRatioFunction>("order 2", b => Tensor.Create(new Log1pRatioFunction(2), b.Float([5], -0.6, 3))),
        Case<Expm1RatioFunction>("order 2", b => Tensor.Create(new Expm1RatioFunction(2), b.Float([5], -3, 3))),
        Case<ProbabilityWithTails>("vector", b => WithTails(b.Float([5], -3, 3))),
        Case<ProbabilityWithTails>("along an axis", b => WithTails(b.Float([4, 2], -3, 3).ToAxis(Particles))),
        Case<Between>("in all", b => Intervals.Between(b.Float([3, 1], -2, -1), b.Float([4], 1, 2), b.Float([3, 4], -3, 3))),
        Case<Between>("along an axis", b => Intervals.Between(b.Float([], -2, -1), b.Float([3], 1, 2), b.Float([4, 3], -3, 3).ToAxis(Particles))),
        Case<Between>("edges", b => Intervals.Between(-0.1, 0.7, Edge(b, Oddities)), isEdge: true),
        Case<Image>("there", b => Doubled(b.Float([3], -2, 2), b.Float([], 1, 2), isInverse: false)),
        Case<Image>("and back, along an axis", b => Doubled(b.Float([4, 3], -2, 2).ToAxis(Particles), b.Float([3], 1, 2), isInverse: true)),
        Case<LogPowerComplement>("in all", b => PowerComplement(b.Float([3, 1], 0.4, 6), b.Float([4], 0.1, 0.9))),
        Case<LogPowerComplement>("along an axis", b => PowerComplement(b.Float([3], 0.4, 6), b.Float([4, 3], 0.1, 0.9).ToAxis(Particles))),
    ];

    private static IEnumerable<Row> Densities() =>
    [
        .. Unary<StirlingCorrectionFunction>(x => x.StirlingCorrection(), 0.3, 20),
        .. Unary<LogMinusDigammaFunction>(x => x.LogMinusDigamma(), 0.3, 20),
        .. Unary<PoissonEntropyFunction>(PoissonFunctions.Entropy, 0.3, 20),
        .. Unary<NormalExcessFunction>(x => Tensor.Create(new NormalExcessFunction(), x), -4, 3),
        .. Unary<NormalHazard>(x => Tensor.Create(new NormalHazard(), x), -4, 3),
        .. Binary<ExponentiallyModifiedSlope>((a, b) => Tensor.Create(new ExponentiallyModifiedSlope(), a, b), 0.3, 8),
        .. Binary<LogExponentiallyModified>((a, b) => Tensor.Create(new LogExponentiallyModified(), a, b), 0.3, 20),
        .. Unary<LogScaledBesselI0>(VonMisesForms.LogScaledBesselI0, 0.2, 40),
        .. Unary<BesselRatioComplement>(VonMisesForms.BesselRatioComplement, 0.2, 40),
        .. Unary<BesselRatioFunction>(VonMisesForms.BesselRatio, 0.2, 40),
        .. Binary<BesselRatioDifference>((a, b) => Tensor.Create(new BesselRatioDifference(), a, b), 0.2, 9),
        .. Binary<LogBesselI0BregmanFunction>(VonMisesForms.LogBesselI0Bregman, 0.2, 9),
        Case<BesselRatioFunction>("order 2", b => Tensor.Create(new BesselRatioFunction(2), b.Float([5], 0.2, 40))),
        Case<VonMisesProbability>("in x and loc", b => VonMises(isAbove: false, isLog: false, b.Float([3, 1], -3, 3), b.Float([4], -3, 3), b.Fixed([4], 0.2, 2, 5, 1))),
        Case<VonMisesProbability>("in all", b => VonMises(isAbove: false, isLog: false, b.Float([3, 1], -3, 3), b.Float([4], -3, 3), b.Float([4], 0.2, 5))) with { IsFirstOrderOnly = true },
        Case<VonMisesProbability>("above, along an axis", b => VonMises(isAbove: true, isLog: false, b.Float([4, 3], -3, 3).ToAxis(Particles), b.Float([3], -3, 3), b.Float([], 0.2, 5))) with { IsFirstOrderOnly = true },
        Case<VonMisesProbability>("logarithm above, in x and loc", b => VonMises(isAbove: true, isLog: true, b.Float([3, 1], -3, 3), b.Float([4], -3, 3), b.Fixed([4], 0.2, 2, 5, 1))),
        Case<VonMisesProbability>("logarithm, in all", b => VonMises(isAbove: false, isLog: true, b.Float([3, 1], -3, 3), b.Float([4], -3, 3), b.Float([4], 0.2, 5))) with { IsFirstOrderOnly = true },
        Case<VonMisesProbability>("edges", b => VonMises(isAbove: false, isLog: false, Edge(b, Oddities), 0.3, 2.0), isEdge: true),
        Case<VonMisesProbabilitySlope>("of a logarithm", b => Tensor.Create(new VonMisesProbabilitySlope(false, true), b.Fixed([3], -3, 0.1, 2), b.Fixed([3], 0, 2, -3), b.Fixed([3], 0.2, 5, 3))),
        Case<VonMisesPathDerivative>("vectors", b => Tensor.Create(new VonMisesPathDerivative(), b.Fixed([3], -3, 0.1, 2), b.Fixed([3], 0, 2, -3), b.Fixed([3], 0.2, 5, 3))),
        Case<VonMisesQuantileFunction>("of both tails", b => Tensor.Create(new VonMisesQuantileFunction(true), b.Fixed([3], 1e-9, 0.4, 0.95), b.Fixed([3], 0, 2, -3), b.Fixed([3], 0.2, 5, 3))),
        Case<VonMisesQuantileFunction>("of a complement", b => Tensor.Create(new VonMisesQuantileFunction(false), b.Fixed([3], 1e-9, 0.4, 0.95), b.Fixed([3], 0, 2, -3), b.Fixed([3], 0.2, 5, 3))),
        .. Unary<ScaledExponentialIntegral>(x => Tensor.Create(new ScaledExponentialIntegral(0), x), 0.2, 5),
        Case<ExponentiallyModifiedEntropyFunction>("vector", b => ExponentiallyModifiedFunctions.Entropy(b.Float([5], 0.2, 6))) with { IsFirstOrderOnly = true },
        Case<ExponentiallyModifiedEntropyFunction>("along an axis", b => ExponentiallyModifiedFunctions.Entropy(b.Float([4, 2], 0.2, 6).ToAxis(Particles))) with { IsFirstOrderOnly = true },
        .. Unary<SkewNormalShare>(x => Tensor.Create(new SkewNormalShare(), x), -3, 3),
        .. Unary<NormalHazardMean>(x => Tensor.Create(new NormalHazardMean(0), x), -1, 1),
        Case<TailQuantileFunction>("skew normal", b => TailQuantiles.Of(TailFamily.SkewNormal, b.Fixed([3, 1], 1e-30, 0.3, 0.9), b.Fixed([2], -2, 5))),
        Case<TailQuantileFunction>("inverse Gaussian, of the complement", b => TailQuantiles.Of(TailFamily.InverseGaussian, 1.0 - b.Fixed([3], 1e-30, 0.3, 0.9), b.Fixed([3], 0.1, 2, 40))),
        Case<TailQuantileFunction>("exponentially modified, of the logarithm", b => TailQuantiles.Of(TailFamily.ExponentiallyModified, b.Fixed([3], -900, -0.1, -2).Exp(), b.Fixed([3], 0.1, 2, 40))),
        Case<LogInverseGaussianTail>("below", b => Tensor.Create(new LogInverseGaussianTail(false), b.Float([3, 1], 0.5, 2), b.Float([4], 0.4, 5), b.Float([4], 0.3, 4))),
        Case<LogInverseGaussianTail>("above, along an axis", b => Tensor.Create(new LogInverseGaussianTail(true), b.Float([3], 0.5, 2), b.Float([3], 0.4, 5), b.Float([4, 3], 0.3, 4).ToAxis(Particles))),
        Case<InverseGaussianRatio>("below", b => Tensor.Create(new InverseGaussianRatio(false), b.Float([3], 0.5, 2), b.Float([3], 0.4, 5), b.Float([3], 0.3, 4))),
        Case<InverseGaussianRatio>("above", b => Tensor.Create(new InverseGaussianRatio(true), b.Float([3], 0.5, 2), b.Float([3], 0.4, 5), b.Float([3], 0.3, 4))),
        Case<LogExponentiallyModifiedTail>("below", b => Tensor.Create(new LogExponentiallyModifiedTail(false), b.Float([3, 1], -2, 4), b.Float([4], 0.4, 3), b.Float([4], 0.2, 4))),
        Case<LogExponentiallyModifiedTail>("above, along an axis", b => Tensor.Create(new LogExponentiallyModifiedTail(true), b.Float([3], -3, 3), b.Float([3], 0.4, 3), b.Float([4, 3], 0.2, 3).ToAxis(Particles))),
        .. Binary<ExponentiallyModifiedRatio>((z, k) => Tensor.Create(new ExponentiallyModifiedRatio(false), z, k), 0.2, 4),
        Case<ExponentiallyModifiedRatio>("above", b => Tensor.Create(new ExponentiallyModifiedRatio(true), b.Float([5], -3, 3), b.Float([5], 0.2, 3))),
        .. Binary<LogSkewNormalCdf>((z, a) => Tensor.Create(new LogSkewNormalCdf(), z, a), -3, 3),
        .. Binary<SkewNormalSlope>((z, a) => Tensor.Create(new SkewNormalSlope(0), z, a), -3, 3),
        Case<SkewNormalSlope>("in the shape", b => Tensor.Create(new SkewNormalSlope(1), b.Float([5], -3, 3), b.Float([5], -3, 3))),
        .. Binary<LogBetaFunction>(BetaForms.LogBeta, 0.3, 20),
        .. Binary<DigammaExcessFunction>(StudentFunctions.DigammaExcess, 1.3, 9),
        .. Binary<LogGammaExcessFunction>(StudentFunctions.LogGammaExcess, 1.3, 9),
        Case<StudentSize>("inner", b => StudentFunctions.Inner(b.Float([3, 1], 0.3, 9), b.Float([4], 0.3, 9))) with { IsFirstOrderOnly = true },
        Case<StudentSize>("outer, in the point", b => StudentFunctions.Outer(b.Fixed([4], 0.3, 2, 9, 1e5), b.Float([4], 0.3, 5))),
        Case<StudentSize>("logarithm of outer", b => StudentFunctions.LogOuter(b.Float([3], 0.3, 9), b.Float([4, 3], 0.3, 9).ToAxis(Particles))) with { IsFirstOrderOnly = true },
        Case<StudentSize>("logarithm of inner, in the point", b => StudentFunctions.LogInner(b.Fixed([4], 0.3, 2, 9, 1e5), b.Float([4], 0.3, 5))),
        Case<StudentFall>("in all", b => StudentFunctions.Fall(b.Float([3, 1], 0.4, 3), b.Float([4], 0.4, 30), b.Float([4], 0.1, 9))),
        Case<StudentFall>("along an axis", b => StudentFunctions.Fall(b.Float([3], 0.4, 3), b.Float([3], 0.4, 30), b.Float([4, 3], 0.1, 9).ToAxis(Particles))),
        Case<StudentFallSlope>("in all", b => Tensor.Create(new StudentFallSlope(), b.Float([4], 0.4, 3), b.Float([4], 0.4, 30), b.Float([4], 0.1, 9))),
        .. Binary<LogPoissonMass>(GammaForms.LogPoissonMass, 0.3, 20),
        .. Unary<Expm1mxFunction>(x => x.Expm1mx(), -3, 3),
        .. Binary<DevianceFunction>(RelativeEntropies.Deviance, 0.2, 3),
        .. Binary<DevianceOfLogs>(RelativeEntropies.DevianceOfLogs, -3, 1),
        .. Unary<TrigammaExcessFunction>(x => x.TrigammaExcess(), 0.3, 20),
        .. Binary<LogGammaBregmanFunction>(RelativeEntropies.LogGammaBregman, 0.3, 20),
        .. Binary<LogGammaSecondDifferenceFunction>(GammaForms.LogGammaSecondDifference, 0.1, 4),
        Case<PoissonQuantileFunction>("vectors", b => PoissonFunctions.Quantile(b.Fixed([3], 0.01, 0.5, 0.99), b.Fixed([3], 0.3, 10, 400))),
        Case<PoissonQuantileFunction>("of the complement", b => PoissonFunctions.Quantile(1.0 - b.Fixed([3, 1], 1e-30, 0.3, 0.9), b.Fixed([2], 0.3, 10))),
        .. Binary<LogisticNormalMean>((m, s) => LogisticNormalMoments.Mean(1, m, s), 0.1, 2),
        .. Binary<LogisticNormalVariance>(LogisticNormalMoments.Variance, 0.1, 2),
        Case<LogisticNormalMean>("order 0", b => LogisticNormalMoments.Mean(0, b.Float([5], -2, 2), b.Float([5], 0.2, 2))),
        Case<LogGammaDensity>("in all", b => GammaDensity(b.Float([3, 1], 0.4, 30), b.Float([4], 0.2, 30))),
        Case<LogGammaDensity>("along an axis", b => GammaDensity(b.Float([3], 0.4, 30), b.Float([4, 3], 0.2, 30).ToAxis(Particles))),
        Case<LogBetaDensity>("in all", b => BetaForms.LogBetaDensity(b.Float([3, 1], 0.4, 30), b.Float([4], 0.4, 30), b.Float([4], 0.1, 0.9))),
        Case<LogBetaDensity>("along an axis", b => BetaForms.LogBetaDensity(b.Float([3], 0.4, 30), b.Float([3], 0.4, 30), b.Float([4, 3], 0.1, 0.9).ToAxis(Particles))),
    ];

    private static IEnumerable<Row> Truncations()
    {
        static Tensor[] At(ExampleInputs b, Tensor point) => [point, b.Fixed([3], 0.2, -0.3, 0.1), b.Fixed([3], 1, 0.7, 2), b.Fixed([3], 0.4, -0.2, 3), b.Fixed([3], 2, 4, 9), b.Fixed([3], 3, 0.6, 1)];
        static Tensor[] Free(ExampleInputs b, TruncatedFamily family) =>
        [
            b.Float([3], 1, 1.5),
            family is TruncatedFamily.Gamma or TruncatedFamily.Exponential ? b.Fixed([3], 0, 0, 0) : b.Float([3], -0.3, 0.2),
            b.Float([3], 0.7, 2), b.Float([3], 0.1, 0.9), b.Float([4, 3], 1.6, 3).ToAxis(Particles), b.Float([3], 0.6, 3),
        ];
        foreach (var family in Enum.GetValues<TruncatedFamily>())
        {
            yield return Case<TruncatedLogDensity>($"{family}", b => Tensor.Create(new TruncatedLogDensity(family), Free(b, family))) with { IsFirstOrderOnly = true };
            yield return Case<TruncatedScore>($"in scale, {family}", b => Tensor.Create(new TruncatedScore(family, 2), At(b, b.Fixed([3], 1, 1.5, 4))));
            yield return Case<TruncatedProbability>($"{family}", b => Tensor.Create(new TruncatedProbability(family, IsAbove: false, IsLog: false), Free(b, family))) with { IsFirstOrderOnly = true };
            yield return Case<TruncatedProbability>($"{family}, logarithm above", b => Tensor.Create(new TruncatedProbability(family, IsAbove: true, IsLog: true), Free(b, family))) with { IsFirstOrderOnly = true };
            yield return Case<TruncatedDistance>($"{family}", b => Tensor.Create(new TruncatedDistance(family), At(b, b.Fixed([3], 0.1, 0.4, 0.9))));
            yield return Case<TruncatedValue>($"{family}", b => Tensor.Create(new TruncatedValue(family), [.. At(b, b.Fixed([3], 0.1, 0.2, 0.3)), b.Fixed([3], 0.1, 0.4, 0.9)]));
            yield return Case<TruncatedPathDerivative>($"{family}", b => Tensor.Create(new TruncatedPathDerivative(family, 4, IsDistance: false), At(b, b.Fixed([3], 1, 1.5, 4))));
            foreach (var moment in Enum.GetValues<TruncatedMoment>())
            {
                yield return Case<TruncatedMomentFunction>(
                    $"{moment}, {family}", b => Tensor.Create(new TruncatedMomentFunction(family, moment), [.. Free(b, family)[..5], b.Fixed([3], 3, 0.6, 1)]));
            }
        }
    }

    private static Tensor VonMises(bool isAbove, bool isLog, Tensor x, Tensor loc, Tensor concentration) =>
        Tensor.Create(new VonMisesProbability(isAbove, isLog), global::DiffProb.Elementwise.Promote(true, x, loc, concentration));

    private static IEnumerable<Row> ShapeChanges() =>
    [
        Case<BroadcastTo>("vector to matrix", b => b.Float([3], -2, 2).BroadcastTo(Shape.Of(2, 3))),
        Case<BroadcastTo>("inner ones", b => b.Float([2, 1, 3], -2, 2).BroadcastTo(Shape.Of(4, 2, 5, 3))),
        Case<BroadcastTo>("scalar along an axis", b => b.Float([4], -2, 2).ToAxis(Particles).BroadcastTo(Shape.Of(2, 3))),
        Case<BroadcastTo>("to nothing", b => b.Float([1], -2, 2).BroadcastTo(Shape.Of(0))),
        Case<Reshape>("matrix to vector", b => b.Float([2, 3], -2, 2).Reshape(6)),
        Case<Reshape>("along an axis", b => b.Float([4, 2, 3], -2, 2).ToAxis(Particles).Reshape(3, 2)),
        Case<Reshape>("truth", b => b.Truth([2, 3]).Reshape(3, 2)),
        Case<Transpose>("matrix", b => b.Float([2, 3], -2, 2).Transpose()),
        Case<Transpose>("order", b => b.Float([2, 3, 4], -2, 2).Transpose(2, 0, 1)),
        Case<Transpose>("along an axis", b => b.Float([4, 2, 3], -2, 2).ToAxis(Particles).Transpose()),
        Case<Transpose>("large", b => b.Float([67, 129], -2, 2).Transpose(), isLarge: true),
        Case<Slice>("middle", b => b.Float([7], -2, 2).Slice(0, 2, 5)),
        Case<Slice>("step", b => b.Float([2, 7], -2, 2).Slice(1, 1, 6, 2)),
        Case<Slice>("negative", b => b.Float([7], -2, 2).Slice(0, -3, -1)),
        Case<Slice>("nothing", b => b.Float([7], -2, 2).Slice(0, 3, 3)),
        Case<Slice>("along an axis", b => b.Float([4, 3, 2], -2, 2).ToAxis(Particles).Slice(0, 1, 3)),
        Case<Embed>("step", b => Tensor.Create(new Embed(1, 1, 2, 6), b.Float([2, 3], -2, 2))),
        Case<Embed>("along an axis", b => Tensor.Create(new Embed(0, 1, 1, 4), b.Float([4, 2], -2, 2).ToAxis(Particles))),
        Case<Concatenate>("vectors", b => Shapes.Concatenate([b.Float([2], -2, 2), b.Float([3], -2, 2), b.Float([1], -2, 2)])),
        Case<Concatenate>("second dimension", b => Shapes.Concatenate([b.Float([2, 1], -2, 2), b.Float([2, 3], -2, 2)], -1)),
        Case<Concatenate>("axes on some", b => Shapes.Concatenate([b.Float([4, 2], -2, 2).ToAxis(Particles), b.Float([3], -2, 2), b.Float([2, 1], -2, 2).ToAxis(Values)])),
        Case<Concatenate>("one of them empty", b => Shapes.Concatenate([b.Float([0, 2], -2, 2), b.Float([3, 2], -2, 2)])),
        Case<Concatenate>("types", b => Shapes.Concatenate([b.Whole([2], 9), b.Float([3], -2, 2)])),
        Case<ColumnAt>("last dimension", b => ColumnAt.Of(b.Float([4, 3], -2, 2), new(null, 0), 1)),
        Case<ColumnAt>("middle dimension along an axis", b => ColumnAt.Of(b.Float([4, 2, 3, 2], -2, 2).ToAxis(Particles), new(null, 1), 2)),
        Case<ColumnAt>("inner axis", b => ColumnAt.Of(b.Float([4, 3, 2], -2, 2).ToAxis(Particles).ToAxis(Rows), ShortDimension.Along(Rows), 2)),
        Case<ColumnAt>("truth", b => ColumnAt.Of(b.Truth([4, 3]), new(null, 0), 0)),
        Case<FromColumns>("last dimension", b => Tensor.Create(new FromColumns(new(null, 0)), b.Float([4], -2, 2), b.Float([4], -2, 2), b.Float([4], -2, 2))),
        Case<FromColumns>("first dimension, axes on some", b => Tensor.Create(new FromColumns(new(null, 1)), b.Float([4, 2], -2, 2).ToAxis(Particles), b.Float([2], -2, 2))),
        Case<FromColumns>("truth", b => Tensor.Create(new FromColumns(new(null, 0)), b.Truth([5]), b.Truth([5]))),
        Case<FromColumns>("large", b => Tensor.Create(new FromColumns(new(null, 0)), b.Float([40_001], -2, 2), b.Float([40_001], -2, 2)), isLarge: true),
        Case<FromColumns>("large rows", b => Tensor.Create(new FromColumns(new(null, 1)), b.Float([2011, 37], -2, 2), b.Float([2011, 37], -2, 2)), isLarge: true),
    ];

    private static IEnumerable<Row> AxisChanges() =>
    [
        Case<ToAxis>("vector", b => b.Float([4], -2, 2).ToAxis(Particles)),
        Case<ToAxis>("second axis", b => b.Float([3, 4, 2], -2, 2).ToAxis(Rows).ToAxis(Particles)),
        Case<ToAxis>("first in memory", b => b.Float([4, 3, 2], -2, 2).ToAxis(Particles).ToAxis(Rows)),
        Case<FromAxis>("outer axis", b => b.Float([4, 3, 2], -2, 2).ToAxis(Particles).ToAxis(Rows).FromAxis(Particles)),
        Case<FromAxis>("inner axis", b => b.Float([4, 3, 2], -2, 2).ToAxis(Particles).ToAxis(Rows).FromAxis(Rows)),
        Case<ExpandAlong>("new axis", b => b.Float([2], -2, 2).ExpandAlong(Axes.Of(Particles))),
        Case<ExpandAlong>("one more axis", b => b.Float([3, 2], -2, 2).ToAxis(Rows).ExpandAlong(Axes.Of(Particles, Rows))),
        Case<SumOver>("one axis", b => b.Float([4, 2], -2, 2).ToAxis(Particles).SumOver(Axes.Of(Particles))),
        Case<SumOver>("inner of two", b => b.Float([4, 3, 2], -2, 2).ToAxis(Particles).ToAxis(Rows).SumOver(Axes.Of(Rows))),
        Case<SumOver>("outer of two", b => b.Float([4, 3, 2], -2, 2).ToAxis(Particles).ToAxis(Rows).SumOver(Axes.Of(Particles))),
        Case<SumOver>("around another", b => b.Float([4, 2, 3, 2], -2, 2).ToAxis(Particles).ToAxis(Values).ToAxis(Rows).SumOver(Axes.Of(Particles, Rows))),
        Case<SumOver>("large", b => b.Float([20_011], 1, 2).ToAxis(Particles with { Size = 20_011 }).SumOver(Axes.Of(Particles with { Size = 20_011 })), isLarge: true),
        Case<SumOver>("large rows", b => b.Float([2011, 37], -2, 2).ToAxis(Particles with { Size = 2011 }).SumOver(Axes.Of(Particles with { Size = 2011 })), isLarge: true),
        Case<FromColumns>("an axis inside of another", b => Tensor.Create(new FromColumns(ShortDimension.Along(Values)), b.Float([4, 3], -2, 2).ToAxis(Particles), b.Float([3], -2, 2))),
        Case<SumOver>("few large rows", b => b.Float([4, 20_011], -2, 2).ToAxis(Particles).SumOver(Axes.Of(Particles)), isLarge: true),
    ];

    private static IEnumerable<Row> Folds() =>
    [
        .. Fold<Sum>((x, d) => x.Sum(d)),
        .. Fold<Max>((x, d) => x.Max(d)),
        .. Fold<ArgMax>((x, d) => x.ArgMax(d)),
        .. Fold<LogSumExp>((x, d) => x.LogSumExp(d)),
        .. Fold<CumSum>((x, d) => x.CumSum(d)),
        .. Fold<CumSum>((x, d) => x.CumSum(d, reverse: true), ", reverse"),
        Case<Sum>("whole", b => b.Whole([2, 5], 9).Sum(1)),
        Case<Sum>("truth", b => b.Truth([9]).Sum()),
        Case<Sum>("nothing", b => b.Float([0, 3], -2, 2).Sum(0)),
        Case<Sum>("large", b => b.Float([20_011], 1, 2).Sum(), isLarge: true),
        Case<Max>("ties", b => b.Float([4], 1, 3, 3, 2).Max(), isEdge: true),
        Case<Max>("whole", b => b.Whole([2, 5], 99).Max(1)),
        Case<ArgMax>("ties and NaN", b => b.Float([3, 3], 1, 3, 3, 2, double.NaN, 5, 7, 7, 7).ArgMax(), isEdge: true),
        Case<ArgSort>("rows", b => Tensor.Create(new ArgSort(), b.Float([3, 5], -2, 2))),
        Case<ArgSort>("ties", b => Tensor.Create(new ArgSort(), b.Fixed([5], 1, 3, 3, -2, 1)), isEdge: true),
        Case<BinomialDraw>("few and many", b => Tensor.Create(new BinomialDraw("x", Axes.Of(Particles)), b.Fixed([3], 5, 400, 0), b.Fixed([3], 0.3, 0.6, 0.5))),
        Case<HypergeometricDraw>("few and many", b => Tensor.Create(new HypergeometricDraw("x", Axes.Of(Particles)), b.Fixed([2], 50, 4000), b.Fixed([2], 5, 900), b.Fixed([2], 10, 700))),
        Case<BinomialQuantileFunction>("of a count", b => Tensor.Create(new BinomialQuantileFunction(false), b.Fixed([3], 0.1, 0.5, 0.999), b.Fixed([3], 10, 10, 10), b.Fixed([3], 0.3, 0.3, 0.3))),
        Case<BinomialQuantileFunction>("before failures", b => Tensor.Create(new BinomialQuantileFunction(true), b.Fixed([3], 0.1, 0.5, 0.999), b.Fixed([3], 2.5, 2.5, 2.5), b.Fixed([3], 0.3, 0.3, 0.3))),
        Case<FirstAccepted>("rows of three", b => Acceptance.First("z", b.Float([3, 4], -2, -0.1), b.Float([3, 4], -6, -2))),
        Case<FirstAccepted>("along an axis", b => Acceptance.First("z", b.Float([4, 3, 2], -2, -0.1).ToAxis(Particles), b.Fixed([3, 2], -1.5, -4, -2.5, -1, -9, -9))),
        Case<ArgMax>("whole", b => b.Whole([2, 5], 99).ArgMax(0)),
        Case<LogSumExp>("infinite", b => b.Float([4, 2], Inf, 1, -Inf, 2, -Inf, -Inf, double.NaN, 1).LogSumExp(1), isEdge: true),
        Case<LogSumExp>("far out", b => b.Float([2, 2], 800, 801, -800, -801).LogSumExp(1)),
        Case<CumSum>("short rows along an axis", b => b.Float([7001, 3], -2, 2).ToAxis(Many).CumSum(), isLarge: true),
        Case<CumSum>("short rows along an axis, reverse", b => b.Float([7001, 3], -2, 2).ToAxis(Many).CumSum(reverse: true), isLarge: true),
        Case<CumSum>("long rows along an axis", b => b.Float([4, 100], -2, 2).ToAxis(Particles).CumSum()),
        Case<CumSum>("whole", b => b.Whole([2, 5], 9).CumSum(1)),
    ];

    private static IEnumerable<Row> Indices() =>
    [
        Case<Gather>("scalar index", b => b.Float([5], -2, 2).Gather(b.Whole([], 5))),
        Case<Gather>("scalar index along an axis that x lacks", b => b.Float([5, 2], -2, 2).Gather(b.Whole([4], 5).ToAxis(Particles))),
        Case<Gather>("one of each row along an axis", b => b.Float([4, 5], -2, 2).ToAxis(Particles).Gather(b.Whole([4], 5).ToAxis(Particles))),
        Case<Gather>("one place of each row along an axis", b => b.Float([4, 5], -2, 2).ToAxis(Particles).Gather(b.Whole([], 5))),
        Case<Gather>("one of each row along axes in turn", b => b.Float([4, 5], -2, 2).ToAxis(Particles).Gather(b.Whole([3], 5).ToAxis(Rows))),
        Case<Gather>("one of each of many rows", b => b.Float([7001, 3], -2, 2).ToAxis(Many).Gather(b.Whole([7001], 3).ToAxis(Many)), isLarge: true),
        Case<Gather>("axes on both", b => b.Float([3, 5, 2], -2, 2).ToAxis(Rows).Gather(b.Whole([4, 3], 5).ToAxis(Particles))),
        Case<Gather>("matrix of indices, middle dimension", b => b.Float([2, 5, 3], -2, 2).Gather(b.Whole([2, 4], 5), 1)),
        Case<Gather>("last dimension", b => b.Float([2, 5], -2, 2).Gather(b.Whole([3], 5), -1)),
        Case<Gather>("no indices", b => b.Float([5, 2], -2, 2).Gather(b.Whole([0], 5))),
        Case<Gather>("whole numbers", b => b.Whole([5], 9).Gather(b.Whole([3], 5))),
        Case<Gather>("large", b => b.Float([50, 3], -2, 2).Gather(b.Whole([7001], 50)), isLarge: true),
        Case<ScatterAdd>("repeated indices", b => Tensor.Create(new ScatterAdd(0, 3), b.Float([6, 2], -2, 2), b.Whole([6], 3))),
        Case<ScatterAdd>("scalar index along an axis", b => Tensor.Create(new ScatterAdd(0, 5), b.Float([2], -2, 2), b.Whole([4], 5).ToAxis(Particles))),
        Case<ScatterAdd>("one into each row along an axis", b => Tensor.Create(new ScatterAdd(0, 5), b.Float([4], -2, 2).ToAxis(Particles), b.Whole([4], 5).ToAxis(Particles))),
        Case<ScatterAdd>("one number into each row along an axis", b => Tensor.Create(new ScatterAdd(0, 5), b.Float([], -2, 2), b.Whole([4], 5).ToAxis(Particles))),
        Case<ScatterAdd>("one into each of many rows", b => Tensor.Create(new ScatterAdd(0, 3), b.Float([7001], -2, 2).ToAxis(Many), b.Whole([7001], 3).ToAxis(Many)), isLarge: true),
        Case<ScatterAdd>("matrix of indices, middle dimension", b => Tensor.Create(new ScatterAdd(1, 5), b.Float([2, 2, 4, 3], -2, 2), b.Whole([2, 4], 5))),
        Case<TakeAlong>("last dimension", b => b.Float([3, 5], -2, 2).TakeAlong(b.Whole([3, 2], 5))),
        Case<TakeAlong>("first dimension, broadcast", b => b.Float([5, 1], -2, 2).TakeAlong(b.Whole([2, 3], 5), 0)),
        Case<TakeAlong>("axes on both", b => b.Float([4, 3, 5], -2, 2).ToAxis(Particles).TakeAlong(b.Whole([2, 3, 1], 5).ToAxis(Values))),
        Case<AddAlong>("last dimension", b => Tensor.Create(new AddAlong(1, 5), b.Float([3, 4], -2, 2), b.Whole([3, 4], 5))),
        Case<AddAlong>("first dimension along an axis", b => Tensor.Create(new AddAlong(0, 2), b.Float([3, 2], -2, 2), b.Whole([4, 3, 2], 2).ToAxis(Particles))),
        Case<OneHot>("scalar", b => b.Whole([], 4).OneHot(4)),
        Case<OneHot>("matrix", b => b.Whole([2, 3], 4).OneHot(4)),
        Case<OneHot>("along an axis", b => b.Whole([4], 3).ToAxis(Particles).OneHot(3)),
        Case<CheckedIndices>("along an axis", b => Tensor.Create(new CheckedIndices("Gather", 9), b.Whole([4, 3], 9).ToAxis(Particles))),
    ];

    private static IEnumerable<Row> Pictures() =>
    [
        Case<GridSample>("one channel", b => Read(b.Float([1, 3, 4], -2, 2), Points(b, 2, 3))),
        Case<GridSample>("border", b => Read(b.Float([2, 3, 4], -2, 2), Points(b, 2, 3), Padding.Border)),
        Case<GridSample>("nearest", b => Read(b.Float([2, 3, 4], -2, 2), Points(b, 2, 3), Padding.Zeros, Interpolation.Nearest)),
        Case<GridSample>("nearest, border", b => Read(b.Float([2, 3, 4], -2, 2), Points(b, 2, 3), Padding.Border, Interpolation.Nearest)),
        Case<GridSample>("one pixel", b => Read(b.Float([1, 1, 1], -2, 2), Points(b, 2, 3))),
        Case<GridSample>("one pixel, border", b => Read(b.Float([1, 1, 1], -2, 2), Points(b, 2, 3), Padding.Border)),
        Case<GridSample>("no points", b => Read(b.Float([2, 3, 4], -2, 2), b.Float([0, 3, 2], -2, 2))),
        Case<GridSample>("axis on the picture", b => Read(b.Float([4, 2, 3, 4], -2, 2).ToAxis(Particles), Points(b, 2, 3))),
        Case<GridSample>("axis on the points", b => Read(b.Float([2, 3, 4], -2, 2), Points(b, 4, 2, 3).ToAxis(Particles))),
        Case<GridSample>("axes on both, leading dimensions broadcast", b => Read(b.Float([4, 2, 1, 1, 3, 4], -2, 2).ToAxis(Particles), Points(b, 3, 4, 3, 1, 2).ToAxis(Rows).ToAxis(Particles))),
        Case<GridSample>("slope along rows", b => Read(b.Float([2, 3, 4], -2, 2), Points(b, 2, 3), isSlopeX: true)),
        Case<GridSample>("slope along columns, border", b => Read(b.Float([4, 2, 3, 4], -2, 2).ToAxis(Particles), Points(b, 2, 3), Padding.Border, isSlopeY: true)),
        Case<GridSample>("both slopes", b => Read(b.Float([2, 3, 4], -2, 2), Points(b, 4, 2, 3).ToAxis(Particles), isSlopeX: true, isSlopeY: true)),
        Case<GridSample>("large", b => Read(b.Float([2, 31, 40], -2, 2), Points(b, 50, 23)), isLarge: true),
        Case<GridSample>("large, axis on the points", b => Read(b.Float([1, 31, 40], -2, 2), Points(b, 4, 17, 23).ToAxis(Particles), Padding.Border), isLarge: true),
        .. OddPoints<GridSample>((b, points, padding, interpolation) => Read(b.Float([2, 3, 4], -2, 2), points, padding, interpolation)),
        Case<GridScatter>("one channel", b => Add(b.Float([1, 2, 3], -2, 2), Points(b, 2, 3))),
        Case<GridScatter>("border", b => Add(b.Float([2, 2, 3], -2, 2), Points(b, 2, 3), Padding.Border)),
        Case<GridScatter>("nearest", b => Add(b.Float([2, 2, 3], -2, 2), Points(b, 2, 3), Padding.Zeros, Interpolation.Nearest)),
        Case<GridScatter>("no points", b => Add(b.Float([2, 0, 3], -2, 2), b.Float([0, 3, 2], -2, 2))),
        Case<GridScatter>("axis on the values", b => Add(b.Float([4, 2, 2, 3], -2, 2).ToAxis(Particles), Points(b, 2, 3))),
        Case<GridScatter>("axis on the points", b => Add(b.Float([2, 2, 3], -2, 2), Points(b, 4, 2, 3).ToAxis(Particles))),
        Case<GridScatter>("axes on both, leading dimensions broadcast", b => Add(b.Float([4, 2, 1, 1, 1, 2], -2, 2).ToAxis(Particles), Points(b, 3, 4, 3, 1, 2).ToAxis(Rows).ToAxis(Particles))),
        Case<GridScatter>("slope along columns", b => Add(b.Float([2, 2, 3], -2, 2), Points(b, 2, 3), isSlopeY: true)),
        Case<GridScatter>("slope along rows, border", b => Add(b.Float([2, 2, 3], -2, 2), Points(b, 4, 2, 3).ToAxis(Particles), Padding.Border, isSlopeX: true)),
        Case<GridScatter>("both slopes", b => Add(b.Float([2, 2, 3], -2, 2), Points(b, 2, 3), isSlopeX: true, isSlopeY: true)),
        Case<GridScatter>("large", b => Add(b.Float([3, 50, 23], -2, 2), Points(b, 50, 23)), isLarge: true),
        .. OddPoints<GridScatter>((b, points, padding, interpolation) => Add(b.Float([2, 4, 10], -2, 2), points, padding, interpolation)),
    ];

    private static IEnumerable<Row> Matrices() =>
    [
        Case<MatMul>("matrices", b => b.Float([2, 3], -2, 2).MatMul(b.Float([3, 4], -2, 2))),
        Case<MatMul>("batches broadcast", b => b.Float([2, 1, 2, 3], -2, 2).MatMul(b.Float([3, 3, 2], -2, 2))),
        Case<MatMul>("axes on the left", b => b.Float([4, 2, 3], -2, 2).ToAxis(Particles).MatMul(b.Float([3, 2], -2, 2))),
        Case<MatMul>("axes on both, batches on the right", b => b.Float([4, 2, 3], -2, 2).ToAxis(Particles).MatMul(b.Float([3, 2, 3, 2], -2, 2).ToAxis(Rows))),
        Case<MatMul>("rows left over", b => b.Float([7, 5], -2, 2).MatMul(b.Float([5, 19], -2, 2))),
        Case<MatMul>("nothing inside", b => b.Float([2, 0], -2, 2).MatMul(b.Float([0, 3], -2, 2))),
        Case<MatMul>("whole", b => b.Whole([2, 3], 9).MatMul(b.Whole([3, 2], 9))),
        Case<MatMul>("large", b => b.Float([61, 307], -2, 2).MatMul(b.Float([307, 53], -2, 2)), isLarge: true),
        Case<MatMul>("large batch", b => b.Float([30, 13, 17], -2, 2).MatMul(b.Float([30, 17, 11], -2, 2)), isLarge: true),
        Case<Diagonal>("matrix", b => b.Float([3, 3], -2, 2).Diagonal()),
        Case<Diagonal>("batch along an axis", b => b.Float([4, 2, 3, 3], -2, 2).ToAxis(Particles).Diagonal()),
        Case<DiagonalMatrix>("vector", b => b.Float([3], -2, 2).DiagonalMatrix()),
        Case<DiagonalMatrix>("batch along an axis", b => b.Float([4, 2, 3], -2, 2).ToAxis(Particles).DiagonalMatrix()),
        Case<Triangle>("lower", b => b.Float([3, 4], -2, 2).Tril()),
        Case<Triangle>("strictly lower", b => b.Float([2, 4, 3], -2, 2).Tril(-1)),
        Case<Triangle>("upper along an axis", b => b.Float([4, 3, 3], -2, 2).ToAxis(Particles).Triu(1)),
        Case<PositiveDefiniteTest>("matrix", b => b.PositiveDefinite([], 4).IsPositiveDefinite()),
        Case<PositiveDefiniteTest>("one that is not", b => (b.PositiveDefinite([4], 3).ToAxis(Particles) - (9.0 * Factorizations.Identity(3))).IsPositiveDefinite()),
        Case<Cholesky>("matrix", b => b.PositiveDefinite([], 4).Cholesky()),
        Case<Cholesky>("one by one", b => b.PositiveDefinite([], 1).Cholesky()),
        Case<Cholesky>("batch", b => b.PositiveDefinite([2, 3], 2).Cholesky()),
        Case<Cholesky>("along an axis", b => b.PositiveDefinite([4], 3).ToAxis(Particles).Cholesky()),
        Case<Cholesky>("large", b => b.PositiveDefinite([9], 23).Cholesky(), isLarge: true),
        .. Solves("lower", lower: true, transposed: false),
        .. Solves("upper", lower: false, transposed: false),
        .. Solves("lower transposed", lower: true, transposed: true),
        .. Solves("upper transposed", lower: false, transposed: true),
        Case<Solve>("matrix", b => b.Regular([], 3).Solve(b.Float([3, 2], -2, 2))),
        Case<Solve>("transposed", b => Tensor.Create(new Solve(true), b.Regular([], 3), b.Float([3, 2], -2, 2))),
        Case<Solve>("broadcast batch along an axis", b => b.Regular([4], 3).ToAxis(Particles).Solve(b.Float([2, 3, 1], -2, 2))),
        Case<Solve>("rows must be exchanged", b => b.Float([3, 3], 0, 1, 2, 3, 0.1, 0, 1, 4, 0.2).Solve(b.Float([3, 2], -2, 2))),
        Case<LogDet>("matrix", b => b.PositiveDefinite([], 3).LogDet()),
        Case<LogDet>("odd permutation", b => b.Float([2, 2], 0.1, -2, 1, 0.3).LogDet()),
        Case<LogDet>("batch along an axis", b => b.PositiveDefinite([4, 2], 2).ToAxis(Particles).LogDet()),
        Case<LogDet>("negative", b => b.Float([2, 2], 0, 1, 1, 0).LogDet(), isEdge: true),
    ];

    private static IEnumerable<Row> Draws() =>
    [
        Case<Noise>("uniform", _ => Tensor.Create(new Noise(NoiseLaw.Uniform, "u", Shape.Of(3), Axes.Of(Particles)))),
        Case<Noise>("normal", _ => Tensor.Create(new Noise(NoiseLaw.StandardNormal, "n", Shape.Of(2, 3), Axes.None))),
        Case<Noise>("large", _ => Tensor.Create(new Noise(NoiseLaw.StandardNormal, "n", Shape.Of(8643), Axes.None)), isLarge: true),
        Case<VonMisesDraw>("axes", b => Tensor.Create(new VonMisesDraw("t", Axes.Of(Particles)), b.Float([3], -3, 3), b.Float([3], 0.3, 4))),
        Case<LogGammaDraw>("axes", b => Tensor.Create(new LogGammaDraw("g", Axes.Of(Particles)), b.Float([3], 0.3, 4))),
        Case<BetaLogitDraw>("axes", b => Tensor.Create(new BetaLogitDraw("b", Axes.Of(Particles)), b.Float([3], 0.3, 4), b.Float([3], 0.3, 4))),
        Case<PoissonDraw>("axes", b => Tensor.Create(new PoissonDraw("p", Axes.Of(Particles)), b.Float([3], 0.3, 40))),
        Case<LogGammaDraw>("large", b => Tensor.Create(new LogGammaDraw("g", Axes.Of(Particles)), b.Float([1111], 0.3, 4)), isLarge: true),
        Case<PartLogits>("rows", b => PartLogits.Of(b.Float([3, 4], -2, 2))),
        Case<PartLogits>("nearly all", b => PartLogits.Of(b.Float([2, 3], -900, 900, 3, 40, 0.1, -40))),
        Case<GammaPathDerivative>("vector", b => Tensor.Create(new GammaPathDerivative(), b.Fixed([4], 0.4, 1.5, 3, 12), b.Float([4], -1, 1.5))),
        Case<BetaPathDerivative>("first", b => Tensor.Create(new BetaPathDerivative(0), b.Fixed([3], 0.4, 1.5, 3), b.Fixed([3], 2, 0.7, 4), b.Float([3], -1, 1.5))),
        Case<BetaPathDerivative>("second", b => Tensor.Create(new BetaPathDerivative(1), b.Fixed([3], 0.4, 1.5, 3), b.Fixed([3], 2, 0.7, 4), b.Float([3], -1, 1.5))),
        Case<ScaledOddsPathDerivative>("vector", b => Tensor.Create(new ScaledOddsPathDerivative(), b.Fixed([4], 0.5, 1.5, 3, 12), b.Fixed([4], 2, 0.7, 4, 30), b.Float([4], -1, 1.5))),
        Case<SubsetDraw>("rows of a minibatch", _ => Tensor.Create(new SubsetDraw("s", 5, 20))),
    ];

    private static IEnumerable<Row> Opaque()
    {
        var cubes = TensorFunction.Of("cubes", Shape.Of(3), x => [.. x.Select(v => v * v * v)], Dependence.Smooth, (x, _, adjoint) => 3.0 * adjoint * x.Square());
        var total = TensorFunction.OfMany(
            "total", Shape.Scalar, x => [x[0].Sum() + (2.0 * x[1].Sum())], Dependence.Affine, (x, _, adjoint) => [adjoint.BroadcastTo(x[0].Shape), (2.0 * adjoint).BroadcastTo(x[1].Shape)]);
        var count = TensorFunction.Of("count", Shape.Scalar, x => [x.Count(v => v > 0)]);
        return
        [
            Case<OpaqueFunction>("with a derivative", b => cubes.Apply(b.Float([3], -2, 2))),
            Case<OpaqueFunction>("along an axis", b => cubes.Apply(b.Float([4, 3], -2, 2).ToAxis(Particles))),
            Case<OpaqueFunction>("two inputs with different axes", b => total.Apply(b.Float([4, 2], -2, 2).ToAxis(Particles), b.Float([3, 2], -2, 2).ToAxis(Rows))),
            Case<OpaqueFunction>("a step", b => count.Apply(b.Float([5], -2, 2))),
        ];
    }

    private static Tensor Read(
        Tensor picture, Tensor points, Padding padding = Padding.Zeros, Interpolation interpolation = Interpolation.Bilinear, bool isSlopeX = false, bool isSlopeY = false) =>
        Tensor.Create(new GridSample(new(interpolation, padding, isSlopeX, isSlopeY)), picture, points);

    private static Tensor Add(
        Tensor values, Tensor points, Padding padding = Padding.Zeros, Interpolation interpolation = Interpolation.Bilinear, bool isSlopeX = false, bool isSlopeY = false) =>
        Tensor.Create(new GridScatter(new(interpolation, padding, isSlopeX, isSlopeY), 3, 4), values, points);

    // Within and without a picture of 3 by 4 pixels, and far from whole pixels and halves, where slopes or nearest pixels change.
    private static Tensor Points(ExampleInputs b, params int[] lead)
    {
        int[] shape = [.. lead, 2];
        return b.Float(shape, 0.55, 0.95) + (b.Whole(shape, 7) - 2) - (0.5 * b.Whole(shape, 2));
    }

    // At whole pixels, the border and halves, NaN and infinite.
    private static IEnumerable<Row> OddPoints<T>(Func<ExampleInputs, Tensor, Padding, Interpolation, Tensor> build)
        where T : Operation
    {
        double[] odd = [-1, -0.5, 0, 1, 2, 3, Inf, -Inf, double.NaN, 1e300];
        double[] few = [0.5, 2, -1e9, double.NaN];
        var values = few.SelectMany(y => odd.SelectMany(x => new[] { x, y })).ToArray();
        return from padding in Enum.GetValues<Padding>()
               from interpolation in Enum.GetValues<Interpolation>()
               select Case<T>($"edges, {padding}, {interpolation}", b => build(b, b.Float([4, 10, 2], values), padding, interpolation), isEdge: true);
    }

    private static Tensor Doubled(Tensor x, Tensor factor, bool isInverse) =>
        Image.Of("multiplied", isInverse, x, Shape.Broadcast(x, factor), () => isInverse ? x / factor : x * factor, [factor]);

    private static Tensor WithTails(Tensor x) => Probabilities.WithComplement(x.Sigmoid(), (-x).Sigmoid());

    private static Tensor PowerComplement(Tensor a, Tensor x) => LogExponentials.LogPowerComplement(a, x.Log(), (-x).Log1p());

    private static Tensor GammaDensity(Tensor a, Tensor x) => GammaForms.LogGammaDensity(a, x, x.Log());

    private static double Inf => double.PositiveInfinity;

    private static double[] Oddities => [0.0, -0.0, 1.0, -1.0, 1e-320, 1e308, -1e308, Inf, -Inf, double.NaN];

    private static Tensor Edge(ExampleInputs b, double[] values) => b.Float([values.Length], values);

    private static Row Case<T>(string name, Func<ExampleInputs, Tensor> build, bool isEdge = false, bool isLarge = false)
        where T : Operation => new(typeof(T), $"{typeof(T).Name}: {name}", build, isEdge, isLarge);

    private static IEnumerable<Row> Unary<T>(Func<Tensor, Tensor> f, double low, double high)
        where T : Operation =>
    [
        Case<T>("scalar", b => f(b.Float([], low, high))),
        Case<T>("vector", b => f(b.Float([5], low, high))),
        Case<T>("matrix, more than a vector register", b => f(b.Float([3, 6], low, high))),
        Case<T>("nothing", b => f(b.Float([0], low, high))),
        Case<T>("along an axis", b => f(b.Float([4, 2], low, high).ToAxis(Particles))),
        Case<T>("large", b => f(b.Float([67, 129], low, high)), isLarge: true),
        Case<T>("edges", b => f(Edge(b, Oddities)), isEdge: true),
    ];

    private static IEnumerable<Row> Binary<T>(Func<Tensor, Tensor, Tensor> f, double low, double high)
        where T : Operation =>
    [
        Case<T>("scalars", b => f(b.Float([], low, high), b.Float([], low, high))),
        Case<T>("vectors", b => f(b.Float([5], low, high), b.Float([5], low, high))),
        Case<T>("scalar and vector", b => f(b.Float([], low, high), b.Float([4], low, high))),
        Case<T>("matrix and vector", b => f(b.Float([2, 3], low, high), b.Float([3], low, high))),
        Case<T>("column and row", b => f(b.Float([2, 1], low, high), b.Float([1, 3], low, high))),
        Case<T>("nothing", b => f(b.Float([0, 3], low, high), b.Float([3], low, high))),
        Case<T>("axis on the left", b => f(b.Float([4, 3], low, high).ToAxis(Particles), b.Float([3], low, high))),
        Case<T>("axis on the right", b => f(b.Float([2, 3], low, high), b.Float([4], low, high).ToAxis(Particles))),
        Case<T>("different axes", b => f(b.Float([4, 2], low, high).ToAxis(Particles), b.Float([3, 2, 1], low, high).ToAxis(Rows))),
        Case<T>("large", b => f(b.Float([67, 129], low, high), b.Float([129], low, high)), isLarge: true),
    ];

    private static IEnumerable<Row> Edges2<T>(Func<Tensor, Tensor, Tensor> f)
        where T : Operation =>
        [Case<T>("edges", b => f(Edge(b, Oddities).Unsqueeze(1), Edge(b, Oddities)), isEdge: true)];

    private static IEnumerable<Row> Fold<T>(Func<Tensor, int, Tensor> f, string note = "")
        where T : Operation =>
    [
        Case<T>("vector" + note, b => f(b.Float([5], -2, 2), 0)),
        Case<T>("one element" + note, b => f(b.Float([1], -2, 2), 0)),
        Case<T>("first dimension" + note, b => f(b.Float([3, 4], -2, 2), 0)),
        Case<T>("last dimension" + note, b => f(b.Float([3, 4], -2, 2), -1)),
        Case<T>("middle dimension" + note, b => f(b.Float([2, 3, 2], -2, 2), 1)),
        Case<T>("along axes" + note, b => f(b.Float([4, 3, 2], -2, 2).ToAxis(Particles), 0)),
        Case<T>("large first dimension" + note, b => f(b.Float([129, 67], -2, 2), 0), isLarge: true),
        Case<T>("large last dimension" + note, b => f(b.Float([67, 129], -2, 2), 1), isLarge: true),
    ];

    private static IEnumerable<Row> Solves(string name, bool lower, bool transposed) =>
    [
        Case<TriangularSolve>(name, b => b.Regular([], 3).TriangularSolve(b.Float([3, 2], -2, 2), lower, transposed)),
        Case<TriangularSolve>(name + ", batch of matrices", b => b.Regular([2], 3).TriangularSolve(b.Float([3, 1], -2, 2), lower, transposed)),
        Case<TriangularSolve>(name + ", axes on the right sides", b => b.Regular([2], 2).TriangularSolve(b.Float([4, 1, 2, 2], -2, 2).ToAxis(Particles), lower, transposed)),
    ];

    private sealed record Row(Type Operation, string Name, Func<ExampleInputs, Tensor> Build, bool IsEdge, bool IsLarge)
    {
        public bool IsFirstOrderOnly { get; init; }

        public OperationExample Make()
        {
            var inputs = new ExampleInputs(Name);
            var output = Build(inputs);
            return new(Name, Operation, output, inputs.Inputs, inputs.Bindings) { IsEdge = IsEdge, IsLarge = IsLarge, IsFirstOrderOnly = IsFirstOrderOnly };
        }
    }
}
