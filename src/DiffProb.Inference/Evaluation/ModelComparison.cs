namespace DiffProb;

/// <summary>A model among others.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Estimate">How well it predicts.</param>
/// <param name="Difference">Elpd less that of the best model, in nats: 0 or less.</param>
/// <param name="StandardError">Standard error of the difference, from data paired.</param>
public sealed record ComparedModel(string Name, ElpdEstimate Estimate, double Difference, double StandardError);

/// <summary>Models by how well they predict the same data, the best first.</summary>
/// <remarks><para><b>Source</b>: Vehtari, Gelman, Gabry (2017), doi:10.1007/s11222-016-9696-4, section 5.2; what differences mean: Sivula, Magnusson, Matamoros, Vehtari (2020), arXiv:2008.10296.</para></remarks>
[TypeFormatterSource]
public sealed class ModelComparison
{
    // Below these, the normal approximation of the difference's error is too narrow.
    private const double LeastDifference = 4.0;
    private const int LeastData = 100;

    private ModelComparison(IReadOnlyList<ComparedModel> models)
    {
        Models = models;
        Notes = [.. NotesOf(models)];
    }

    /// <summary>The models, the best first.</summary>
    public IReadOnlyList<ComparedModel> Models { get; }

    /// <summary>What to bear in mind, a note each; empty if nothing is.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Compares models.</summary>
    /// <param name="models">Name and estimate of each, all by the same method on the same data in the same order.</param>
    /// <exception cref="ValueException">There are fewer than two models, or they are judged otherwise or on other data.</exception>
    public static ModelComparison Of(params IReadOnlyList<(string Name, ElpdEstimate Estimate)> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        if (models.Count < 2)
        {
            throw PosteriorErrors.TooFewModels(models.Count);
        }

        var first = models[0];
        foreach (var (name, estimate) in models)
        {
            if (estimate.Method != first.Estimate.Method)
            {
                throw PosteriorErrors.OtherMethod(first.Name, first.Estimate.Method, name, estimate.Method);
            }

            if (estimate.Pointwise.Shape.Size != first.Estimate.Pointwise.Shape.Size)
            {
                throw PosteriorErrors.OtherData(first.Name, first.Estimate.Pointwise.Shape.Size, name, estimate.Pointwise.Shape.Size);
            }
        }

        var ordered = models.OrderByDescending(m => m.Estimate.Elpd).ToArray();
        var best = ordered[0].Estimate.Pointwise.ToArray();
        return new([.. ordered.Select(m =>
        {
            var (difference, error) = ElpdEstimate.Total([.. m.Estimate.Pointwise.ToArray().Zip(best, (a, b) => a - b)]);
            return new ComparedModel(m.Name, m.Estimate, difference, error);
        })]);
    }

    /// <summary>The table and the notes.</summary>
    public override string ToString() => string.Join('\n', (string[])[TextTable.Of(Header(), [.. Models.Select(Cells)]), .. Notes]);

    internal string[] Header()
    {
        string[] header = ["", "elpd difference", "its error", "elpd", "its error", "parameters"];
        return Models.Any(m => m.Estimate is PsisLoo) ? [.. header, "bad k"] : header;
    }

    internal string[] Cells(ComparedModel model)
    {
        string[] cells =
        [
            model.Name, .. new[] { model.Difference, model.StandardError, model.Estimate.Elpd, model.Estimate.StandardError, model.Estimate.EffectiveParameters }.Select(ElpdText.Number),
        ];
        return model.Estimate is PsisLoo loo ? [.. cells, $"{loo.HighCount}"] : cells;
    }

    private static IEnumerable<string> NotesOf(IReadOnlyList<ComparedModel> models)
    {
        var data = models[0].Estimate.Pointwise.Shape.Size;
        var close = models.Skip(1).Where(m => m.Difference > -LeastDifference).Select(m => m.Name).ToArray();
        if (close.Length > 0)
        {
            yield return $"{string.Join(", ", close)}: within 4 nats of {models[0].Name}, a difference too small to tell models apart; its error may be too small, too.\n  try judging by what the models say, or more data.";
        }

        if (data < LeastData)
        {
            yield return $"there are {data} data: below 100, errors of differences may be too small by half.\n  try taking them as a lower bound.";
        }

        foreach (var model in models.Where(m => m.Estimate.Notes.Count > 0))
        {
            yield return $"{model.Name}: {model.Estimate.Notes[0]}";
        }
    }
}
