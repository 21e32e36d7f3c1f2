namespace DiffProb;

/// <summary>The distributions that one is made of: their parameters are its own, under names like "components[0].loc".</summary>
internal sealed class InnerDistributions(IReadOnlyList<(string Name, Distribution Distribution)> members)
{
    /// <summary>The parameters of all members in their order, under their names.</summary>
    public IEnumerable<DistributionParameter> Parameters =>
        members.SelectMany(m => m.Distribution.Parameters.Select(p => p with { Name = $"{m.Name}.{p.Name}" }));

    /// <summary>What equal makes of the whole have in common.</summary>
    public object Make => string.Join(' ', members.Select(m => $"{m.Name}: {m.Distribution.Make}"));

    /// <summary>The members with other parameters, taken one after the other from <paramref name="first"/> on.</summary>
    public Distribution[] With(IReadOnlyList<Tensor> parameters, int first)
    {
        var next = first;
        return [.. members.Select(m => m.Distribution.With(_ => parameters[next++]))];
    }
}
