using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.FSharp.Core;

namespace DiffProb;

/// <summary>What every run is told, tested as it is said.</summary>
internal sealed record Settings
{
    internal required int Particles { get; init; }

    internal required ulong Seed { get; init; }

    internal required IEngine Engine { get; init; }

    internal DType Precision { get; init; }

    internal required int EnumerationBudget { get; init; }

    internal bool Measure { get; init; }

    internal bool AllowBias { get; init; }

    // All of them or, in a dictionary, some: the run tells the two apart.
    internal IReadOnlyDictionary<string, Tensor> Parameters { get; private init; } = ImmutableDictionary<string, Tensor>.Empty;

    internal FSharpOption<Plan>? Plan { get; private init; }

    internal ILogger? Logger { get; private init; }

    internal Settings WithParticles(int count) => this with { Particles = AtLeastOne("Particles", count) };

    internal Settings WithBudget(int terms) => this with { EnumerationBudget = AtLeastOne("EnumerationBudget", terms) };

    internal Settings In(DType precision) =>
        precision is DType.Float64 or DType.Float32 ? this with { Precision = precision } : throw FacadeErrors.Precision(precision);

    internal Settings On(IEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return this with { Engine = engine };
    }

    internal Settings With(string parameter, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return string.IsNullOrWhiteSpace(parameter) ? throw FacadeErrors.NoName("With")
            : !value.IsValue ? throw FacadeErrors.NotANumber(parameter, value)
            : this with { Parameters = Parameters is NamedTensors all ? all.With(parameter, value) : Parameters.ToImmutableDictionary().SetItem(parameter, value) };
    }

    internal Settings With(NamedTensors parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return this with { Parameters = parameters };
    }

    internal Settings Following(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return this with { Plan = FSharpOption<Plan>.Some(plan) };
    }

    internal Settings LogTo(ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(logger);
        return this with { Logger = logger };
    }

    /// <summary>The log of a run that begins now; null for none.</summary>
    internal RunLog? Log(string run) => Logger is null ? null : new(Logger, run, Engine, TimeProvider.System);

    internal static int AtLeastOne(string word, int given) => given >= 1 ? given : throw FacadeErrors.AtLeast(word, 1, given);
}
