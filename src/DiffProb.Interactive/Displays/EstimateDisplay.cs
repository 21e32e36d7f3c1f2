namespace DiffProb;

/// <summary>Estimates of values and derivatives.</summary>
internal static class EstimateDisplay
{
    private const int MostElements = 24;
    private const int MostPairs = 16;

    /// <summary>Mean and standard error.</summary>
    public static Fragment Of(Estimate estimate) => new Fragment().Heading($"{estimate}");

    /// <summary>The value, and a row for each element of each derivative.</summary>
    public static Fragment Of(GradientEstimate gradient)
    {
        var fragment = new Fragment().Line($"value: {gradient.Value}");
        PlanDisplay.Bias(fragment, gradient.Plan);
        Derivatives(fragment, [.. gradient.Parameters.Select(p => ($"d/d {p}", gradient[p], gradient.StandardError(p)))]);
        return fragment.Folded("plan", PlanDisplay.Of(gradient.Plan));
    }

    /// <summary>The value, and a row for each element of each derivative.</summary>
    public static Fragment Of(DerivativesEstimate derivatives)
    {
        var fragment = new Fragment().Line($"value: {derivatives.Value}");
        PlanDisplay.Bias(fragment, derivatives.Plan);
        var power = derivatives.Order == 1 ? "" : $"{derivatives.Order}";
        string[][] lists = [.. Lists([.. derivatives.Parameters], derivatives.Order).Take(MostPairs + 1)];
        Derivatives(fragment, [.. lists.Take(MostPairs).Select(names => ($"d{power}/{string.Join(' ', names.Select(n => $"d {n}"))}", derivatives[names], derivatives.StandardError(names)))]);
        if (lists.Length > MostPairs)
        {
            fragment.Line($"{MostPairs} of {Math.Pow(derivatives.Parameters.Count, derivatives.Order)} derivatives are shown.");
        }

        return fragment.Folded("plan", PlanDisplay.Of(derivatives.Plan));
    }

    private static void Derivatives(Fragment fragment, (string Name, Tensor Mean, Tensor Error)[] parts)
    {
        fragment.Table(["derivative", "element", "mean", "standard error"], parts.SelectMany(p => Rows(p.Name, p.Mean, p.Error)));
        foreach (var (name, mean, _) in parts.Where(p => p.Mean.Shape.Size > MostElements))
        {
            fragment.Line($"{name} has shape {mean.Shape}: {MostElements} of {mean.Shape.Size} elements are shown.");
        }
    }

    private static IEnumerable<Cell[]> Rows(string name, Tensor mean, Tensor error)
    {
        var (means, errors) = (mean.ToArray(), error.ToArray());
        for (var i = 0; i < Math.Min(means.Length, MostElements); i++)
        {
            yield return [i == 0 ? name : "", Place(mean.Shape, i), Cell.Number(means[i]), Cell.Number(errors[i])];
        }
    }

    private static string Place(Shape shape, int element)
    {
        var places = new int[shape.Rank];
        for (var d = shape.Rank - 1; d >= 0; d--)
        {
            (places[d], element) = (element % shape[d], element / shape[d]);
        }

        return shape.Rank == 0 ? "" : $"[{string.Join(", ", places)}]";
    }

    private static IEnumerable<string[]> Lists(string[] names, int order) =>
        order == 0 ? [[]] : names.SelectMany(first => Lists(names, order - 1).Select(rest => (string[])[first, .. rest]));
}
