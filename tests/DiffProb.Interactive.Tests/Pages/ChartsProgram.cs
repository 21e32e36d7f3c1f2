// <page>
using DiffProb;
// </page>

namespace InteractiveTests.Pages;

/// <summary>The programs of docs/how-to/charts.md, between the marks.</summary>
internal static class ChartsProgram
{
    internal static IEnumerable<Figure> Run(string folder)
    {
        // <page>
        double[] steps = [0, 1, 2, 3], losses = [2.0, 1.2, 0.9, 0.8];
        double[] heights = [162, 171, 180, 168], weights = [61, 70, 84, 66];

        var fit = Chart.Line("A fit", "step", new ChartAxis("loss", "nats"), steps, new Series("loss", losses));
        var people = Chart.Scatter("People", new ChartAxis("height", "cm"), new ChartAxis("weight", "kg"), heights, weights);
        // </page>
        yield return fit;
        yield return people;

        // <page>
        var loss = new Chart(
            "Loss", "step", new ChartAxis("loss", "nats") { IsLogarithmic = true },
            new Points("estimates, ± 2 standard errors", steps, losses, [0.2, 0.1, 0.1, 0.05]),
            new Line("smoothed", steps, [1.9, 1.3, 0.9, 0.8], isDashed: true),
            new Rule("exact", 0.75));
        // </page>
        yield return loss;

        // <page>
        double[] Draws(double loc, ulong seed) => new Normal(loc, 1.0).Sample(500, seed: seed).ToArray();

        var length = new ChartAxis("length", "cm");
        var histogram = Chart.Histogram("Lengths", length, Draws(5.0, 1));
        var densities = Chart.Density("Lengths by group", length, new Series("treated", Draws(5.0, 1)), new Series("others", Draws(6.0, 2)));
        // </page>
        yield return histogram;
        yield return densities;

        // <page>
        var one = Chart.Forest("Effects", new ChartAxis("effect", "points"), new Series("school A", Draws(8, 1)), new Series("school B", Draws(3, 2)));
        var two = Chart.Forest(
            "Effects by model", new ChartAxis("effect", "points"),
            [new ForestModel("pooled", new Series("school A", Draws(6, 1))), new ForestModel("separate", new Series("school A", Draws(9, 2)))],
            probability: 0.94);
        // </page>
        yield return one;
        yield return two;

        // <page>
        var draws = new double[4, 250];                 // chains, draws: as a sampler gives them
        var divergent = new bool[4, 250];
        for (var chain = 0; chain < 4; chain++)
        {
            foreach (var (draw, value) in Draws(10.0, (ulong)chain).Take(250).Index())
            {
                (draws[chain, draw], divergent[chain, draw]) = (value, value > 12.5);
            }
        }

        var mu = new Quantity(new ChartAxis("mu", "cm"), draws);
        var traces = Chart.Trace("Chains", [mu], divergent);
        var ranks = Chart.Rank("Ranks", mu);
        var pairs = Chart.Pair("Pairs", [mu, new Quantity("tau", draws)], divergent);
        // </page>
        yield return traces;
        yield return ranks;
        yield return pairs;

        // <page>
        var energy = Chart.Energy("Energies", draws);                                       // chains x draws, in nats
        var tails = Chart.ParetoK("Tails of the weights", [0.2, 0.5, 0.9]);
        var bound = Chart.Elbo("A guide", Draws(-10.0, 1));
        var check = Chart.PosteriorPredictive("Data and replicates", length, Draws(10.0, 9), draws);
        var calibration = Chart.Calibration("Calibration", 99, new Series("mu", [3, 17, 42, 55, 80, 99]));
        // </page>
        yield return energy;
        yield return tails;
        yield return bound;
        yield return check;
        yield return calibration;

        // <page>
        var rain = Chart.Bar("Rain", "month", new ChartAxis("rain", "mm"), ["May", "June", "July"], [72.0, 80.0, 66.0]);
        var places = new ChartAxis("quantity") { Categories = ["a", "b"] };
        var correlations = Chart.HeatMap("Correlations", places, places, "correlation", new[,] { { 1.0, 0.4 }, { 0.4, 1.0 } });
        var picture = Chart.Image("A picture", new[,] { { 0.0, 0.5 }, { 0.5, 1.0 } });
        var graph = Chart.Graph(
            "A regression",
            [new GraphNode("slope") { Form = GraphNodeForm.Parameter }, new GraphNode("y") { Form = GraphNodeForm.Observed, Groups = ["datum of 20"] }],
            [new GraphEdge("slope", "y")]);
        // </page>
        yield return rain;
        yield return correlations;
        yield return picture;
        yield return graph;

        // <page>
        var both = new ChartGrid("Two views", new Chart?[,] { { histogram, densities } });
        both.SaveSvg(Path.Combine(folder, "both.svg"));
        both.SaveHtml(Path.Combine(folder, "both.html"));
        new Report("A fit").Paragraph("The loss falls.").Chart(loss).Figure(traces).Interactive().Save(Path.Combine(folder, "report.html"));
        // </page>
        yield return both;
    }
}
