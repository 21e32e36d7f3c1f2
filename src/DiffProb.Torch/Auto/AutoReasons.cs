using System.Globalization;

namespace DiffProb;

/// <summary>What <see cref="AutoEngine"/> says of its choice.</summary>
internal static class AutoReasons
{
    public static string TooSmall(GraphWork work, double fewest) => string.Create(CultureInfo.InvariantCulture,
        $"auto: managed, because matrix products and factors of {work.Flops / 1e6:0.###} Mflop are fewer than {fewest / 1e6:0.###} Mflop, and calls of libtorch cost as much as that\n");

    public static string NoLibtorch(GraphWork work, DiffProbException reason) => string.Create(CultureInfo.InvariantCulture,
        $"auto: managed, because libtorch cannot be used for these {work.Flops / 1e6:0.###} Mflop of matrix products and factors:\n  {reason.Message.ReplaceLineEndings("\n  ")}\n");

    public static string Faster(string chosen, GraphWork work, EngineRates managed, EngineRates torch, double margin) => string.Create(CultureInfo.InvariantCulture,
        $"""
        auto: {chosen}; estimated time of a run: managed {Time(managed.Seconds(work))}, torch cpu {Time(torch.Seconds(work))} (chosen where it is {margin} times faster)
          {work.ProductFlops / 1e6:0.###} Mflop of matrix products: managed {Time(work.ProductFlops * managed.PerProductFlop)}, torch cpu {Time(work.ProductFlops * torch.PerProductFlop)}
          {work.FactorFlops / 1e6:0.###} Mflop of factors and solutions: managed {Time(work.FactorFlops * managed.PerFactorFlop)}, torch cpu {Time(work.FactorFlops * torch.PerFactorFlop)}
          {work.Elements / 1e6:0.###} million elements of {work.Operations} operations: managed {Time(Rest(work, managed))}, torch cpu {Time(Rest(work, torch))}

        """).ReplaceLineEndings("\n");

    private static double Rest(GraphWork work, EngineRates rates) => rates.Seconds(work with { ProductFlops = 0, FactorFlops = 0 });

    private static string Time(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e3:0.###} ms");
}
