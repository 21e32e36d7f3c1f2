namespace DiffProb;

/// <summary>All that a chain is made of between two steps: with it, it goes on to the same bits.</summary>
internal sealed class ChainState
{
    /// <summary>Steps done, warmup and draws together.</summary>
    public required int Step { get; init; }

    /// <summary>Log density at the position, in nats.</summary>
    public required double LogDensity { get; init; }

    public required double[] Position { get; init; }

    /// <summary>What each kernel remembers.</summary>
    public required double[][] Blocks { get; init; }

    /// <summary>Positions after warmup, one after the other.</summary>
    public required double[] Draws { get; init; }

    /// <summary>Statistics of each draw after warmup, by draw: as many as the chain has names for.</summary>
    public required double[] Statistics { get; init; }
}
