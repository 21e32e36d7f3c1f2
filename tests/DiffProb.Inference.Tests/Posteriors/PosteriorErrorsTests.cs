using System.Reflection;

namespace DiffProb.Inference;

/// <summary>Each mistake has its message: what is wrong, and what to do.</summary>
public sealed class PosteriorErrorsTests
{
    private static readonly Posterior Small = new([Draws.OfMatrix("x", new[,] { { 1.0, 2.0, 3.0 } })]);

    public static TheoryData<string, Action, string> Mistakes => new()
    {
        { "CheckProbability", () => Quantile.Of([1.0], 1.5), "a probability must be from 0 to 1, but it is 1.5" },
        { "CheckMass", () => Small.Summary(new() { IntervalProbability = 1.0 }), "Summary: an interval must hold a probability between 0 and 1, but it is 1" },
        { "CheckFolder", () => Small.Save("no such folder/fit.nc"), "its folder does not exist" },
        { "NoDraws", () => RHat.Of(new double[2, 0]), "it was given 2 × 0" },
        { "Superchains", () => RHat.Nested(new double[2, 2], [1, 1]), "two superchains" },
        { "NegativeExceedance", () => ParetoFit.Of([1.0, -2.0]), "the least is -2" },
        { "LogRatio", () => ParetoSmoothing.Of([0.0, double.NaN]), "number 1 is NaN" },
        { "RelativeEfficiency", () => ParetoSmoothing.Of([0.0, 1.0], 0.0), "must be positive, but it is 0" },
        { "NoName", () => _ = new Draws("", Shape.Scalar, [[1.0]]), "the name is empty" },
        { "NoChains", () => _ = new Draws("x", Shape.Scalar, []), "\"x\" has no chain" },
        { "ChainLength", () => _ = new Draws("x", Shape.Of(2), [[1.0, 2.0], [1.0]]), "chain 2 holds 1 and the first one 2" },
        { "NoQuantities", () => _ = new Posterior([]), "there is no quantity" },
        { "NamedTwice", () => _ = new Posterior([Small.Of("x"), Small.Of("x")]), "\"x\" is given twice" },
        { "OtherSizes", () => Small.WithStatistics(new Dictionary<string, double[,]> { ["lp"] = new double[2, 3] }), "\"lp\" has 2 chains of 3 draws, but the posterior has 1 of 3" },
        { "NoSuchName", () => Small.Of("y"), "there is no quantity \"y\". There are: x" },
        { "WhichLikelihood", () => Small.Loo(), "no log-likelihood of data" },
        { "WhichPredictive", () => Small.PredictiveOf(), "no data that were drawn anew" },
        { "NothingSummedOut", () => Small.WithDiscreteDraws(), "does not know the program" },
        { "NothingToReplay", () => Simulator.Predict(new([new("x", Shape.Scalar, [[]])]), Forward("x"), new()), "the posterior has no draws" },
        { "SummedOut", () => Simulator.Predict(new([new("probs(z)", Shape.Scalar, [[1.0]])]), Forward("z"), new()), "site \"z\" was summed out" },
        { "Likelihood", () => PsisLoo.Of(new("y", Shape.Of(2), [[0.0, 0.0, 0.0, double.NegativeInfinity]])), "that of y[1] is -∞.\n  at  chain 1, draw 2" },
        { "TooFewDraws", () => Waic.Of(new("y", Shape.Scalar, [[0.0]])), "at least 2 draws are needed, but there is 1" },
        { "NoData", () => Waic.Of(new("y", Shape.Of(0), [[]])), "\"y\" has no datum" },
        { "TooFewModels", () => ModelComparison.Of(("a", PsisLoo.Of(LikelihoodDraws.Of(1)))), "at least two models are needed, but there is 1" },
        { "OtherData", () => ModelComparison.Of(("a", Waic.Of(LikelihoodDraws.Of(1))), ("b", Waic.Of(Small.Of("x")))), "\"a\" has 12 and \"b\" 1" },
        { "OtherMethod", () => ModelComparison.Of(("a", Waic.Of(LikelihoodDraws.Of(1))), ("b", PsisLoo.Of(LikelihoodDraws.Of(1)))), "\"a\" is judged by WAIC and \"b\" by PSIS-LOO" },
        { "FileEnding", () => Small.Save("fit.txt"), "must end with its format" },
        { "FileMissing", () => Posterior.Load("no such file.nc"), "There is no file" },
        { "Unreadable", () => InFile("fit.nc", "this is no netCDF", p => Posterior.Load(p)), "is no nc file, or it is broken" },
        { "Broken", () => InFile("fit.csv", "x,y\n1,2\n3\n", p => Posterior.Load(p)), "line 3 has 1 numbers for 2 columns" },
        { "NameRefused", () => InFile("fit.csv", "", p => new Posterior([new("a,b", Shape.Scalar, [[1.0]])]).Save(p)), "The name \"a,b\" cannot stand in a CSV file" },
        { "NoDrawsToSave", () => InFile("fit.nc", "", p => new Posterior([new("x", Shape.Scalar, [[]])]).Save(p)), "the posterior has no draws" },
    };

    [Theory]
    [MemberData(nameof(Mistakes), DisableDiscoveryEnumeration = true)]
    public void A_mistake_has_its_message(string name, Action mistake, string part)
    {
        Assert.NotNull(Method(name));
        var error = Assert.ThrowsAny<DiffProbException>(mistake);
        Assert.Contains(part.Replace("-∞", double.NegativeInfinity.ToString(System.Globalization.CultureInfo.InvariantCulture)), error.Message, StringComparison.Ordinal);
        Assert.True(error.Message.Contains("\n  try ", StringComparison.Ordinal) || error.Message.Contains("There are: ", StringComparison.Ordinal), error.Message);
    }

    [Fact]
    public void Every_message_has_a_test()
    {
        var messages = typeof(PosteriorErrors).GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly).Where(m => m.IsAssembly).Select(m => m.Name);
        Assert.Equal(messages.Order(), Mistakes.Select(m => m.Data.Item1).Order());
    }

    private static Prob<Tensor> Forward(string site) => Dsl.sample(site, new Normal(0.0, 1.0));

    private static MethodInfo? Method(string name) => typeof(PosteriorErrors).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic);

    private static void InFile(string name, string text, Action<string> action) => Checkout.InFolder(folder =>
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        action(path);
    });
}
