namespace DiffProb;

/// <summary>Student t distribution of a vector.</summary>
/// <remarks>
/// <para><b>Density</b>: Γ((df + N) / 2) / (Γ(df / 2) √(df π)ᴺ det L) (1 + |L⁻¹(x - loc)|² / df)^(-(df + N) / 2), with L = scaleTril.</para>
/// <para><b>Support</b>: real vectors. <b>Shapes</b>: df [...], loc [..., N], scaleTril [..., N, N]; an event is [..., N], leading dimensions are independent.</para>
/// <para>A draw is a direction times a radius, whose square over df is the odds of a Beta(N / 2, df / 2): its derivative in df is that of the
/// radius at a fixed quantile, the least of all that leave directions alone.</para>
/// <para><b>Estimators</b>: pathwise (explicit in loc and scaleTril, implicit in df), score.</para>
/// </remarks>
public sealed class MultivariateStudentT : Distribution
{
    private readonly Tensor df;
    private readonly Tensor loc;
    private readonly Scale scale;

    /// <summary>Student t distribution of a vector.</summary>
    /// <param name="df">Degrees of freedom [...], positive.</param>
    /// <param name="loc">Centre [..., N].</param>
    /// <param name="scaleTril">Factor of the scale matrix: lower triangular [..., N, N], positive on the diagonal.</param>
    /// <exception cref="ShapeException">scaleTril is not square, or the shapes do not fit.</exception>
    public MultivariateStudentT(Tensor df, Tensor loc, Tensor scaleTril)
        : this(df, loc, Scale.OfFactor(nameof(MultivariateStudentT), nameof(scaleTril), scaleTril))
    {
    }

    private MultivariateStudentT(Tensor df, Tensor loc, Scale scale)
        : base(
            Support.Real,
            [new("df", df, Support.Positive) { Path = PathKind.Implicit }, new("loc", loc), scale.Parameter],
            VectorEvents.Joined(
                nameof(MultivariateStudentT), loc, new("df", df), Shape.Broadcast(df.Shape.Concat(Shape.Of(1)), VectorEvents.ShapeOf(nameof(MultivariateStudentT), loc, scale))),
            together: 1)
    {
        (this.df, this.loc, this.scale) = (df, loc, scale);
    }

    /// <summary>Covariance matrices [..., N, N]; +∞ where df is at most 2.</summary>
    public Tensor Covariance => Stretch.Unsqueeze(-1).Unsqueeze(-1) * scale.Covariance;

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => Tensor.Where((df > 1.0).Unsqueeze(-1), loc, double.NaN);

    /// <inheritdoc/>
    protected override Tensor VariancePerElement => Stretch.Unsqueeze(-1) * scale.Variances;

    /// <inheritdoc/>
    protected override Tensor EntropyPerPart => scale.HalfLogDeterminant + StudentForms.Entropy(Half, df);

    private double Half => 0.5 * scale.Size;

    private Tensor Stretch => StudentForms.Variance(df);

    internal override Tensor SampleFrom(NoiseSource noise)
    {
        var normals = noise.StandardNormal(Shape);
        var direction = normals / normals.Square().Sum(-1).Sqrt().Unsqueeze(-1);
        var logRadius = 0.5 * (Math.Log(2.0) + noise.LogScaledOdds(Half, (0.5 * df).BroadcastTo(Parts)));
        return loc + scale.Stretch(logRadius.Exp().Unsqueeze(-1) * direction);
    }

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) =>
        StudentFunctions.LogGammaExcess(Half, 0.5 * df) - (Half * Math.Log(2.0 * Math.PI)) - scale.HalfLogDeterminant
        - StudentFunctions.Fall(Half, df, scale.Standardize(x - loc).Square().Sum(-1));

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new MultivariateStudentT(parameters[0], parameters[1], parameters[2]);
}
