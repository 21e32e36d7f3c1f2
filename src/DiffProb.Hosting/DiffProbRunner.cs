using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DiffProb;

/// <summary>Starts runs of programs with the settings of the application: a service, to be asked for wherever programs run.</summary>
/// <remarks>
/// <para>It has no state that changes, so that one serves any number of requests at once, on any threads. Each run may say otherwise, as in
/// <c>runner.Estimate(program).Seed(7)</c>.</para>
/// <para>Runs write to the log of the application under the category "DiffProb".</para>
/// </remarks>
public sealed class DiffProbRunner
{
    private readonly ILogger? logger;

    internal DiffProbRunner(IOptions<DiffProbOptions> options, EngineCatalogue engines, ILoggerFactory? logging)
    {
        var settings = options.Value;
        (Engine, Seed, Precision) = (engines.Create(settings), settings.Seed, settings.Precision);
        logger = logging?.CreateLogger("DiffProb");
    }

    /// <summary>Where runs compute.</summary>
    public IEngine Engine { get; }

    /// <summary>Where the random numbers of a run begin.</summary>
    public ulong Seed { get; }

    /// <summary>In which type runs compute.</summary>
    public DType Precision { get; }

    /// <summary>Estimates the expectation of the program's costs, and its derivatives, or audits its estimators.</summary>
    /// <typeparam name="T">Type of the program's result.</typeparam>
    /// <param name="program">The program.</param>
    public EstimationBuilder<T> Estimate<T>(Prob<T> program)
    {
        var run = program.Estimate().On(Engine).Seed(Seed).Precision(Precision);
        return logger is null ? run : run.LogTo(logger);
    }

    /// <summary>Moves the parameters to where the expectation is least.</summary>
    /// <typeparam name="T">Type of the program's result.</typeparam>
    /// <param name="program">The program.</param>
    public OptimizationBuilder<T> Minimize<T>(Prob<T> program) => Set(program.Minimize());

    /// <summary>Moves the parameters to where the expectation is greatest.</summary>
    /// <typeparam name="T">Type of the program's result.</typeparam>
    /// <param name="program">The program.</param>
    public OptimizationBuilder<T> Maximize<T>(Prob<T> program) => Set(program.Maximize());

    private OptimizationBuilder<T> Set<T>(OptimizationBuilder<T> run)
    {
        run = run.On(Engine).Seed(Seed).Precision(Precision);
        return logger is null ? run : run.LogTo(logger);
    }
}
