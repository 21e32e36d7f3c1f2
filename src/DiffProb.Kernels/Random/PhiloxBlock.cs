namespace DiffProb;

/// <summary>Four random 32-bit words: one block of Philox4x32.</summary>
internal readonly record struct PhiloxBlock(uint X0, uint X1, uint X2, uint X3)
{
    /// <summary>The first two words as one number, X0 the low half.</summary>
    public ulong Low => ((ulong)X1 << 32) | X0;

    /// <summary>The last two words as one number, X2 the low half.</summary>
    public ulong High => ((ulong)X3 << 32) | X2;
}
