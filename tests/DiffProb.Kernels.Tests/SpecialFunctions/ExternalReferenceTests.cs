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
        ["GammaLn"] = (x => x[0] < 0 ? double.NaN : LogGamma.Of(x[0]), 1e-15),
        ["GammaLnSeries"] = (x => LogGamma.Correction(x[0]), 1e-15),
        ["GammaLower"] = (x => IncompleteGamma.P(x[0], x[1]), 1e-13),
        ["GammaUpperRegularized"] = (x => IncompleteGamma.Q(x[0], x[1]), 2e-13),
        ["Log1MinusExp"] = (x => Log1mExp.Of(x[0]), 6e-16),
        ["Log1Plus"] = (x => Log1p.Of(x[0]), 3e-16),
        ["LogSumExp"] = (x => LogAddExp.Of(x[0], x[1]), 5e-16),
        ["LogisticLn"] = (x => LogSigmoid.Of(x[0]), 5e-16),
        ["NormalCdf"] = (x => Ndtr.Of(x[0]), 1e-15),
        ["NormalCdfLn"] = (x => LogNdtr.Of(x[0]), 1e-15),
        ["NormalCdfLogit"] = (x => LogNdtr.Of(x[0]) - LogNdtr.Of(-x[0]), 1e-15),
        ["Tetragamma"] = (x => Polygamma.Of(2, x[0]), 2e-15),
        ["Trigamma"] = (x => Polygamma.Of(1, x[0]), 2e-15),
        ["XMinusLog1Plus"] = (x => -Log1pmx.Of(x[0]), 2e-15),
    };

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
}
