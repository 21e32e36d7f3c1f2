namespace DiffProb;

/// <summary>From a program to its first gradient: trace, plan, differentiate, compile and run once.</summary>
/// <remarks>"First of a process" is the whole life of a process that does this once: .NET's start, and the time in which it compiles us.</remarks>
internal sealed class ReadyRow : Row
{
    internal override string Name => "ready";

    internal override IEnumerable<Case> Cases =>
    [
        new("model ready to run, eight schools", "warm")
        {
            Ours = threads => new ReadySide(threads),
            Externals = [Stan("eight_schools")],
            IsNamed = true,
            Repeats = 0,
        },
        new("model ready to run, eight schools", "first of a process")
        {
            Ours = _ => new FirstSide(),
            Externals = [Stan("eight_schools")],
            IsNamed = true,
            Repeats = 0,
        },
    ];

    private static ExternalPeer Stan(string model) => new("Stan", "rstan_bench.R", "g.stan_compile/rstan", model, "") { Metric = "compile_time", Goal = 1000.0 };
}
