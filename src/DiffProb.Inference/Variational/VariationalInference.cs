namespace DiffProb;

/// <summary>Fits a guide to the posterior of a program.</summary>
internal static class VariationalInference
{
    /// <summary>Fits a guide to a model.</summary>
    /// <exception cref="DiffProbException">The model, the guide or an option is wrong, or a number is not finite.</exception>
    public static VariationalFit Run<T>(Prob<T> model, Guide guide, VariationalOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(guide);
        options.Check();
        var program = GuidedProgram.Of(model, guide, options.InitialScale);
        return guide.IsMode ? AtMode(program, options) : ByBound(program, options);
    }

    private static VariationalFit AtMode(GuidedProgram program, VariationalOptions options)
    {
        var asked = options.ImportanceDraws > 1 ? nameof(options.ImportanceDraws)
            : options.Plan is not null ? nameof(options.Plan)
            : options.Measure ? nameof(options.Measure)
            : options.Resume is not null ? nameof(options.Resume)
            : options.Checkpoints != Checkpoints.Never ? nameof(options.Checkpoints)
            : null;
        if (asked is not null)
        {
            throw InferenceErrors.ModeHasNoBound(program.Guide.ToString()!, asked);
        }

        var (mode, parameters) = new ModeSearch(program, options).Run();
        return new(program, options, parameters, mode.History) { IsSearched = mode.IsConverged, IsCanceled = options.Cancellation.IsCancellationRequested };
    }

    private static VariationalFit ByBound(GuidedProgram program, VariationalOptions options)
    {
        var (objective, plan) = Objective(program, options);
        var fit = Expectation.Maximize(options.ToOptimization(Start(program, options), plan), objective);
        return new(program, options, fit.Values, fit.History) { Plan = fit.Plan, Checkpoint = fit.Checkpoint, IsCanceled = fit.IsCanceled };
    }

    // The importance weighted bound mixes draws: where they are differentiated along their paths, doubly; where they are scored, each against the others.
    private static (Prob<Microsoft.FSharp.Core.Unit> Objective, Plan? Plan) Objective(GuidedProgram program, VariationalOptions options)
    {
        var objective = program.Objective(options.ImportanceDraws, false);
        if (options.ImportanceDraws == 1 || options.Plan is not null || options.Measure)
        {
            return (objective, options.Plan);
        }

        var plan = Expectation.Plan(options.ToEstimation(), objective);
        var used = plan.Entries.Where(e => e.Estimator.Name != "NotNeeded").ToArray();
        if (program.HasDensityOfDraw && used.All(e => e.Estimator.Equals(Dsl.Pathwise)))
        {
            return (program.Objective(options.ImportanceDraws, true), null);
        }

        var served = program.MixedInDrawsAlone(options.ImportanceDraws);
        var scored = used.Where(e => e.Estimator.Name.StartsWith("Score", StringComparison.Ordinal) && e.Reason != Planner.askedFor && served.Contains(e.Site)).ToArray();
        var vimco = Dsl.Score(Dsl.Vimco);
        return (objective, scored.Length == 0 ? null : scored.Aggregate(plan, (p, e) => p.With(e.Site, e.Cost, vimco)));
    }

    private static IReadOnlyDictionary<string, Tensor> Start(GuidedProgram program, VariationalOptions options)
    {
        if (!program.Guide.IsAutomatic || program.Dimension == 0 || options.Parameters is NamedTensors || options.Parameters.ContainsKey(ApproximationModule.loc) || options.Resume is not null)
        {
            return options.Parameters;
        }

        return new Dictionary<string, Tensor>(options.Parameters) { [ApproximationModule.loc] = Tensor.Of(InitialPosition.Find(program, options)) };
    }
}
