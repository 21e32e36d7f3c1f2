namespace DiffProb;

/// <summary>One transform after the other; stretches add up, those of numbers summed over the events of vectors.</summary>
internal sealed record ChainTransform : Transform
{
    /// <summary>The parts in their order.</summary>
    /// <exception cref="DiffProbException">A part does not take what the one before gives.</exception>
    public ChainTransform(Transform[] parts)
    {
        Parts = parts;
        for (var i = 1; i < parts.Length; i++)
        {
            // A transform of the numbers of a vector, and one of the vector, go together; a set must lie in the next one's domain.
            if (!parts[i].Domain.Holds(parts[i - 1].Codomain))
            {
                throw DistributionErrors.TransformsDoNotChain(parts[i - 1], parts[i]);
            }
        }
    }

    public Transform[] Parts { get; }

    public override Support Domain => Parts[0].Domain;

    // All that the last part can give, unless a part before gives less than the next one could take.
    public override Support Codomain => IsOnto ? Parts[^1].Codomain : new ImageSupport(Domain, this, Parts[^1].Codomain);

    private bool IsOnto => Enumerable.Range(1, Parts.Length - 1).All(i => Parts[i - 1].Codomain.Equals(Parts[i].Domain) || Parts[i].DomainRank != Parts[i].CodomainRank);

    public override IReadOnlyList<DistributionParameter> Parameters =>
        [.. Parts.SelectMany((part, i) => part.Parameters.Select(p => p with { Name = $"parts[{i}].{p.Name}" }))];

    internal override int DomainRank => Enumerable.Range(0, Parts.Length).Max(i => Parts[i].DomainRank - Change(i));

    internal override int CodomainRank => DomainRank + Change(Parts.Length);

    internal override Tensor IsIncreasing => Parts.Aggregate((Tensor)true, (up, part) => up.EqualTo(part.IsIncreasing));

    public bool Equals(ChainTransform? other) => other is not null && Parts.SequenceEqual(other.Parts);

    public override int GetHashCode() => Parts.Aggregate(17, HashCode.Combine);

    public override Transform Then(Transform next) => next switch
    {
        IdentityTransform => this,
        ChainTransform chain => new ChainTransform([.. Parts, .. chain.Parts]),
        _ => new ChainTransform([.. Parts, next]),
    };

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
