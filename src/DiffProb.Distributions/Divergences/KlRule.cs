namespace DiffProb;

/// <summary>A closed form of the Kullback-Leibler divergence for two families.</summary>
/// <param name="P">Family of the law that the expectation is taken under, or a type that has it as a member.</param>
/// <param name="Q">Family of the law compared with.</param>
/// <param name="PerPart">The divergence of each independent part, to broadcast; null where this pair of laws has none after all.</param>
internal sealed record KlRule(Type P, Type Q, Func<Distribution, Distribution, Tensor?> PerPart)
{
    /// <summary>Whether the result is that of the whole event already: where the parts of one law are no parts of the other.</summary>
    public bool IsOfEvents { get; init; }

    /// <summary>The divergence of each part, if the rule speaks of these families and knows it.</summary>
    public Tensor? Of(Distribution p, Distribution q) => P.IsInstanceOfType(p) && Q.IsInstanceOfType(q) ? PerPart(p, q) : null;

    /// <summary>The divergence of whole events, if the rule speaks of these families and knows it.</summary>
    public Tensor? Total(Distribution p, Distribution q) => Of(p, q) is { } parts ? IsOfEvents ? parts : parts.BroadcastTo(Shape.Broadcast(p.Parts, q.Parts)).Sum() : null;

    /// <summary>A rule for laws with independent parts.</summary>
    public static KlRule Of<TP, TQ>(Func<TP, TQ, Tensor?> perPart)
        where TP : Distribution
        where TQ : Distribution => new(typeof(TP), typeof(TQ), (p, q) => perPart((TP)p, (TQ)q));

    /// <summary>A rule for whole events.</summary>
    public static KlRule OfEvents<TP, TQ>(Func<TP, TQ, Tensor?> total)
        where TP : Distribution
        where TQ : Distribution => new(typeof(TP), typeof(TQ), (p, q) => total((TP)p, (TQ)q)) { IsOfEvents = true };
}
