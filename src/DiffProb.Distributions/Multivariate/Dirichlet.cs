namespace DiffProb;

/// <summary>Dirichlet distribution on the probability simplex.</summary>
/// <remarks>
/// <para><b>Density</b>: Γ(Σ aₖ) / Π Γ(aₖ) Π xₖ^(aₖ - 1), with a = concentration, over the first K - 1 parts.</para>
/// <para><b>Support</b>: vectors of numbers of at least 0 with sum 1. <b>Shapes</b>: concentration [..., K], an event is [..., K]; leading dimensions are independent.</para>
/// <para>Draws are made in log space, so that log of a draw stays exact where the draw underflows (concentration 1e-3).</para>
/// <para><b>Estimators</b>: pathwise (implicit, of each part's own Beta law and not of ratios of gammas: ∂xᵢ/∂aⱼ = -(∂F/∂aⱼ)(xⱼ) / p(xⱼ) (δᵢⱼ - xᵢ) / (1 - xⱼ);
/// Jankowiak and Obermeyer 2018, arXiv 1806.01851, equation 15), score.</para>
/// </remarks>
public sealed class Dirichlet : Distribution
{
    private readonly Tensor concentration;

    /// <summary>Dirichlet distribution by concentrations.</summary>
    /// <param name="concentration">Positive weights [..., K] of the parts; large ones spread less.</param>
    /// <exception cref="ShapeException">concentration is a scalar.</exception>
    public Dirichlet(Tensor concentration)
        : base(Support.Simplex, [new("concentration", concentration, Support.Positive) { Path = PathKind.Implicit }], ShapeOf(concentration), together: 1)
    {
        this.concentration = concentration;
    }

    /// <inheritdoc/>
    protected override Tensor MeanPerElement => concentration / Total.Unsqueeze(-1);

    /// <inheritdoc/>
    protected override Tensor VariancePerElement
    {
        get
        {
            var (mean, rest) = (MeanPerElement, (Total.Unsqueeze(-1) - concentration) / Total.Unsqueeze(-1));
            return mean * rest / (Total.Unsqueeze(-1) + 1.0);
        }
    }

    /// <inheritdoc/>
    protected override Tensor EntropyPerPart =>
        concentration.LogGamma().Sum(-1) - Total.LogGamma() + ((Total - Shape[^1]) * Total.Digamma()) - ((concentration - 1.0) * concentration.Digamma()).Sum(-1);

    private Tensor Total => concentration.Sum(-1);

    internal override Tensor SampleFrom(NoiseSource noise) =>
        ImplicitPath.Of(new PartsPath(), noise.LogGamma(concentration), concentration).LogSoftmax().Exp();

    /// <inheritdoc/>
    protected override Tensor LogDensityPerPart(Tensor x) => (concentration - 1.0).XLogY(x).Sum(-1) + Total.LogGamma() - concentration.LogGamma().Sum(-1);

    /// <inheritdoc/>
    protected override Distribution Rebuild(IReadOnlyList<Tensor> parameters) => new Dirichlet(parameters[0]);

    private static Shape ShapeOf(Tensor concentration)
    {
        ArgumentNullException.ThrowIfNull(concentration);
        return concentration.Shape.Rank > 0 ? concentration.Shape : throw DistributionErrors.NeedsCategories(nameof(Dirichlet), new("concentration", concentration));
    }

    /// <summary>How the logarithms of the parts, up to a common one, move: each with its own concentration as the logit of its Beta law does.</summary>
    private sealed record PartsPath : IPath
    {
        public Tensor Derivative(int parameter, Tensor draw, Tensor[] parameters, Tensor adjoint)
        {
            var (a, size) = (parameters[0], draw.Shape[^1]);
            if (size == 1)
            {
                return Tensor.Literal(0.0).BroadcastTo(draw.Shape);
            }

            var rest = Tensor.Where(Factorizations.Identity(size) > 0.0, 0.0, a.Unsqueeze(-2)).Sum(-1);
            return adjoint * Tensor.Create(new BetaPathDerivative(0), Elementwise.Promote(true, a, rest, PartLogits.Of(draw)));
        }
    }
}
