namespace DiffProb;

/// <summary>Every special function by name: its arguments, and the relative error its docstring states.</summary>
internal static class FunctionsByName
{
    public static IReadOnlyDictionary<string, (Func<double[], double> Value, double RelativeError)> All { get; } =
        new Dictionary<string, (Func<double[], double>, double)>
        {
            ["LogGamma"] = (x => LogGamma.Of(x[0]), 1e-15),
            ["Digamma"] = (x => Digamma.Of(x[0]), 2e-15),
            ["Polygamma"] = (x => Polygamma.Of((int)x[0], x[1]), 2e-15),
            ["DigammaDifference"] = (x => DigammaDifference.Of(x[0], x[1]), 2e-15),
            ["Erf"] = (x => Erf.Of(x[0]), 5e-16),
            ["Erfc"] = (x => Erfc.Of(x[0]), 1e-15),
            ["Erfcx"] = (x => Erfcx.Of(x[0]), 1e-15),
            ["ErfInv"] = (x => ErfInv.Of(x[0]), 1e-15),
            ["Ndtr"] = (x => Ndtr.Of(x[0]), 1e-15),
            ["LogNdtr"] = (x => LogNdtr.Of(x[0]), 1e-15),
            ["Ndtri"] = (x => Ndtri.Of(x[0]), 1e-15),
            ["NdtriLog"] = (x => Ndtri.OfLog(x[0]), 1e-15),
            ["Softplus"] = (x => Softplus.Of(x[0]), 5e-16),
            ["LogSigmoid"] = (x => LogSigmoid.Of(x[0]), 5e-16),
            ["Log1mExp"] = (x => Log1mExp.Of(x[0]), 6e-16),
            ["LogAddExp"] = (x => LogAddExp.Of(x[0], x[1]), 1e-15),
            ["Log1p"] = (x => Log1p.Of(x[0]), 3e-16),
            ["Expm1"] = (x => Expm1.Of(x[0]), 4e-16),
            ["Log1pmx"] = (x => Log1pmx.Of(x[0]), 2e-15),
            ["IncompleteGammaP"] = (x => IncompleteGamma.P(x[0], x[1]), 1e-13),
            ["IncompleteGammaQ"] = (x => IncompleteGamma.Q(x[0], x[1]), 1e-13),
            ["IncompleteGammaLogP"] = (x => IncompleteGamma.LogP(x[0], x[1]), 1e-13),
            ["IncompleteGammaLogQ"] = (x => IncompleteGamma.LogQ(x[0], x[1]), 1e-13),
            ["IncompleteGammaInverseP"] = (x => IncompleteGamma.InverseP(x[0], x[1]), 1e-12),
            ["IncompleteGammaInverseQ"] = (x => IncompleteGamma.InverseQ(x[0], x[1]), 1e-12),
            ["IncompleteBeta"] = (x => IncompleteBeta.Of(x[0], x[1], x[2]), 1e-12),
            ["IncompleteBetaComplement"] = (x => IncompleteBeta.Complement(x[0], x[1], x[2]), 1e-12),
            ["IncompleteBetaInverse"] = (x => IncompleteBeta.Inverse(x[0], x[1], x[2]), 1e-12),
            ["IncompleteBetaInverseLogit"] = (x => IncompleteBeta.InverseLogit(x[0], x[1], x[2]), 1e-12),
            ["GammaGradient"] = (x => GammaGradient.LogSpace(x[0], x[1]), 1e-13),
            ["BetaGradientA"] = (x => BetaGradientOf(x).Da, 1e-12),
            ["BetaGradientB"] = (x => BetaGradientOf(x).Db, 1e-12),
            ["DigammaExcess"] = (x => DigammaExcess.Of(x[0], x[1]), 5e-15),
            ["LogGammaExcess"] = (x => DigammaExcess.Integral(x[0], x[1]), 5e-14),
            ["ScaledOddsGradient"] = (x => ScaledOddsGradient.Of(x[0], x[1], x[2]), 1e-12),
            ["InverseCloglog"] = (x => InverseCloglog.Log(x[0]), 1e-13),
            ["Cloglog"] = (x => Cloglog.OfLog(x[0]), 1e-15),
            ["LogRatio"] = (x => LogRatio.Of(x[0], x[1]), 1e-15),
            ["Log1pSquare"] = (x => Log1pSquare.Of(x[0]), 1e-15),
            ["NormalExcess"] = (x => NormalExcess.Of(x[0]), 1e-14),
            ["LogCosh"] = (x => LogCosh.Of(x[0]), 1e-15),
            ["LogErf"] = (x => LogErf.Of(x[0]), 2e-15),
            ["LogErfc"] = (x => LogErf.Complement(x[0]), 2e-15),
            ["Log1pRatio"] = (x => Log1pRatio.Of((int)x[0], x[1]), 1e-14),
            ["Expm1Ratio"] = (x => Expm1Ratio.Of((int)x[0], x[1]), 1e-14),
            ["GammaDensity"] = (x => GammaDensity.Log(x[0], x[1], Math.Log(x[1])), 1e-14),
            ["PoissonMass"] = (x => GammaDensity.LogPoisson(x[0], x[1]), 1e-14),
            ["BetaDensity"] = (x => BetaDensity.Log(x[0], x[1], x[2], Math.Log(x[2]), Log1p.Of(-x[2])), 1e-13),
            ["LogBeta"] = (x => BetaDensity.LogBeta(x[0], x[1]), 1e-15),
            ["IncompleteBetaLog"] = (x => IncompleteBeta.Log(x[0], x[1], x[2]), 1e-12),
            ["IncompleteBetaLogComplement"] = (x => IncompleteBeta.LogComplement(x[0], x[1], x[2]), 1e-12),
            ["Expm1mx"] = (x => Expm1mx.Of(x[0]), 3e-15),
            ["Deviance"] = (x => Deviance.Of(x[0], x[1]), 3e-15),
            ["DevianceOfLogs"] = (x => Deviance.OfLogs(x[0], x[1]), 3e-15),
            ["TrigammaExcess"] = (x => TrigammaExcess.Of(x[0]), 2e-15),
            ["LogGammaBregman"] = (x => LogGammaBregman.Of(x[0], x[1]), 1e-14),
            ["LogGammaSecondDifference"] = (x => LogGammaSecondDifference.Of(x[0], x[1]), 1e-14),
            ["LogMinusDigamma"] = (x => Digamma.LogMinus(x[0]), 2e-14),
            ["PoissonEntropy"] = (x => PoissonEntropy.Of((int)x[0], x[1]), 1e-12),
            ["PoissonQuantile"] = (x => PoissonQuantile.Of(x[0], x[1]), 0),
            ["PoissonQuantileComplement"] = (x => PoissonQuantile.OfComplement(x[0], x[1]), 0),
            ["LogisticNormal"] = (x => LogisticNormal.Of((int)x[0], x[1], x[2]), 1e-12),
            ["LogisticNormalVariance"] = (x => LogisticNormal.Variance(x[0], x[1]), 1e-12),
        };

    /// <summary>Those whose first argument is the order of a derivative.</summary>
    public static IReadOnlySet<string> WithOrder { get; } = new HashSet<string> { "Polygamma", "Log1pRatio", "Expm1Ratio", "PoissonEntropy", "LogisticNormal" };

    private static (double Da, double Db) BetaGradientOf(double[] x)
    {
        BetaGradient.Logit(x[0], x[1], x[2], out var da, out var db);
        return (da, db);
    }
}
