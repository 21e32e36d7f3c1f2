namespace DiffProb;

/// <summary>Answers questions of many chains in one run: each has its row of the positions. Rows of chains that ask nothing are computed, and not read.</summary>
/// <param name="executables">Executables of as many positions as there are chains.</param>
/// <param name="chains">How many.</param>
internal sealed class BatchedDensities(DensityExecutables executables, int chains)
{
    private readonly Dictionary<(QueryKind, string), Evaluator> evaluators = [];

    /// <summary>Answers questions of one kind, at most one of each chain.</summary>
    public void Answer(IReadOnlyList<DensityQuery> queries)
    {
        var first = queries[0];
        if (!evaluators.TryGetValue((first.Kind, first.Site), out var evaluator))
        {
            evaluators[(first.Kind, first.Site)] = evaluator = executables.Of(first.Kind, first.Site).CreateEvaluator();
        }

        var positions = evaluator.InputArray<double>(executables.Program.Input);
        foreach (var query in queries)
        {
            query.Position.CopyTo(positions, query.Chain * query.Position.Length);
        }

        if (TryRun(evaluator))
        {
            foreach (var query in queries)
            {
                Read(evaluator, query);
            }
        }
        else
        {
            foreach (var query in queries)
            {
                Alone(evaluator, query, positions);
            }
        }
    }

    // An operation that has no value at one position stops the run of all: each is asked for by itself, in all rows.
    private void Alone(Evaluator evaluator, DensityQuery query, double[] positions)
    {
        for (var row = 0; row < chains; row++)
        {
            query.Position.CopyTo(positions, row * query.Position.Length);
        }

        if (TryRun(evaluator))
        {
            Read(evaluator, query);
        }
        else
        {
            query.LogDensity = double.NaN;
            Array.Fill(query.Gradient, double.NaN);
        }
    }

    private static bool TryRun(Evaluator evaluator)
    {
        try
        {
            evaluator.Run();
            return true;
        }
        catch (ValueException)
        {
            return false;
        }
    }

    private static void Read(Evaluator evaluator, DensityQuery query)
    {
        if (query.Kind == QueryKind.Conditional)
        {
            var size = query.Probabilities.Length;
            evaluator.Output<double>(0).Slice(query.Chain * size, size).CopyTo(query.Probabilities);
            return;
        }

        query.LogDensity = evaluator.Output<double>(0)[query.Chain];
        if (query.Kind == QueryKind.Gradient)
        {
            var size = query.Gradient.Length;
            evaluator.Output<double>(1).Slice(query.Chain * size, size).CopyTo(query.Gradient);
        }
    }
}
