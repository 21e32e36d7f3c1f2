namespace DiffProb;

/// <summary>Operations that are computed on the host by the managed kernel, and why.</summary>
internal static class HostOperations
{
    private const string Exact = "libtorch lacks it, and in its own operations digits would be lost";
    private const string SameBits = "random numbers are those of the managed engine, bit for bit";

    public static void AddTo(KernelTable table)
    {
        table.Host<Constant>("known when compiled, copied once");
        table.Host<Leaf>("bound at each run");
        table.Host<Draw>(SameBits);
        table.Host<SubsetDraw>(SameBits);
        table.Host<ScaledErrorFunctionComplement>("TorchSharp's erfcx is erfc");
        table.Host<LogExponentiallyModified>(Exact);
        table.Host<ExponentiallyModifiedSlope>(Exact);
        table.Host<NormalExcessFunction>(Exact);
        table.Host<NormalHazard>(Exact);
        table.Host<LogSkewNormalCdf>(Exact);
        table.Host<SkewNormalSlope>(Exact);
        table.Host<ExponentiallyModifiedRatio>(Exact);
        table.Host<SkewNormalShare>(Exact);
        table.Host<ExponentiallyModifiedEntropyFunction>(Exact);
        table.Host<NormalHazardMean>(Exact);
        table.Host<ScaledExponentialIntegral>(Exact);
        table.Host<TailQuantileFunction>("libtorch lacks it");
        table.Host<LogNormalCdf>("TorchSharp lacks it, and the erfcx to build it from");
        table.Host<Log1mExpFunction>(Exact);
        table.Host<LogInverseCloglog>(Exact);
        table.Host<CloglogOfLog>(Exact);
        table.Host<LogOfProbability>(Exact);
        table.Host<LogRatioFunction>(Exact);
        table.Host<Log1pSquareFunction>(Exact);
        table.Host<Log1pRatioFunction>(Exact);
        table.Host<Expm1RatioFunction>(Exact);
        table.Host<Log1pScaled>(Exact);
        table.Host<Expm1Scaled>(Exact);
        table.Host<LogErrorFunction>(Exact);
        table.Host<LogErrorFunctionComplement>(Exact);
        table.Host<NormalQuantileOfLog>(Exact);
        table.Host<Fraction>("libtorch would give 0 / 0");
        table.Host<LogGammaDensity>("libtorch lacks it");
        table.Host<LogPoissonMass>(Exact);
        table.Host<LogBetaFunction>(Exact);
        table.Host<DigammaExcessFunction>(Exact);
        table.Host<LogGammaExcessFunction>(Exact);
        table.Host<StudentSize>(Exact);
        table.Host<LogBetaDensity>(Exact);
        table.Host<StirlingCorrectionFunction>(Exact);
        table.Host<LogMinusDigammaFunction>(Exact);
        table.Host<LogGammaSecondDifferenceFunction>(Exact);
        table.Host<Expm1mxFunction>(Exact);
        table.Host<DevianceFunction>(Exact);
        table.Host<DevianceOfLogs>(Exact);
        table.Host<TrigammaExcessFunction>(Exact);
        table.Host<LogGammaBregmanFunction>(Exact);
        table.Host<PoissonEntropyFunction>(Exact);
        table.Host<PoissonQuantileFunction>(Exact);
        table.Host<LogScaledBesselI0>(Exact);
        table.Host<BesselRatioComplement>(Exact);
        table.Host<BesselRatioFunction>(Exact);
        table.Host<BesselRatioDifference>(Exact);
        table.Host<LogBesselI0BregmanFunction>(Exact);
        table.Host<LogisticNormalMean>(Exact);
        table.Host<LogisticNormalVariance>(Exact);
        table.Host<LogIncompleteGamma>(Exact);
        table.Host<IncompleteGammaFunction>("libtorch's has nine digits");
        table.Host<IncompleteGammaInverse>("libtorch lacks it");
        table.Host<DoubleTernary>("libtorch lacks it");
        table.Host<GammaPathDerivative>("libtorch lacks it in log space");
        table.Host<BetaPathDerivative>("libtorch lacks it");
        table.Host<PartLogits>("libtorch lacks it");
        table.Host<TruncatedFunction>("libtorch lacks it");
        table.Host<OpaqueFunction>("it is the user's own function");
        table.Host<StopGradient>("engines never see it");
        table.Host<MagicBox>("engines never see it");
        table.Host<ArgSort>("ties in the order of the managed engine");
        table.Host<PositiveDefiniteTest>("a test of known numbers");
        table.Host<FirstAccepted>("it may stop the run with an error");
        table.Host<CheckedIndices>("it may stop the run with an error");
        table.Host<FromColumns>("made for loops of the managed engine");
        table.Host<ImplicitPath>("engines never see it");
        table.Host<Image>("engines never see it");
        table.Host<ProbabilityWithTails>("engines never see it");
    }
}
