namespace DiffProb;

/// <summary>All that a chain is made of between two steps: with it, it goes on to the same bits.</summary>
internal sealed class ChainState
{
    /// <summary>Steps done, warmup and draws together.</summary>
    public required int Step { get; init; }

    public required double StepSize { get; init; }

    public required double[] Position { get; init; }

    public required double[] InverseMass { get; init; }

    /// <summary>What <see cref="DualAveraging"/> remembers.</summary>
    public required double[] Averaging { get; init; }

    /// <summary>Positions in the estimate of the covariance, its mean, and its sum.</summary>
    public required int WindowCount { get; init; }

    public required double[] WindowMean { get; init; }

    public required double[] WindowSum { get; init; }

    /// <summary>Unconstrained draws after warmup, one after the other.</summary>
    public required double[] Draws { get; init; }

    /// <summary>Statistics of each draw after warmup, by draw: as many as <see cref="SamplerStatistics.All"/>.</summary>
    public required double[] Statistics { get; init; }
}
