namespace DiffProb;

/// <summary>A transform read backwards: domain and codomain change places, and the stretch changes its sign.</summary>
internal sealed record InverseTransform(Transform Of) : Transform
{
    public override Support Domain => Of.Codomain;

    public override Support Codomain => Of.Domain;

    public override IReadOnlyList<DistributionParameter> Parameters => Of.Parameters;

    public override Transform Inverted => Of;

    internal override int DomainRank => Of.CodomainRank;

    internal override int CodomainRank => Of.DomainRank;

    internal override Tensor IsIncreasing => Of.IsIncreasing;

    internal override Tensor? Slope => Of.Slope is { } slope ? 1.0 / slope : null;

    internal override IReadOnlyList<DistributionParameter> ParametersOn(Support support) =>
        [.. Parameters.Select(p => p with { MovesSupport = !support.Equals(Domain) })];

    internal override Transform With(IReadOnlyList<Tensor> parameters) => new InverseTransform(Of.With(parameters));

    internal override Tensor ForwardOf(Tensor x) => Of.InverseOf(x);

    internal override Tensor InverseOf(Tensor y) => Of.ForwardOf(y);

    internal override Tensor LogDeterminantOf(Tensor x) => -Of.LogDeterminantOf(Of.InverseOf(x));

    internal override Shape ForwardShape(Shape x) => Of.InverseShape(x);

    internal override Shape InverseShape(Shape y) => Of.ForwardShape(y);

    private protected override string Text => Of is ExpTransform ? "Log" : $"Inverse({Of})";
}
