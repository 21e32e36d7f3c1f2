using DiffProb;

namespace Gallery;

/// <summary>A map of the laws of a texture of discs, and the way of a search over it.</summary>
public static class TextureMap
{
    /// <summary>Where the coverage is that of the target, and where the boundary is: they meet at the target.</summary>
    /// <param name="target">The law that is looked for.</param>
    /// <param name="way">Laws that were tried, one after the other.</param>
    public static Chart Of(BooleanModel target, IReadOnlyList<BooleanModel> way)
    {
        ArgumentNullException.ThrowIfNull(target);
        double[] sizes = [.. Enumerable.Range(0, 101).Select(i => 0.4 + (0.007 * i))];
        Line Curve(string name, Func<BooleanModel, double> intensity)
        {
            var curve = sizes.Select(size => (Size: size, Intensity: intensity(target with { Size = size }))).Where(p => double.IsFinite(p.Intensity)).ToArray();
            return new(name, curve.Select(p => p.Size), curve.Select(p => p.Intensity), isDashed: true);
        }

        return new(
            "The search",
            "mean of the logarithms of the radii",
            new ChartAxis("discs for a unit of area") { Range = (0.0, 0.045) },
            Curve("as much is covered", m => m.IntensityThatCovers(target.Coverage)),
            Curve("as long a boundary", m => m.IntensityThatOutlines(target.Boundary)),
            new Line("the search", way.Select(m => m.Size), way.Select(m => m.Intensity)),
            new Points("its end", [way[^1].Size], [way[^1].Intensity]));
    }
}
