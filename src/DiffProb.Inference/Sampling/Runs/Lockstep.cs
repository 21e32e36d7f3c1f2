namespace DiffProb;

/// <summary>Runs chains side by side on one thread: in each round the questions of all are answered by one run of an executable.</summary>
/// <remarks>
/// Where chains have one kernel, each goes on as it can, and may be some steps ahead of others. Where there are several, all wait for the last one before the next
/// kernel begins, so that their questions are of one kind.
/// </remarks>
/// <param name="densities">What answers.</param>
/// <param name="waits">Whether chains wait for each other between kernels.</param>
internal sealed class Lockstep(BatchedDensities densities, bool waits)
{
    /// <summary>Runs what each chain does next, until none does anything.</summary>
    /// <param name="chains">The chains.</param>
    /// <param name="next">What a chain does, as questions; null where it is at its end.</param>
    /// <param name="cancellation">Stops between two rounds; chains that are in the middle of a step are put back.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public void Run(IReadOnlyList<Chain> chains, Func<Chain, IEnumerable<DensityQuery>?> next, CancellationToken cancellation)
    {
        var work = chains.Select(c => (Chain: c, Doing: next(c)?.GetEnumerator())).ToArray();
        for (var c = 0; c < work.Length; c++)
        {
            Advance(ref work[c], next);
        }

        var round = new List<int>();
        while (true)
        {
            Choose(work, round);
            if (round.Count == 0)
            {
                return;
            }

            if (cancellation.IsCancellationRequested && !Array.Exists(work, w => w.Doing is { Current.IsLearning: true }))
            {
                UndoAll(work);
                cancellation.ThrowIfCancellationRequested();
            }

            densities.Answer(round.ConvertAll(c => work[c].Doing!.Current));
            foreach (var c in round)
            {
                Advance(ref work[c], next);
            }
        }
    }

    private static void Advance(ref (Chain Chain, IEnumerator<DensityQuery>? Doing) one, Func<Chain, IEnumerable<DensityQuery>?> next)
    {
        while (one.Doing is { } doing && !doing.MoveNext())
        {
            doing.Dispose();
            one.Doing = next(one.Chain)?.GetEnumerator();
        }
    }

    // The chains whose questions are answered together.
    private void Choose((Chain Chain, IEnumerator<DensityQuery>? Doing)[] work, List<int> round)
    {
        round.Clear();
        var phase = long.MaxValue;
        foreach (var (_, doing) in work)
        {
            phase = doing is null ? phase : Math.Min(phase, doing.Current.Phase);
        }

        for (var c = 0; c < work.Length; c++)
        {
            if (work[c].Doing is not { } doing || (waits && doing.Current.Phase > phase))
            {
                continue;
            }

            var first = round.Count == 0 ? doing.Current : work[round[0]].Doing!.Current;
            if (doing.Current.Kind == first.Kind && (first.Kind != QueryKind.Conditional || doing.Current.Site == first.Site))
            {
                round.Add(c);
            }
        }
    }

    private static void UndoAll((Chain Chain, IEnumerator<DensityQuery>? Doing)[] work)
    {
        foreach (var (chain, doing) in work)
        {
            if (doing is not null)
            {
                chain.Undo();
            }
        }
    }
}
