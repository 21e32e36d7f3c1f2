namespace Gallery;

/// <summary>Discs whose centres are points of a Poisson process in the plane, and whose radii are log-normal: what is known of them exactly.</summary>
/// <remarks>
/// <para>A place is not covered if no disc comes as near as its radius: exp(-λ π E R²). A disc has 2π E R of rim, of which the others leave that share to be seen.</para>
/// <para><b>Source</b>: Chiu, Stoyan, Kendall, Mecke (2013), Stochastic Geometry and its Applications, section 3.1.</para>
/// </remarks>
/// <param name="Intensity">λ: centres for a unit of area.</param>
/// <param name="Size">Mean of the logarithms of the radii.</param>
/// <param name="Spread">Standard deviation of the logarithms of the radii.</param>
public sealed record BooleanModel(double Intensity, double Size, double Spread)
{
    /// <summary>The share of the plane that is covered.</summary>
    public double Coverage => 1.0 - Bare;

    /// <summary>The length of what is seen of the rims, for a unit of area.</summary>
    public double Boundary => Intensity * 2.0 * Math.PI * MeanRadius * Bare;

    /// <summary>Derivatives of the coverage.</summary>
    public (double ByIntensity, double BySize) CoverageSlopes => (MeanArea * Bare, 2.0 * Intensity * MeanArea * Bare);

    /// <summary>Derivatives of the boundary.</summary>
    public (double ByIntensity, double BySize) BoundarySlopes =>
        (Boundary * ((1.0 / Intensity) - MeanArea), Boundary * (1.0 - (2.0 * Intensity * MeanArea)));

    /// <summary>The intensity at which discs of this size cover as much as others do.</summary>
    /// <param name="coverage">The share of the plane, from 0 to 1.</param>
    public double IntensityThatCovers(double coverage) => -Math.Log(1.0 - coverage) / MeanArea;

    /// <summary>The least intensity at which discs of this size have as long a boundary as others do; NaN if there is none.</summary>
    /// <param name="boundary">Length for a unit of area.</param>
    public double IntensityThatOutlines(double boundary)
    {
        // x exp(-x) = share, with x = λ π E R² up to 1, by halving.
        var share = boundary * MeanArea / (2.0 * Math.PI * MeanRadius);
        var (low, high) = (0.0, share <= Math.Exp(-1.0) ? 1.0 : double.NaN);
        for (var i = 0; i < 60; i++)
        {
            var middle = 0.5 * (low + high);
            (low, high) = middle * Math.Exp(-middle) < share ? (middle, high) : (low, middle);
        }

        return high / MeanArea;
    }

    private double MeanRadius => Math.Exp(Size + (0.5 * Spread * Spread));

    private double MeanArea => Math.PI * Math.Exp(2.0 * (Size + (Spread * Spread)));

    private double Bare => Math.Exp(-Intensity * MeanArea);
}
