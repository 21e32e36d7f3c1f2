namespace DiffProb;

/// <summary>Runs programs forward: many draws side by side by one executable.</summary>
internal static class Simulator
{
    /// <summary>Draws of sites, recorded values and data from the program alone, as one chain.</summary>
    /// <exception cref="DiffProbException">The program has a factor on what is drawn, or a number is out of its range.</exception>
    public static Posterior Prior<T>(Prob<T> program, int draws, SimulationOptions options)
    {
        ArgumentNullException.ThrowIfNull(program);
        if (draws < 1)
        {
            throw InferenceErrors.OptionOutside("Draws", "at least 1", draws);
        }

        var (forward, all) = Alone(program, draws, options);
        return Whole(forward, all).WithProvenance(new() { Sampler = "prior", Seed = options.Seed });
    }

    /// <summary>The same, with data under the names that they have in the program, those of the steps of a loop each by itself.</summary>
    public static (Posterior Quantities, IReadOnlyList<Draws> Data) Simulate<T>(Prob<T> program, int draws, SimulationOptions options)
    {
        var (forward, all) = Alone(program, draws, options);
        return (new(all[..forward.Quantities.Length]), all[forward.Quantities.Length..]);
    }

    /// <summary>Sites of a program that a posterior has draws of stand at those; other sites, and the data, are drawn.</summary>
    /// <exception cref="DiffProbException">No site is shared, shapes differ, or a shared discrete site was summed out in a run that is not known any more.</exception>
    public static Posterior Predict<T>(Posterior posterior, Prob<T> program, SimulationOptions options)
    {
        ArgumentNullException.ThrowIfNull(posterior);
        ArgumentNullException.ThrowIfNull(program);
        if (posterior.DrawCount == 0)
        {
            throw PosteriorErrors.NothingToReplay();
        }

        if (posterior.SummedOut.Any(n => !posterior.Names.Contains(n)))
        {
            posterior = posterior.WithDiscreteDraws(options.Seed);
        }

        var given = posterior.Quantities.ToDictionary(q => q.Name, q => q.Shape);
        var forward = ForwardProgramModule.ofProgram(program, options.Parameters, posterior.DrawCount, given, options.Anew);
        string[] sites = [.. forward.Graph.Sites.Select(s => s.Name)];
        if (sites.FirstOrDefault(s => !given.ContainsKey(s) && given.ContainsKey($"probs({s})") && !options.Anew.Contains(s)) is { } summedOut)
        {
            throw PosteriorErrors.SummedOut(summedOut);
        }

        ForwardProgramModule.checkShared(forward, given.Keys, options.Anew);
        string[] shared = [.. forward.Given.Select(g => g.Item1.Name)];
        var chains = Enumerable.Range(0, posterior.ChainCount).Select(c => shared.Select(n => posterior.Of(n).Chain(c).ToArray()).ToArray());
        return Whole(forward, Run(forward, [.. chains], options)).WithProvenance(posterior.Provenance with { Sampler = "predict", Seed = options.Seed });
    }

    private static (ForwardProgram Forward, Draws[] All) Alone<T>(Prob<T> program, int draws, SimulationOptions options)
    {
        var forward = ForwardProgramModule.ofProgram(program, options.Parameters, draws, new Dictionary<string, Shape>(), options.Anew);
        return (forward, Run(forward, [[]], options));
    }

    private static Posterior Whole(ForwardProgram forward, Draws[] all) =>
        new Posterior(all[..forward.Quantities.Length], all[forward.Quantities.Length..]).WithObserved(Steps.Together(ForwardProgramModule.observed(forward.Graph)));

    // Quantities, then data. Each chain by one run, with a key of its own.
    private static Draws[] Run(ForwardProgram forward, double[][][] given, SimulationOptions options)
    {
        var executable = ForwardProgramModule.compile(options.Engine, forward);
        var key = Key.FromSeed(options.Seed).Child("forward");
        ForwardValue[] values = [.. forward.Quantities, .. forward.Data];
        var chains = given.Select((draws, c) =>
        {
            options.Cancellation.ThrowIfCancellationRequested();
            var bindings = forward.Given.Zip(draws).Aggregate(
                Bindings.Empty.With(key.Child((ulong)c)).With(options.Cancellation),
                (b, g) => b.With(Bindings.LabelOf(g.First.Item2), Tensor.Of(g.First.Item2.Shape, g.Second)));
            return executable.Run(bindings).Select(t => t.ToArray()).ToArray();
        }).ToArray();
        return [.. values.Select((v, i) => Draws.Owning(v.Name, v.Shape, [.. chains.Select(c => c[i])]))];
    }
}
