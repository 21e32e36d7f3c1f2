namespace DiffProb.Charts;

/// <summary>A figure of every kind, from draws of fixed seeds.</summary>
internal static class Figures
{
    private static readonly Lazy<IReadOnlyDictionary<string, Figure>> Made = new(Make);

    public static IReadOnlyDictionary<string, Figure> All => Made.Value;

    /// <summary>Normal numbers that follow each other with a correlation.</summary>
    public static double[,] Chains(int seed, int chains, int draws, double loc, double scale, double correlation = 0.5)
    {
        var random = new Random(seed);
        var numbers = new double[chains, draws];
        for (var chain = 0; chain < chains; chain++)
        {
            var x = Normal(random);
            for (var draw = 0; draw < draws; draw++)
            {
                x = (correlation * x) + (Math.Sqrt(1.0 - (correlation * correlation)) * Normal(random));
                numbers[chain, draw] = loc + (scale * x);
            }
        }

        return numbers;
    }

    /// <summary>Independent normal numbers.</summary>
    public static double[] Normals(int seed, int count, double loc = 0.0, double scale = 1.0) => [.. Chains(seed, 1, count, loc, scale, 0.0).Cast<double>()];

    private static Dictionary<string, Figure> Make()
    {
        double[] at = [.. Enumerable.Range(0, 50).Select(i => i / 5.0)];
        var divergent = new bool[4, 250];
        (divergent[0, 30], divergent[1, 31], divergent[3, 200]) = (true, true, true);
        Quantity[] quantities =
        [
            new(new ChartAxis("mu", "cm"), Chains(1, 4, 250, 10.0, 2.0)),
            new("tau", Chains(2, 4, 250, 0.0, 1.0)),
            new("log sigma", Chains(3, 4, 250, -1.0, 0.3)),
        ];
        var length = new ChartAxis("length", "cm");
        var ranks = new Random(4);
        return new()
        {
            ["Line"] = Chart.Line("A sine & a <cosine>", new("time", "s"), new("height", "m"), at, new("sine", at.Select(Math.Sin)), new("cosine", at.Select(Math.Cos))),
            ["Scatter"] = Chart.Scatter("Weights by heights", new("height", "cm"), new("weight", "kg"), Normals(5, 80, 170.0, 10.0), Normals(6, 80, 70.0, 12.0)),
            ["Histogram"] = Chart.Histogram("Draws of a normal", length, Normals(7, 1000, 5.0)),
            ["Density"] = Chart.Density("Two groups", length, new("treated", Normals(8, 500, 5.0)), new("not treated", Normals(9, 300, 7.0, 1.5))),
            ["Forest"] = Chart.Forest(
                "Effects by school",
                new("effect", "points"),
                [.. new[] { ("pooled", 2.0), ("separate", 4.0) }.Select(m => new ForestModel(m.Item1, [.. Enumerable.Range(0, 5).Select(i => new Series($"theta[school {i + 1}]", Normals(10 + i, 400, i * m.Item2, m.Item2)))]))]),
            ["Trace"] = Chart.Trace("Chains of two quantities", quantities[..2], divergent),
            ["Rank"] = Chart.Rank("Ranks of mu", quantities[0]),
            ["Pair"] = Chart.Pair("Three quantities", quantities, divergent),
            ["Bar"] = Chart.Bar("Rain by month", "month", new("rain", "mm"), ["January", "February", "March", "April", "May", "June", "July", "August", "September"], [50.0, 40.0, 44.0, 61.0, 72.0, 80.0, 66.0, 52.0, 47.0]),
            ["HeatMap"] = Chart.HeatMap("Correlations", new("quantity") { Categories = ["a", "b", "c"] }, new("other quantity") { Categories = ["a", "b", "c"] }, "correlation", new[,] { { 1.0, 0.5, -0.2 }, { 0.5, 1.0, double.NaN }, { -0.2, 0.1, 1.0 } }),
            ["Image"] = Chart.Image("A ramp", new[,] { { 0.0, 0.1, 0.2, 0.3 }, { 0.1, 0.2, 0.3, 0.4 }, { 0.2, 0.3, 0.4, 0.9 } }),
            ["Graph"] = Chart.Graph(
                "A regression",
                [
                    new("slope") { Form = GraphNodeForm.Parameter, Detail = "real" },
                    new("noise <&>") { Form = GraphNodeForm.Random, Detail = "HalfNormal" },
                    new("x") { Groups = ["datum of 20"] },
                    new("y") { Form = GraphNodeForm.Observed, Detail = "Normal", Groups = ["datum of 20"] },
                    new("residual") { Form = GraphNodeForm.Derived, Groups = ["datum of 20"] },
                    new("loss") { Form = GraphNodeForm.Result },
                ],
                [new("slope", "y"), new("noise <&>", "y"), new("x", "y"), new("y", "residual"), new("y", "loss") { IsDashed = true, Hint = "a step" }]),
            ["Energy"] = Chart.Energy("Energies", Chains(20, 4, 250, 100.0, 5.0, 0.3)),
            ["ParetoK"] = Chart.ParetoK("Tails of the weights", [.. Normals(21, 60, 0.3, 0.25), double.NaN]),
            ["Elbo"] = Chart.Elbo("A fit of a guide", [.. Normals(22, 400, 0.0, 3.0).Select((n, i) => n - (100.0 * Math.Exp(-i / 80.0)))]),
            ["PosteriorPredictive"] = Chart.PosteriorPredictive("Data and replicates", length, Normals(23, 60, 5.0), Chains(24, 120, 60, 5.0, 1.1, 0.0)),
            ["Calibration"] = Chart.Calibration("Ranks of true values", 99, new("mu", Enumerable.Range(0, 200).Select(_ => (double)ranks.Next(100))), new("tau", Enumerable.Range(0, 200).Select(_ => Math.Floor(100.0 * Math.Pow(ranks.NextDouble(), 1.6))))),
            ["logarithmic axes, errors and a rule"] = new Chart("Errors by temperature", new("temperature", "K") { IsLogarithmic = true }, new("error", "J") { IsLogarithmic = true }, new Points("± 2 standard errors", [0.01, 0.1, 1.0, 10.0], [0.5, 0.2, 0.05, 0.01], [0.1, 0.05, 0.02, 0.004]), new Rule("exact", 0.1)),
        };
    }

    // Box and Muller (1958).
    private static double Normal(Random random) => Math.Sqrt(-2.0 * Math.Log(1.0 - random.NextDouble())) * Math.Cos(2.0 * Math.PI * random.NextDouble());
}
