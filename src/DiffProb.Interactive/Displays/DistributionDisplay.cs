namespace DiffProb;

/// <summary>Distributions: their parameters, and a picture of their density.</summary>
internal static class DistributionDisplay
{
    private const int Draws = 4000;
    private const int Places = 161;
    private const int MostElements = 6;
    private const int MostBars = 60;

    /// <summary>Parameters, moments where they are known, and a chart; symbols have no chart.</summary>
    public static Fragment Of(Distribution distribution)
    {
        var fragment = new Fragment().Heading($"{distribution.Name}, {distribution.DType} {distribution.Shape}, {distribution.Support.Description}");
        if (distribution.Parameters.Count > 0)
        {
            fragment.Table(["parameter", "support", "value"], distribution.Parameters.Select(p => (Cell[])[p.Name, Cell.Words(p.Support.Description), p.Value.ToString()]));
        }

        if (distribution.Parameters.Any(p => !p.Value.IsValue))
        {
            return fragment.Line("No chart: a parameter is not a number yet.");
        }

        Moment(fragment, "mean", distribution.Mean);
        Moment(fragment, "variance", distribution.Variance);
        return distribution is Delta ? fragment.Line("No chart: every draw is the value.")
            : distribution.Shape.Size == 0 ? fragment
            : fragment.Figure(ChartOf(distribution));
    }

    /// <summary>The density of a number, the mass of a whole one, or what draws of several look like.</summary>
    public static Chart ChartOf(Distribution distribution)
    {
        var size = distribution.Shape.Size;
        var draws = distribution.Sample(Draws).Cast(DType.Float64).ToArray();
        double[] Element(int i) => [.. Enumerable.Range(0, Draws).Select(d => draws[(d * size) + i])];
        return (distribution.Support.IsDiscrete, distribution.Shape.Rank == 0) switch
        {
            (true, true) => Mass(distribution, Element(0)),
            (true, false) => Means(distribution, [.. Enumerable.Range(0, Math.Min(size, MostBars)).Select(i => Element(i).Average())]),
            (false, true) when distribution.HasDensity && distribution.IsNormalized => Density(distribution, Element(0)),
            _ => Marginals(distribution, [.. Enumerable.Range(0, Math.Min(size, MostElements)).Select(Element)]),
        };
    }

    private static void Moment(Fragment fragment, string name, Tensor? moment)
    {
        if (moment is { IsValue: true })
        {
            fragment.Line($"{name}: {moment}");
        }
    }

    // The density itself, over where nearly all draws lie; of heavy tails, up to four quartile ranges beyond the quartiles.
    private static Chart Density(Distribution distribution, double[] draws)
    {
        Array.Sort(draws);
        var (lower, upper) = (draws[Draws / 4], draws[3 * Draws / 4]);
        var low = Math.Max(draws[Draws / 1000], lower - (4.0 * (upper - lower)));
        var high = Math.Min(draws[^(Draws / 1000)], upper + (4.0 * (upper - lower)));
        if (!(low < high))
        {
            return Marginals(distribution, [draws]);
        }

        var margin = 0.08 * (high - low);
        double[] places = [.. Enumerable.Range(0, Places).Select(i => low - margin + ((high - low + (2.0 * margin)) * i / (Places - 1)))];
        double[] densities = [.. places.Select(x => Math.Exp(distribution.LogProb(Tensor.Scalar(x)).ToDouble()))];
        return new($"Density of {distribution.Name}", "value", "density", Band.Under("", places, densities));
    }

    private static Chart Mass(Distribution distribution, double[] draws)
    {
        Array.Sort(draws);
        var (low, high) = ((long)draws[Draws / 1000], (long)draws[^(Draws / 1000)]);
        if (high - low >= MostBars || !distribution.HasDensity)
        {
            return new($"Draws of {distribution.Name}", "value", $"density of {Draws} draws", Bars.Histogram("", draws, MostBars));
        }

        long[] values = [.. Enumerable.Range(0, (int)(high - low) + 1).Select(i => low + i)];
        double[] masses = [.. values.Select(v => Math.Exp(distribution.LogProb(Tensor.Of([v]).Reshape(Shape.Scalar)).ToDouble()))];
        return new(
            $"Mass of {distribution.Name}",
            new("value") { Categories = Labels(values) },
            "probability",
            Bars.Of("", masses));
    }

    private static Chart Means(Distribution distribution, double[] means) => new(
        $"{distribution.Name}: mean of {(means.Length < distribution.Shape.Size ? $"the first {means.Length} of {distribution.Shape.Size} elements" : "each element")}",
        new("element") { Categories = Labels([.. Enumerable.Range(0, means.Length).Select(i => (long)i)]) },
        $"mean of {Draws} draws",
        Bars.Of("", means));

    private static Chart Marginals(Distribution distribution, double[][] elements)
    {
        var cut = elements.Length < distribution.Shape.Size ? $", the first {elements.Length} of {distribution.Shape.Size} elements" : "";
        return new(
            $"Draws of {distribution.Name}{cut}",
            "value",
            $"density of {Draws} draws",
            [.. elements.Select((e, i) => Band.Density(elements.Length == 1 ? "" : $"element {i}", e))]);
    }

    // As many as there is room for.
    private static string[] Labels(long[] values)
    {
        var apart = ((values.Length - 1) / 20) + 1;
        return [.. values.Select((v, i) => i % apart == 0 ? $"{v}" : "")];
    }
}
