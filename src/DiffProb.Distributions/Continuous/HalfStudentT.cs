namespace DiffProb;

/// <summary>Absolute value of a Student t variable around 0.</summary>
/// <remarks>
/// <para><b>Density</b>: twice that of Student t with loc 0, on the positive side.</para>
/// <para><b>Support</b>: at least 0. <b>Shapes</b>: broadcast(df, scale).</para>
/// <para>Its cdf is exact near 0, and 1 minus it in the tail.</para>
/// <para><b>Estimators</b>: pathwise (explicit in scale, implicit in df as for <see cref="StudentT"/>), score.</para>
/// </remarks>
/// <param name="df">Degrees of freedom, positive.</param>
/// <param name="scale">Positive, in the units of x.</param>
/// <exception cref="ShapeException">df and scale do not broadcast.</exception>
public sealed class HalfStudentT(Tensor df, Tensor scale) : Distribution(
    Support.NonNegative, [new("df", df, Support.Positive) { Path = PathKind.Implicit }, new("scale", scale, Support.Positive)])
{
    /// <summary>The distribution of one number.</summary>
    /// <param name="df">Degrees of freedom, positive.</param>
    /// <param name="scale">Positive.</param>
    public HalfStudentT(double df, double scale)
        : this((Tensor)df, (Tensor)scale)
    {
    }

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => scale * StudentForms.MeanSize(df);

    /// <inheritdoc/>
    protected override Tensor VariancePerElement
    {
        get
        {
            var variance = StudentForms.Variance(df) - Tensor.Where(df > 2.0, StudentForms.MeanSize(df), 0.0).Square();
            return scale.Square() * variance;
        }
    }

    /// <inheritdoc/>
    protected override Tensor EntropyPerPart => scale.Log() + StudentForms.Entropy(0.5, df) - Math.Log(2.0);

    /// <inheritdoc/>
    public override Tensor Cdf(Tensor value) => StudentFunctions.Inner(df, Tensor.Max(value, 0.0) / scale);

    /// <inheritdoc/>
    public override Tensor Survival(Tensor value) => StudentFunctions.Outer(df, Tensor.Max(value, 0.0) / scale);

    /// <inheritdoc/>
    public override Tensor LogCdf(Tensor value) => StudentFunctions.LogInner(df, Tensor.Max(value, 0.0) / scale);

    /// <inheritdoc/>
    public override Tensor LogSurvival(Tensor value) => StudentFunctions.LogOuter(df, Tensor.Max(value, 0.0) / scale);

    /// <inheritdoc/>
    public override Tensor Icdf(Tensor probability) => ImplicitQuantile(scale * StudentForms.QuantileOfSize(df, probability), probability);

    internal override Tensor SampleFrom(NoiseSource noise) => scale * StudentForms.Size(noise, df.BroadcastTo(Shape));

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) => Math.Log(2.0) + StudentForms.LogDensity(df, x / scale) - scale.Log();

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new HalfStudentT(parameters[0], parameters[1]);
}
