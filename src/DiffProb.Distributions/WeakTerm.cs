namespace DiffProb;

/// <summary>One term of the derivative of a law as a signed sum of laws: d E f(z) = Σ d(weight) E f(value), over the terms of one parameter.</summary>
/// <remarks><b>Source</b>: Pflug (1989), doi:10.1007/978-3-642-48417-0; Mohamed, Rosca, Figurnov, Mnih (2020), arXiv 1906.10652, table 1.</remarks>
/// <param name="Weight">For each independent part; its derivative in the parameter counts, and not its value.</param>
/// <param name="Value">A draw of the term's law for each part, coupled with the other terms so that their difference varies little.</param>
/// <param name="IsPossible">Bool, for each part: whether the value can happen, where it may have no number if it cannot; null for always.</param>
internal readonly record struct WeakTerm(Tensor Weight, Tensor Value, Tensor? IsPossible = null)
{
    /// <summary>d E f(z) / d parameter = constant (E f(plus) - E f(minus)).</summary>
    public static IReadOnlyList<WeakTerm> Difference(Tensor parameter, Tensor constant, Tensor plus, Tensor minus)
    {
        var weight = constant.StopGradient() * parameter;
        return [new(weight, plus), new(-weight, minus)];
    }

    /// <summary>One term for each category, weighted with its probability: exact in the part, whose own draw does not matter.</summary>
    public static IReadOnlyList<WeakTerm> Categories(Tensor probs, Func<int, Tensor> value) =>
        [.. Enumerable.Range(0, probs.Shape[^1]).Select(k => new WeakTerm(probs.Select(-1, k), value(k), probs.Select(-1, k) > 0.0))];
}
