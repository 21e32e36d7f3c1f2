namespace DiffProb;

/// <summary>What a cell has at hand without asking.</summary>
internal static class DiffProbAssemblies
{
    /// <summary>The paths of DiffProb's assemblies, but for the libtorch engine, which a notebook refers to where it wants it.</summary>
    public static IReadOnlyList<string> Paths { get; } =
    [
        typeof(Tensor).Assembly.Location,
        typeof(Distribution).Assembly.Location,
        typeof(Estimator).Assembly.Location,
        typeof(Posterior).Assembly.Location,
        typeof(Sampling).Assembly.Location,
        typeof(Prob).Assembly.Location,
        typeof(Chart).Assembly.Location,
    ];
}
