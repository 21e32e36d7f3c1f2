namespace DiffProb;

/// <summary>How a program is run forward. Input is tested where it runs.</summary>
internal sealed record SimulationOptions
{
    public ulong Seed { get; init; }

    /// <summary>Sites that are drawn from their laws though there are draws of them.</summary>
    public IReadOnlyList<string> Anew { get; init; } = [];

    /// <summary>Values of parameters of the program instead of their initial ones.</summary>
    public IReadOnlyDictionary<string, Tensor> Parameters { get; init; } = new Dictionary<string, Tensor>();

    public IEngine Engine { get; init; } = ManagedEngine.Default;

    public CancellationToken Cancellation { get; init; }
}
