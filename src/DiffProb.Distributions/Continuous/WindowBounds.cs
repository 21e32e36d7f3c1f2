namespace DiffProb;

/// <summary>The bounds of a truncated distribution, as parameters.</summary>
internal static class WindowBounds
{
    /// <summary>low and high: the support moves with them, and so does a draw.</summary>
    /// <param name="low">Lower bound.</param>
    /// <param name="high">Upper bound, which may be infinite.</param>
    /// <param name="where">Where the lower bound must lie.</param>
    public static DistributionParameter[] Of(Tensor low, Tensor high, Support where) =>
    [
        new("low", low, where) { MovesSupport = true, Path = PathKind.Implicit },
        new("high", high, new RightOf(low) { IncludesInfinity = true }) { MovesSupport = true, Path = PathKind.Implicit },
    ];
}
