namespace DiffProb;

/// <summary>Random walk: each value is the one before plus independent normal noise, from 0 before the first.</summary>
/// <remarks>
/// <para><b>Density</b>: the product of the normal densities of the steps, x₀ and xₜ - xₜ₋₁, with mean 0 and standard deviation scale.</para>
/// <para><b>Support</b>: real vectors. <b>Shapes</b>: scale [...], an event is [..., steps].</para>
/// <para><b>Estimators</b>: pathwise (explicit), score.</para>
/// </remarks>
public sealed class GaussianRandomWalk : Distribution
{
    private readonly Tensor scale;
    private readonly int steps;

    /// <summary>Random walk of a number of steps.</summary>
    /// <param name="scale">Standard deviation of a step, positive.</param>
    /// <param name="steps">How many values, at least 1.</param>
    public GaussianRandomWalk(Tensor scale, int steps)
        : base(Support.Real, [new("scale", scale, Support.Positive)], scale.Shape.Concat(Shape.Of(Math.Max(steps, 0))), together: 1)
    {
        if (steps < 1)
        {
            throw DistributionErrors.AtLeast(nameof(GaussianRandomWalk), nameof(steps), 1, steps);
        }

        (this.scale, this.steps) = (scale, steps);
    }

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => 0.0;

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => scale.Square().Unsqueeze(-1) * Tensor.Literals([.. Enumerable.Range(1, steps).Select(t => (double)t)]);

    /// <inheritdoc/>
    protected override Tensor EntropyPerPart => steps * (scale.Log() + (Normal.HalfLogTwoPi + 0.5));

    internal override object Make => (base.Make, steps);

    internal override Tensor SampleFrom(NoiseSource noise) => scale.Unsqueeze(-1) * noise.StandardNormal(Shape).CumSum(-1);

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x)
    {
        var rises = steps == 1 ? x : Shapes.Concatenate([x.Slice(-1, 0, 1), x.Slice(-1, 1, steps) - x.Slice(-1, 0, steps - 1)], -1);
        return (-0.5 * rises.Square().Sum(-1) / scale.Square()) - (steps * (scale.Log() + Normal.HalfLogTwoPi));
    }

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new GaussianRandomWalk(parameters[0], steps);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}(scale: {scale}, steps: {steps})";
}
