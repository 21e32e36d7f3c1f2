namespace DiffProb;

/// <summary>How an inference is calibrated. Input is tested where it runs.</summary>
internal sealed record CalibrationOptions
{
    /// <summary>Data sets that are simulated, and inferred.</summary>
    public int Simulations { get; init; } = 100;

    /// <summary>Draws of each posterior among which the true value is ranked.</summary>
    public int Draws { get; init; } = 99;

    public ulong Seed { get; init; }

    /// <summary>Simulations at a time; 0 for one per processor.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Values of parameters of the program that simulates, instead of their initial ones.</summary>
    public IReadOnlyDictionary<string, Tensor> Parameters { get; init; } = new Dictionary<string, Tensor>();

    public IEngine Engine { get; init; } = ManagedEngine.Default;

    public CancellationToken Cancellation { get; init; }

    /// <summary>Tests all numbers.</summary>
    /// <exception cref="ValueException">One is out of its range.</exception>
    public void Check()
    {
        AtLeast(nameof(Simulations), 2, Simulations);
        AtLeast(nameof(Draws), 1, Draws);
        AtLeast(nameof(Threads), 0, Threads);
    }

    private static void AtLeast(string field, int least, int value)
    {
        if (value < least)
        {
            throw InferenceErrors.OptionOutside(field, $"at least {least}", value);
        }
    }
}
