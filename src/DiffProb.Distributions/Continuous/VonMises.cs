namespace DiffProb;

/// <summary>Von Mises distribution of an angle: the normal of the circle, cut at ±π.</summary>
/// <remarks>
/// <para><b>Density</b>: exp(concentration cos(x - loc)) / (2π I₀(concentration)), I₀ a modified Bessel function; exact for large concentrations, too.</para>
/// <para><b>Support</b>: between -π and π; a draw may be -π and never is π. <b>Shapes</b>: broadcast(loc, concentration). <b>Units</b>: radians.</para>
/// <para>The density is the same after whole turns of loc. The cdf begins at -π wherever loc lies. It and 1 minus it, and the logarithms of both, are exact in
/// both tails, and draws have all digits near loc. <see cref="Distribution.Mean"/> and <see cref="Distribution.Variance"/>, of the number between -π and π,
/// are not given; an angle has <see cref="MeanDirection"/> and <see cref="CircularVariance"/>.</para>
/// <para><b>Estimators</b>: score; pathwise (implicit) in concentration where loc is known and within π/2 of 0, whole turns apart.</para>
/// <para><b>Gradients</b>: draws and quantiles follow both parameters at a fixed value of the cdf, so that they stay between -π and π: the one path that is
/// unbiased for any cost, also for one that differs at -π and π. With loc a draw moves by 1 - p(π) / p(x) on it, whose second moment is
/// 1 - 4π p(π) + exp(-2 concentration cos(loc)): at most 2 where loc lies within π/2 of 0, and astronomic, from draws that are never met, where it lies near the
/// cut. So no path is claimed in loc, and one in concentration, of which the same holds, only where loc is known not to lie there. A cost that is periodic in x
/// can be written with loc added to a draw of VonMises(0, concentration), which is pathwise in both.</para>
/// <para><b>Source</b>: Best and Fisher (1979), Applied Statistics 28, for draws; Figurnov, Mohamed, Mnih (2018), arXiv 1805.08498, for implicit paths.</para>
/// </remarks>
/// <param name="loc">Mode and mean direction, in radians, any real number.</param>
/// <param name="concentration">Positive; for large ones x is nearly normal with variance 1 / concentration.</param>
/// <exception cref="ShapeException">loc and concentration do not broadcast.</exception>
public sealed class VonMises(Tensor loc, Tensor concentration) : Distribution(
    Support.Between(-Math.PI, Math.PI),
    [
        new("loc", loc) { Path = PathKind.None },
        new("concentration", concentration, Support.Positive) { Path = IsFarFromCut(loc) ? PathKind.Implicit : PathKind.None },
    ])
{
    private static readonly double LogTwoPi = Math.Log(2.0 * Math.PI);

    /// <summary>The distribution of one angle.</summary>
    /// <param name="loc">Mode and mean direction, in radians.</param>
    /// <param name="concentration">Positive.</param>
    public VonMises(double loc, double concentration)
        : this((Tensor)loc, (Tensor)concentration)
    {
    }

    /// <summary>Direction of the mean of (cos x, sin x): loc.</summary>
    public Tensor MeanDirection => loc.BroadcastTo(Shape);

    /// <summary>1 less the length of the mean of (cos x, sin x): 1 - I₁(concentration) / I₀(concentration), in (0, 1).</summary>
    public Tensor CircularVariance => VonMisesForms.BesselRatioComplement(concentration).BroadcastTo(Shape);

    /// <inheritdoc/>
    protected override Tensor EntropyPerPart =>
        LogTwoPi + VonMisesForms.LogScaledBesselI0(concentration) + (concentration * VonMisesForms.BesselRatioComplement(concentration));

    /// <inheritdoc/>
    public override Tensor Cdf(Tensor value) => VonMisesForms.Below(value, loc, concentration);

    /// <inheritdoc/>
    public override Tensor Icdf(Tensor probability) => VonMisesForms.Quantile(probability, loc, concentration);

    internal override Tensor SampleFrom(NoiseSource noise) =>
        VonMisesForms.Follow(noise.VonMises(loc.BroadcastTo(Shape).StopGradient(), concentration.BroadcastTo(Shape).StopGradient()), loc, concentration);

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) => VonMisesForms.LogDensity(x, loc, concentration);

    private static bool IsFarFromCut(Tensor loc) => loc.Operation is Constant && Array.TrueForAll(Evaluation.Values(loc), v => Math.Cos(v) >= 0.0);

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new VonMises(parameters[0], parameters[1]);
}
