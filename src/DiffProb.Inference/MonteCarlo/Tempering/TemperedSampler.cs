namespace DiffProb;

/// <summary>Runs independent tempered particle systems of a program, several at a time. The bits of a run do not depend on how many.</summary>
internal static class TemperedSampler
{
    /// <summary>Draws from the posterior of a program.</summary>
    /// <exception cref="DiffProbException">The program or an option is wrong, or no particle of the prior has a likelihood.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static TemperingResult Run<T>(Prob<T> model, TemperingOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        options.Check();
        var program = TemperedProgram.Of(model, options.Parameters, options.Particles);
        if (program.Dimension == 0)
        {
            throw InferenceErrors.NothingContinuous(program.Names);
        }

        var parts = new TemperedParts(program, options, (engine, position) => program.Fault(engine, position));
        var runs = IndependentRuns.Of(options.Runs, options.Threads, r => new TemperedRun(parts, options, r), options.Cancellation);
        return new(program, runs, options);
    }
}
