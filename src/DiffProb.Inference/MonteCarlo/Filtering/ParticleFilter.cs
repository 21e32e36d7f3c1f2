namespace DiffProb;

/// <summary>Runs independent particle filters of a program, several at a time. The bits of a run do not depend on how many.</summary>
internal static class ParticleFilter
{
    /// <summary>Filters a program.</summary>
    /// <exception cref="DiffProbException">The program, the guide or an option is wrong, a weight is not a number, or all are zero at an observation.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static FilterResult Run<T>(Prob<T> model, GuideProgram guide, FilterOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        options.Check();
        var program = ParticleProgram.Filter(model, guide, options.Parameters, options.Particles);
        var executables = program.Compile(options.Engine);
        var runs = IndependentRuns.Of(options.Runs, options.Threads, r => new FilterRun(program, executables, options, r), options.Cancellation);
        return new(program, runs, options);
    }
}
