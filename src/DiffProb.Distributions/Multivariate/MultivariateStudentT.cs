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
    protected override Tensor EntropyPerPart => scale.HalfLogDeterminant - LogFactor + (HalfTotal * (HalfTotal.Digamma() - (0.5 * df).Digamma()));

    private double Size => scale.Size;

    private Tensor HalfTotal => 0.5 * (df + Size);

    private Tensor LogFactor => HalfTotal.LogGamma() - (0.5 * df).LogGamma() - (0.5 * Size * (df * Math.PI).Log());

    // df / (df - 2), infinite up to 2 and undefined up to 1.
    private Tensor Stretch => Tensor.Where(df > 2.0, df / Tensor.Where(df > 2.0, df - 2.0, 1.0), Tensor.Where(df > 1.0, double.PositiveInfinity, double.NaN));

    internal override Tensor SampleFrom(NoiseSource noise)
    {
        var normals = noise.StandardNormal(Shape);
        var direction = normals / normals.Square().Sum(-1).Sqrt().Unsqueeze(-1);
        var odds = noise.BetaLogit(Tensor.Literal(0.5 * Size).BroadcastTo(Parts), (0.5 * df).BroadcastTo(Parts));
        return loc + scale.Stretch((0.5 * (df.Log() + odds)).Exp().Unsqueeze(-1) * direction);
    }

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) =>
        LogFactor - scale.HalfLogDeterminant - (HalfTotal * (scale.Standardize(x - loc).Square().Sum(-1) / df).Log1p());

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new MultivariateStudentT(parameters[0], parameters[1], parameters[2]);
}
