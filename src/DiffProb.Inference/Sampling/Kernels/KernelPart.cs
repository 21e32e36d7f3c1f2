namespace DiffProb;

/// <summary>A kernel on numbers of the position: what each chain makes a block of.</summary>
/// <param name="Kind">How it moves.</param>
/// <param name="Label">The first site that it names; null where it is the only kernel, and moves all.</param>
/// <param name="Coordinates">Places of its numbers in the position.</param>
/// <param name="Length">Length of a trajectory of HMC.</param>
/// <param name="Sites">The discrete sites that it moves; none for continuous ones.</param>
internal sealed record KernelPart(MarkovKernelKind Kind, string? Label, int[] Coordinates, double Length, DiscreteCoordinates[] Sites)
{
    /// <summary>Whether it needs gradients.</summary>
    public bool IsHamiltonian => Kind is MarkovKernelKind.Nuts or MarkovKernelKind.Hmc;

    /// <summary>The block of a chain.</summary>
    public Block Create(SamplerOptions options, DensityQuery query) => Kind switch
    {
        MarkovKernelKind.Nuts or MarkovKernelKind.Hmc => new HamiltonianBlock(this, options, query),
        MarkovKernelKind.Slice => new SliceBlock(this, options, query),
        MarkovKernelKind.RandomWalk when Sites.Length > 0 => new IntegerWalkBlock(this, options, query),
        MarkovKernelKind.RandomWalk => new RandomWalkBlock(this, options, query),
        MarkovKernelKind.Gibbs => new GibbsBlock(this, query),
        _ => throw new InvalidOperationException(Kind.ToString()),
    };
}

/// <summary>A discrete site whose numbers are part of the position.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Offset">Place of its first number.</param>
/// <param name="Size">How many numbers.</param>
/// <param name="EventSize">How many belong to one event, which has one row of its plates.</param>
/// <param name="Values">The values of an event; null where they cannot be written down.</param>
/// <param name="HasConditional">Whether its rows have probabilities that do not depend on each other.</param>
internal sealed record DiscreteCoordinates(string Name, int Offset, int Size, int EventSize, double[][]? Values, bool HasConditional);
