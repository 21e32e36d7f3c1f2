using Microsoft.Extensions.Logging;

namespace DiffProb;

/// <summary>What runs write to a log. Applications filter by the numbers, so that they stay.</summary>
internal static partial class RunMessages
{
    [LoggerMessage(1, LogLevel.Debug, "{Run} begins: {Particles} particles, {Replicates} replicates, seed {Seed}, {Precision}, engine {Engine}")]
    internal static partial void EstimateBegins(ILogger logger, string run, int particles, int replicates, ulong seed, DType precision, string engine);

    [LoggerMessage(2, LogLevel.Debug, "{Run} begins: {Steps} steps of {Particles} particles, {Optimizer}, seed {Seed}, {Precision}, engine {Engine}")]
    internal static partial void FitBegins(ILogger logger, string run, int steps, int particles, Optimizer optimizer, ulong seed, DType precision, string engine);

    [LoggerMessage(3, LogLevel.Information, "{Run} on {Engine}: {Plan}")]
    internal static partial void Planned(ILogger logger, string run, string engine, string plan);

    [LoggerMessage(4, LogLevel.Debug, "{Run}: {Estimator} at site {Site} for cost {Cost}: {Reason}")]
    internal static partial void Reason(ILogger logger, string run, string estimator, string site, string cost, string reason);

    [LoggerMessage(5, LogLevel.Information, "{Run}: step {Step} of {Steps}, objective {Objective}")]
    internal static partial void Step(ILogger logger, string run, int step, int steps, double objective);

    [LoggerMessage(6, LogLevel.Information, "{Run}: {Percent:F0} % done, {Doing}")]
    internal static partial void Progress(ILogger logger, string run, double percent, string doing);

    [LoggerMessage(7, LogLevel.Warning, "{Run}: {Warning}")]
    internal static partial void Warning(ILogger logger, string run, string warning);

    [LoggerMessage(8, LogLevel.Information, "{Run} done in {Seconds:F3} s: {Result}")]
    internal static partial void Done(ILogger logger, string run, double seconds, string result);

    [LoggerMessage(9, LogLevel.Information, "{Run} canceled after {Seconds:F3} s: {Result}")]
    internal static partial void Canceled(ILogger logger, string run, double seconds, string result);

    [LoggerMessage(10, LogLevel.Information, "{Run} failed after {Seconds:F3} s with {Exception}, which the caller gets")]
    internal static partial void Failed(ILogger logger, string run, double seconds, string exception);
}
