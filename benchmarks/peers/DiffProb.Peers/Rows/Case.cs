namespace DiffProb;

/// <summary>One line or more of the table: work of one size, by us and by each peer.</summary>
/// <param name="Work">What is done.</param>
/// <param name="Size">How large.</param>
internal sealed record Case(string Work, string Size)
{
    /// <summary>Our side, for a number of threads.</summary>
    internal required Func<int, ISide> Ours { get; init; }

    /// <summary>The peers in this process.</summary>
    internal Func<ISide>[] Peers { get; init; } = [];

    /// <summary>How many times faster than those ours is meant to be, on one thread; null where nothing is set.</summary>
    internal double? Goal { get; init; }

    /// <summary>How many times faster ours is meant to be with two threads than with one; null where nothing is set.</summary>
    internal double? SpeedUpGoal { get; init; }

    /// <summary>The peers in processes of their own.</summary>
    internal ExternalPeer[] Externals { get; init; } = [];

    /// <summary>Whether the goals name this size: what <c>--quick</c> keeps.</summary>
    internal bool IsNamed { get; init; }

    /// <summary>Whether more than one thread can help.</summary>
    internal bool IsParallel { get; init; }

    /// <summary>Independent estimates of the gradient by each side, before anything is timed; 1 where nothing is random.</summary>
    internal int Repeats { get; init; } = 24;

    /// <summary>Relative error of a peer's gradient that is known of it, beside rounding.</summary>
    internal double Slack { get; init; }
}
