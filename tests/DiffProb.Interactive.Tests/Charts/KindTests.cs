namespace DiffProb.Charts;

/// <summary>What kinds of charts compute, against other ways to the same numbers.</summary>
public sealed class KindTests
{
    [Fact]
    public void A_forest_has_quantiles_of_the_draws()
    {
        // Of 0, 1, …, 100, each quantile is its own probability in percent.
        var draws = Enumerable.Range(0, 101).Select(i => (double)((37 * i) % 101)).Append(double.NaN);
        var chart = Chart.Forest("t", "x", [new ForestModel("", new Series("a", draws))], 0.94);
        var (x, y) = chart.Marks.Single().Extent;
        Assert.Equal([3.0, 97.0, 50.0], x.Where(double.IsFinite), (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal([0.0], y);
        Assert.Contains("94 %", chart.Note, StringComparison.Ordinal);
        var between = Chart.Forest("t", "x", new Series("a", [1.0, 2.0]));
        Assert.Equal([1.05, 1.95, 1.5], between.Marks.Single().Extent.X.Where(double.IsFinite), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void Rows_of_a_forest_are_in_their_order_with_the_first_on_top_and_models_beside_each_other()
    {
        Series[] rows = [new("a", [1.0]), new("b", [2.0])];
        var chart = Chart.Forest("t", "x", [new ForestModel("one", rows), new ForestModel("two", rows[1])]);
        Assert.Equal(["b", "a"], chart.Y.Categories!);
        Assert.Equal([1.12, 0.12], chart.Marks[0].Extent.Y, (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal([-0.12], chart.Marks[1].Extent.Y, (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void Ranks_are_counted_in_bins_and_equal_draws_share_theirs()
    {
        var counts = RankChart.Counts(new("x", new[,] { { 1.0, 2.0, 3.0, 4.0 }, { 5.0, 6.0, 7.0, 8.0 } }), 4);
        Assert.Equal([2.0, 2.0, 0.0, 0.0], counts[0]);
        Assert.Equal([0.0, 0.0, 2.0, 2.0], counts[1]);

        // Six zeros have ranks 0 to 5, of which the mean is 2.5; two ones have 6.5.
        var ties = RankChart.Counts(new("x", new[,] { { 0.0, 0.0, 0.0, 1.0 }, { 0.0, 0.0, 0.0, 1.0 } }), 4);
        Assert.Equal([0.0, 3.0, 0.0, 1.0], ties[0]);
    }

    [Fact]
    public void The_band_of_ranks_holds_all_bars_of_chains_that_agree_as_often_as_it_says()
    {
        // 400 runs of 4 chains with 100 independent draws in 10 bins. With a probability of 0.95 or more, 366 or fewer runs within happen once in a thousand.
        var within = 0;
        for (var seed = 0; seed < 400; seed++)
        {
            var grid = Chart.Rank("t", new("x", Figures.Chains(1000 + seed, 4, 100, 0.0, 1.0, 0.0)));
            var band = grid.All.First().Marks.OfType<Band>().Single().Extent.Y.ToArray();
            var counts = RankChart.Counts(new("x", Figures.Chains(1000 + seed, 4, 100, 0.0, 1.0, 0.0)), 10).SelectMany(c => c);
            within += counts.All(c => c >= band.Min() && c <= band.Max()) ? 1 : 0;
        }

        Assert.InRange(within, 367, 400);

        // A chain that lies beside the others does not stay within.
        var moved = Figures.Chains(1, 4, 100, 0.0, 1.0, 0.0);
        for (var draw = 0; draw < 100; draw++)
        {
            moved[0, draw] += 3.0;
        }

        var apart = Chart.Rank("t", new("x", moved)).All.First().Marks.OfType<Band>().Single().Extent.Y.Min();
        Assert.Contains(RankChart.Counts(new("x", moved), 10)[0], c => c < apart);
    }

    [Fact]
    public void A_hypergeometric_count_is_what_choosing_gives()
    {
        // Of 5 with 2 successes, 2 are drawn: none in 3 of 10 ways, one in 6, both in 1.
        var law = Counting.Hypergeometric(5, 2, 2);
        Assert.Equal([0, 0, 1, 1, 2, 2], new[] { 0.01, 0.29, 0.31, 0.89, 0.91, 1.0 }.Select(law.Quantile));
    }

    [Fact]
    public void The_band_of_uniform_ranks_holds_whole_curves_as_often_as_it_says()
    {
        double[] places = [.. Enumerable.Range(1, 19).Select(i => i / 20.0)];
        var (low, high) = UniformBand.Of(100, places, 0.05);
        var f = Counting.LogFactorials(100);
        var exact = UniformBand.Probability(f, 100, places, (low, high));
        Assert.InRange(exact, 0.95, 1.0);

        // By simulation: 4000 samples have a standard error below 0.0035, and five of them are allowed.
        var random = new Random(3);
        var within = Enumerable.Range(0, 4000).Count(_ =>
        {
            double[] numbers = [.. Enumerable.Range(0, 100).Select(_ => random.NextDouble())];
            return places.Index().All(p => numbers.Count(n => n < p.Item) is var c && c >= low[p.Index] && c <= high[p.Index]);
        });
        Assert.Equal(exact, within / 4000.0, 0.0175);

        // Counts are whole, so that the band can be too wide, but by less than one of them on each side.
        Assert.True(UniformBand.Probability(f, 100, places, ([.. low.Select(l => l + 1)], [.. high.Select(h => h - 1)])) < 0.95, "the band is too wide");
    }

    [Fact]
    public void Calibration_shows_ranks_that_are_not_uniform_outside_of_the_band()
    {
        var chart = (Chart)Figures.All["Calibration"];
        double[] band = [.. chart.Marks.OfType<Band>().Single().Extent.Y];
        var count = band.Length / 2;
        bool IsWithin(Mark curve) => curve.Extent.Y.Index().All(p => p.Item >= band[p.Index] - 1e-12 && p.Item <= band[count + p.Index] + 1e-12);
        Assert.Equal([true, false], chart.Marks.OfType<Line>().Select(IsWithin));

        // Ranks 0, 0, 1 of 0 and 1: below the middle are two thirds, a sixth more than a half.
        var (x, y) = Chart.Calibration("t", 1, new Series("a", [0.0, 0.0, 1.0])).Marks.OfType<Line>().Single().Extent;
        Assert.Equal([0.0, 0.5, 1.0], x);
        Assert.Equal([0.0, 1.0 / 6.0, 0.0], y, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void A_trace_has_every_draw_and_marks_divergent_ones()
    {
        double[,] draws = { { 1.0, 2.0, 4.0 }, { 3.0, 5.0, 7.0 } };
        var grid = Chart.Trace("t", [new Quantity("x", draws)], new[,] { { false, true, false }, { false, true, true } });
        var trace = grid[0, 1]!;
        Assert.Equal([1.0, 2.0, 4.0], trace.Marks[0].Extent.Y);
        Assert.Equal([3.0, 5.0, 7.0], trace.Marks[1].Extent.Y);
        Assert.Equal([1.0, 2.0], trace.Marks.OfType<Rug>().Single().Extent.X);
        Assert.Empty(Chart.Trace("t", [new Quantity("x", draws)], new bool[2, 3])[0, 1]!.Marks.OfType<Rug>());
    }

    [Fact]
    public void Pairs_have_every_quantity_against_every_other_and_say_what_is_left_out()
    {
        Quantity[] quantities = [new("a", Figures.Chains(1, 2, 300, 0.0, 1.0)), new("b", Figures.Chains(2, 2, 300, 0.0, 1.0))];
        var divergent = new bool[2, 300];
        divergent[1, 4] = true;
        var grid = Chart.Pair("t", quantities, divergent);
        Assert.Null(grid[0, 1]);
        var points = grid[1, 0]!.Marks;
        Assert.Equal(400, points[0].Extent.X.Count());
        Assert.Equal([quantities[0].Chains[1][4]], points[1].Extent.X);
        Assert.Equal([quantities[1].Chains[1][4]], points[1].Extent.Y);
        Assert.Equal("400 of 599 draws are shown, evenly spaced", grid.Note);
        Assert.Single(Chart.Pair("t", quantities)[1, 0]!.Marks);
    }

    [Fact]
    public void Energies_have_the_fraction_of_missing_information()
    {
        // Changes 2, -4 and deviations -1, 1, -3 … of 0, 2, -2: mean 0, squares 8; changes' squares 4 + 16.
        var chart = Chart.Energy("t", new[,] { { 0.0, 2.0, -2.0 } });
        Assert.Contains("E-BFMI of each chain: 2.5;", chart.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Shapes_of_tails_are_told_apart_by_the_threshold()
    {
        var chart = Chart.ParetoK("t", [0.1, 0.8, double.NaN, 0.7]);
        Assert.Equal([0.0, 3.0], chart.Marks[0].Extent.X);
        Assert.Equal([1.0], chart.Marks[1].Extent.X);
        Assert.Equal("left out: 1 of 4, which are not finite", chart.Note);
    }

    [Fact]
    public void A_bound_has_its_running_mean()
    {
        var marks = Chart.Elbo("t", [.. Enumerable.Range(0, 50).Select(i => (double)i)]).Marks;
        Assert.Equal("mean of the last 2", marks[1].Name);
        Assert.Equal([0.5, 1.5], marks[1].Extent.Y.Take(2));
        Assert.Equal([1.0, 2.0], marks[1].Extent.X.Take(2));
        Assert.Single(Chart.Elbo("t", [1.0, 2.0]).Marks);
    }

    [Fact]
    public void A_density_states_its_bandwidths()
    {
        double[] draws = Figures.Normals(1, 200);
        var width = Band.Bandwidth(draws);

        // Twice as wide draws are smoothed twice as widely.
        Assert.Equal(2.0 * width, Band.Bandwidth(draws.Select(d => 2.0 * d)), 1e-12);
        Assert.InRange(width, 0.9 * 0.7 * Math.Pow(200.0, -0.2), 0.9 * 1.3 * Math.Pow(200.0, -0.2));
        var chart = Chart.Density("t", new("x", "cm"), new Series("a", draws));
        Assert.Equal($"normal kernels of bandwidth {DensityChart.Short(width)} cm", chart.Note);
        Assert.Equal("density (1/cm)", chart.Y.Text);
    }

    [Fact]
    public void A_graph_is_ordered_by_its_arrows()
    {
        var graph = Chart.Graph("t", [new("c"), new("a"), new("b")], [new("a", "b"), new("b", "c")]);
        Assert.Equal(["a", "b", "c"], graph.Nodes.Select(n => n.Name));
        var drawing = GraphDrawing.Of(graph.Nodes, graph.Edges);
        Assert.All(drawing.Arrows, a => Assert.True(a.To.Y > a.From.Y, "an arrow points up"));
    }

    [Fact]
    public void What_no_kind_can_draw_is_refused_with_a_way_out()
    {
        var q = new Quantity("a", new double[2, 3]);
        Refuses(() => new Series("", [1.0]), "The name of a series");
        Refuses(() => new Series("a", []), "Series \"a\": there are no values");
        Refuses(() => new Quantity("a", new double[0, 0]), "Quantity \"a\": there are no draws");
        Refuses(() => new Quantity("a", new[,] { { 1.0, double.NaN } }), "that of chain 0, draw 1 is NaN");
        Refuses(() => new ChartGrid("t", new Chart?[2, 2]), "ChartGrid: there are no charts");
        Refuses(() => Chart.Line("t", "x", "y", [0.0, 1.0], new Series("a", [1.0])), "1 y, but 2 x");
        Refuses(() => Chart.Density("t", "x"), "has no marks");
        Refuses(() => Chart.Density("t", "x", new Series("a", [double.NaN])), "no finite draws");
        Refuses(() => Chart.Forest("t", "x"), "Forest: there are no rows");
        Refuses(() => Chart.Forest("t", "x", new Series("a", [double.NaN])), "row \"a\": there are no finite draws");
        Refuses(() => Chart.Forest("t", "x", [new ForestModel("", new Series("a", [1.0]))], 1.0), "must lie between 0.5 and 1, but it is 1");
        Refuses(() => Chart.Trace("t", []), "Trace: there are no quantities");
        Refuses(() => Chart.Trace("t", [q, new("b", new double[2, 4])]), "Quantity \"b\" has 2 chains of 4 draws, but \"a\" has 2 of 3");
        Refuses(() => Chart.Trace("t", [q], new bool[3, 2]), "Trace: divergent has 3 chains of 2 draws");
        Refuses(() => Chart.Pair("t", [q]), "quantities of Pair must be at least 2");
        Refuses(() => Chart.Rank("t", q, 1), "bins of Rank must be at least 2");
        Refuses(() => Chart.Rank("t", q, 5), "draws of a chain for Rank must be at least 5, but it is 3");
        Refuses(() => Chart.Bar("t", "x", "y", ["a"], [1.0, 2.0]), "2 heights, but 1 names");
        Refuses(() => Chart.HeatMap("t", "x", "y", "z", new double[0, 0]), "no values");
        Refuses(() => Chart.Energy("t", new double[2, 1]), "draws of Energy must be at least 2");
        Refuses(() => Chart.ParetoK("t", [double.NaN]), "no finite shapes");
        Refuses(() => Chart.Elbo("t", []), "there are no x");
        Refuses(() => Chart.PosteriorPredictive("t", "x", [1.0], new double[0, 0]), "no replicated data");
        Refuses(() => Chart.Calibration("t", 0), "draws of Calibration must be at least 1");
        Refuses(() => Chart.Calibration("t", 9), "Calibration: there are no ranks");
        Refuses(() => Chart.Calibration("t", 9, new Series("a", [10.0])), "ranks of \"a\" are whole numbers from 0 to 9, but one is 10");
        Refuses(() => Chart.Calibration("t", 9, new Series("a", [0.5])), "but one is 0.5");
        Refuses(() => Chart.Calibration("t", 9, new Series("a", [1.0]), new Series("b", [1.0, 2.0])), "2 ranks of \"b\", but 1 of \"a\"");
        Refuses(() => Chart.Graph("t", [], []), "GraphChart: there are no nodes");
        Refuses(() => Chart.Graph("t", [new("")], []), "The name of a node");
        Refuses(() => Chart.Graph("t", [new("a"), new("a")], []), "two nodes \"a\"");
        Refuses(() => Chart.Graph("t", [new("a")], [new("a", "b")]), "an arrow to or from \"b\"");
        Refuses(() => Chart.Graph("t", [new("a"), new("b")], [new("a", "b"), new("b", "a")]), "arrows in a circle, among \"a\", \"b\"");
    }

    private static void Refuses(Func<object> make, string message)
    {
        var refusal = Assert.Throws<ChartException>(make);
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("\n  try ", refusal.Message, StringComparison.Ordinal);
    }
}
