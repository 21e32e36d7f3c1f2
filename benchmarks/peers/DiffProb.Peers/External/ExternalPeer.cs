namespace DiffProb;

/// <summary>A number that a peer's script prints.</summary>
/// <param name="Name">Who it is, as in the table.</param>
/// <param name="Script">The script.</param>
/// <param name="Bench">What the script calls the work and the peer: <c>e.svi_step/pyro</c>.</param>
/// <param name="Variant">What it calls the variant.</param>
/// <param name="Size">What it calls the size.</param>
internal sealed record ExternalPeer(string Name, string Script, string Bench, string Variant, string Size)
{
    /// <summary>What it calls the number: a time, or a rate whose inverse is one.</summary>
    internal string Metric { get; init; } = "time_per_call";

    /// <summary>How many times faster ours is meant to be, on one thread; null where nothing is set.</summary>
    internal double? Goal { get; init; }
}
