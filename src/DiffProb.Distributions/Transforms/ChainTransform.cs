namespace DiffProb;

/// <summary>One transform after the other; stretches add up, those of numbers summed over the events of vectors.</summary>
internal sealed record ChainTransform : Transform
{
    /// <summary>The parts in their order.</summary>
    /// <exception cref="DiffProbException">A part does not take what the one before gives.</exception>
    public ChainTransform(Transform[] parts)
    {
        Parts = parts;
        var image = parts[0].Codomain;
        for (var i = 1; i < parts.Length; i++)
        {
            // A transform of the numbers of a vector, and one of the vector, go together; the image so far must lie in the next one's domain.
            image = parts[i].Domain.Holds(image) ? parts[i].ImageOf(image) : throw DistributionErrors.TransformsDoNotChain(parts[i - 1], image, parts[i]);
        }
    }

    public Transform[] Parts { get; }

    public override Support Domain => Parts[0].Domain;

    public override Support Codomain => ImageOf(Domain);

    public override IReadOnlyList<DistributionParameter> Parameters => ParametersOn(Domain);

    internal override int DomainRank => Enumerable.Range(0, Parts.Length).Max(i => Parts[i].DomainRank - Change(i));

    internal override int CodomainRank => DomainRank + Change(Parts.Length);

    internal override Tensor? Slope => Parts.Aggregate((Tensor?)1.0, (slope, part) => slope is not null && part.Slope is { } own ? slope * own : null);

    // Of affine parts but for one, whose log |det| is affine in what it gets.
    internal override bool HasAffineLogDeterminant => Parts.Count(p => p.Slope is null) <= 1 && Parts.All(p => p.HasAffineLogDeterminant);

    internal override Tensor IsIncreasing => Parts.Aggregate((Tensor)true, (up, part) => up.EqualTo(part.IsIncreasing));

    public bool Equals(ChainTransform? other) => other is not null && Parts.SequenceEqual(other.Parts);

    public override int GetHashCode() => Parts.Aggregate(17, HashCode.Combine);

    public override Transform Then(Transform next) => next switch
    {
        IdentityTransform => this,
        ChainTransform chain => new ChainTransform([.. Parts, .. chain.Parts]),
        _ => new ChainTransform([.. Parts, next]),
    };

    internal override Support ImageOf(Support support) => Parts.Aggregate(support, (image, part) => part.ImageOf(image));

    internal override IReadOnlyList<DistributionParameter> ParametersOn(Support support)
    {
        var parameters = new List<DistributionParameter>();
        foreach (var (part, i) in Parts.Select((part, i) => (part, i)))
        {
            parameters.AddRange(part.ParametersOn(support).Select(p => p with { Name = $"parts[{i}].{p.Name}" }));
            support = part.ImageOf(support);
        }

        return parameters;
    }

    internal override Transform With(IReadOnlyList<Tensor> parameters)
    {
        var next = 0;
        return new ChainTransform([.. Parts.Select(part => part.With([.. part.Parameters.Select(_ => parameters[next++])]))]);
    }

    internal override Tensor ForwardOf(Tensor x) => Parts.Aggregate(x, (t, part) => part.ForwardOf(t));

    internal override Tensor InverseOf(Tensor y) => Parts.Reverse().Aggregate(y, (t, part) => part.InverseOf(t));

    internal override Tensor LogDeterminantOf(Tensor x)
    {
        var (total, rank) = ((Tensor?)null, DomainRank);
        foreach (var part in Parts)
        {
            var own = part.LogDeterminantOf(x);
            for (var d = part.DomainRank; d < rank; d++)
            {
                own = own.Sum(-1); // of the numbers in an event
            }

            (total, x, rank) = (total is null ? own : total + own, part.ForwardOf(x), rank + part.CodomainRank - part.DomainRank);
        }

        return total!;
    }

    internal override Shape ForwardShape(Shape x) => Parts.Aggregate(x, (s, part) => part.ForwardShape(s));

    internal override Shape InverseShape(Shape y) => Parts.Reverse().Aggregate(y, (s, part) => part.InverseShape(s));

    private protected override string Text => $"Chain({string.Join(", ", Parts.AsEnumerable())})";

    // How many dimensions the event has gained before a part.
    private int Change(int before) => Parts.Take(before).Sum(p => p.CodomainRank - p.DomainRank);
}
