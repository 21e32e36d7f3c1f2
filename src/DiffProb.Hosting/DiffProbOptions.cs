namespace DiffProb;

/// <summary>What all runs of an application are told, in one place: the section "DiffProb" of its configuration.</summary>
/// <remarks>
/// Tested when the application starts: what is wrong is named, with its value and what there is instead. They are read once, and hold for as long as it runs.
/// </remarks>
/// <example><code>
/// "DiffProb": { "Engine": "managed", "Threads": 1, "Seed": 1, "Precision": "Float64" }
/// </code></example>
public sealed class DiffProbOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "DiffProb";

    /// <summary>Name of an engine: "managed", or one that the application has added.</summary>
    public string Engine { get; set; } = EngineCatalogue.Managed;

    /// <summary>Where the engine computes, in its own words, such as "cuda:0"; null for where it does of itself.</summary>
    public string? Device { get; set; }

    /// <summary>Threads that one run uses at most, at least 1; null for what the engine takes of itself, the managed one per processor.</summary>
    /// <remarks>Where many requests run at once, 1 serves the most of them. On the managed engine results are the same bits for any number.</remarks>
    public int? Threads { get; set; }

    /// <summary>Where the random numbers of a run begin, unless it says otherwise: same seed, same bits.</summary>
    public ulong Seed { get; set; }

    /// <summary>In which type runs compute, unless they say otherwise: Float64 or Float32.</summary>
    public DType Precision { get; set; } = DType.Float64;
}
