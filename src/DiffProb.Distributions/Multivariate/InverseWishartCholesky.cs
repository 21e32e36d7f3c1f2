namespace DiffProb;

/// <summary>Cholesky factors of matrices from a <see cref="InverseWishart"/>: no draw is ever factorized again.</summary>
/// <remarks>
/// <para><b>Density</b>: that of X = L Lᵀ times 2ᴺ Π Lᵢᵢ^(N - i), i from 0, over the lower triangle of L.</para>
/// <para><b>Support</b>: lower triangular matrices with a positive diagonal. <b>Shapes</b>: df [...], scaleTril [..., N, N]; an event is [..., N, N].</para>
/// <para><b>Estimators</b>: pathwise (explicit in scaleTril, implicit in df), score.</para>
/// </remarks>
/// <param name="df">Degrees of freedom [...], above N - 1.</param>
/// <param name="scaleTril">Cholesky factor of S: lower triangular [..., N, N], positive on the diagonal.</param>
/// <exception cref="ShapeException">scaleTril is not square.</exception>
public sealed class InverseWishartCholesky(Tensor df, Tensor scaleTril) : Distribution(
    Support.LowerCholesky,
    MatrixEvents.Parameters(nameof(InverseWishartCholesky), df, scaleTril),
    MatrixEvents.ShapeOf(df, new("scaleTril", scaleTril)),
    together: 2)
{
    private InverseWishartLaw Law => new(df, scaleTril.Tril());

    internal override Tensor SampleFrom(NoiseSource noise) => Law.Draw(noise, Parts);

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) => Law.LogDensity(x) + Bartlett.LogJacobian(x);

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new InverseWishartCholesky(parameters[0], parameters[1]);
}
