namespace DiffProb;

/// <summary>Values made by the Infer.NET authors with arbitrary precision (github.com/dotnet/infer, MIT), where they lie beside the checkout.</summary>
/// <remarks>Rows with infinite arguments encode conventions of their own and are left out, as are values below the normal range.</remarks>
public sealed class ExternalReferenceTests
{
    public static TheoryData<string> Names => [.. Functions.Keys];

    private static Dictionary<string, (Func<double[], double> Value, double RelativeError)> Functions => new()
    {
        ["BetaCdf"] = (x => IncompleteBeta.Of(x[1], x[2], x[0]), 1e-12),
        ["Digamma"] = (x => Digamma.Of(x[0]), 2e-15),
        ["Erfc"] = (x => Erfc.Of(x[0]), 1e-15),
        ["ExpMinus1"] = (x => Expm1.Of(x[0]), 4e-16),
        ["Gamma"] = (x => Gamma(x[0]), 2e-13),
        ["GammaLn"] = (x => x[0] < 0 ? double.NaN : LogGamma.Of(x[0]), 1e-15),
        ["GammaLnSeries"] = (x => LogGamma.Correction(x[0]), 1e-15),
        ["GammaLogProb"] = (x => GammaDensity.Log(x[1], x[2] * x[0], Math.Log(x[2] * x[0])) + Math.Log(x[2]), 1e-14),
        ["GammaLower"] = (x => IncompleteGamma.P(x[0], x[1]), 1e-13),
        ["GammaUpperScale"] = (x => Math.Exp(GammaDensity.LogOfLog(x[0], x[1], Math.Log(x[1]))), 1e-13),
        ["GammaUpperRegularized"] = (x => IncompleteGamma.Q(x[0], x[1]), 2e-13),
        ["Log1MinusExp"] = (x => Log1mExp.Of(x[0]), 6e-16),
        ["Log1Plus"] = (x => Log1p.Of(x[0]), 3e-16),
        ["LogSumExp"] = (x => LogAddExp.Of(x[0], x[1]), 5e-16),
        ["LogExpMinus1"] = (x => x[0] + Log1mExp.Of(-x[0]), 1e-15),
        ["Logistic"] = (x => Math.Exp(LogSigmoid.Of(x[0])), 1e-13),
        ["LogisticLn"] = (x => LogSigmoid.Of(x[0]), 5e-16),
        ["NormalCdf"] = (x => Ndtr.Of(x[0]), 1e-15),
        ["NormalCdfLn"] = (x => LogNdtr.Of(x[0]), 1e-15),
        ["NormalCdfLogit"] = (x => LogNdtr.Of(x[0]) - LogNdtr.Of(-x[0]), 1e-15),
        ["Tetragamma"] = (x => Polygamma.Of(2, x[0]), 2e-15),
        ["Trigamma"] = (x => Polygamma.Of(1, x[0]), 2e-15),
        ["XMinusLog1Plus"] = (x => -Log1pmx.Of(x[0]), 2e-15),
        ["logisticGaussian"] = (x => LogisticNormal.Of(1, x[0], Math.Sqrt(x[1])), 1e-12),
        ["logisticGaussianDeriv"] = (x => LogisticNormal.Of(2, x[0], Math.Sqrt(x[1])), 1e-12),
        ["logisticGaussianDeriv2"] = (x => LogisticNormal.Of(3, x[0], Math.Sqrt(x[1])), 1e-12),
    };

    private static double Gamma(double x) => x < 0 && x == Math.Floor(x) ? double.NaN : (x < 0 && Math.Floor(x) % 2 != 0 ? -1 : 1) * Math.Exp(LogGamma.Of(x));

    [Theory]
    [MemberData(nameof(Names))]
    public void It_agrees(string name)
    {
        if (ReferenceTable.Beside(name) is not { } rows)
        {
            Assert.Skip($"shared/reference/external/special_functions/{name}.csv is not beside the checkout");
            return;
        }

        var (function, limit) = Functions[name];
        foreach (var (arguments, exact) in rows.Where(row => row.Arguments.All(double.IsFinite) && (row.Value == 0 || Math.Abs(row.Value) >= 1e-300)))
        {
            RelativeError.AssertBelow(limit, name, arguments, function(arguments), exact);
        }
    }

    /// <summary>Of the orders that the function takes: those that are whole, if it takes whole ones alone. It waits for the function.</summary>
    [Fact]
    public void Bessel_functions_agree()
    {
        if (ReferenceTable.Beside("BesselI") is not { } rows)
        {
            Assert.Skip("shared/reference/external/special_functions/BesselI.csv is not beside the checkout");
            return;
        }

        var method = typeof(LogGamma).Assembly.GetType("DiffProb.BesselI")?.GetMethod("Of");
        if (method?.GetParameters() is not [{ ParameterType: var order }, _])
        {
            Assert.Skip("there is no BesselI.Of(order, x)");
            return;
        }

        foreach (var (arguments, exact) in rows.Where(row => order == typeof(double) || (row.Arguments[0] >= 0 && row.Arguments[0] == Math.Floor(row.Arguments[0]))))
        {
            var value = method.Invoke(null, [Convert.ChangeType(arguments[0], order, System.Globalization.CultureInfo.InvariantCulture), arguments[1]]);
            RelativeError.AssertBelow(1e-13, "BesselI", arguments, (double)value!, exact);
        }
    }
}
