namespace DiffProb;

/// <summary>Cholesky factors of correlation matrices whose density is a power of the determinant.</summary>
/// <remarks>
/// <para><b>Density</b>: Π Lᵢᵢ^(D - i - 1 + 2 (concentration - 1)) / Z for i = 1 … D - 1, over the strictly lower elements; the correlation matrix L Lᵀ has
/// density det^(concentration - 1). At concentration 1 all correlation matrices are equally likely.</para>
/// <para><b>Support</b>: Cholesky factors of correlation matrices. <b>Shapes</b>: concentration [...], an event is [..., D, D].</para>
/// <para>Row i is a uniform direction times the root of a Beta(i / 2, concentration + (D - 1 - i) / 2).</para>
/// <para><b>Estimators</b>: pathwise (implicit), score. <b>Source</b>: Lewandowski, Kurowicka, Joe (2009), doi:10.1016/j.jmva.2009.04.008, section 3.2 (onion method).</para>
/// </remarks>
public sealed class LKJCholesky : Distribution
{
    private readonly int dimension;
    private readonly Tensor concentration;

    /// <summary>Cholesky factors of D by D correlation matrices.</summary>
    /// <param name="dimension">D, at least 1.</param>
    /// <param name="concentration">Positive; above 1 small correlations are likelier.</param>
    public LKJCholesky(int dimension, Tensor concentration)
        : base(
            Support.CorrelationCholesky,
            [new("concentration", concentration, Support.Positive) { Path = PathKind.Implicit }],
            concentration.Shape.Concat(Shape.Of(Math.Max(dimension, 0), Math.Max(dimension, 0))),
            together: 2)
    {
        if (dimension < 1)
        {
            throw DistributionErrors.AtLeast(nameof(LKJCholesky), nameof(dimension), 1, dimension);
        }

        (this.dimension, this.concentration) = (dimension, concentration);
    }

    internal override object Make => (base.Make, dimension);

    // Second parameter of the Beta of row i, [..., D - 1] for i from 1.
    private Tensor Rest => concentration.Unsqueeze(-1) + Tensor.Literals([.. Rows.Select(i => 0.5 * (dimension - 1 - i))]);

    private Tensor Half => Tensor.Literals([.. Rows.Select(i => 0.5 * i)]);

    private IEnumerable<int> Rows => Enumerable.Range(1, dimension - 1);

    internal override Tensor SampleFrom(NoiseSource noise)
    {
        if (dimension == 1)
        {
            return Tensor.Literal(1.0).BroadcastTo(Shape);
        }

        var normals = noise.StandardNormal(Shape).Tril(-1).Slice(-2, 1, dimension);
        var directions = normals / normals.Square().Sum(-1).Sqrt().Unsqueeze(-1);
        var odds = noise.BetaLogit(Half.BroadcastTo(Rest.Shape), Rest).Unsqueeze(-1);
        var below = (0.5 * odds.LogSigmoid()).Exp() * directions;
        var diagonal = (0.5 * (-odds).LogSigmoid()).Exp() * Factorizations.Identity(dimension).Slice(-2, 1, dimension);
        var first = Factorizations.Identity(dimension).Slice(-2, 0, 1).BroadcastTo(Parts.Concat(Shape.Of(1, dimension)));
        return Shapes.Concatenate([first, (below + diagonal).BroadcastTo(Parts.Concat(Shape.Of(dimension - 1, dimension)))], -2);
    }

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x)
    {
        if (dimension == 1)
        {
            return Tensor.Literal(0.0).BroadcastTo(Parts);
        }

        var powers = (2.0 * (concentration - 1.0)).Unsqueeze(-1) + Tensor.Literals([.. Rows.Select(i => (double)(dimension - 1 - i))]);
        var logs = x.Diagonal().Slice(-1, 1, dimension).Log();
        return (powers * logs).Sum(-1) - LogVolume;
    }

    // Row by row: the area of half of a sphere, log π^(i/2) Γ(b) / Γ(b + i/2), b as in Rest.
    private Tensor LogVolume => ((Half * Math.Log(Math.PI)) + Rest.LogGamma() - (Rest + Half).LogGamma()).Sum(-1);

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new LKJCholesky(dimension, parameters[0]);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}(dimension: {dimension}, concentration: {concentration})";
}
