namespace DiffProb;

/// <summary>Type of the elements of a tensor.</summary>
public enum DType
{
    /// <summary>64-bit floating point, the default.</summary>
    Float64,

    /// <summary>32-bit floating point.</summary>
    Float32,

    /// <summary>64-bit signed integer: indices and counts.</summary>
    Int64,

    /// <summary>Truth value, as comparisons give.</summary>
    Bool,
}

internal static class DTypes
{
    public static bool IsFloat(this DType type) => type is DType.Float64 or DType.Float32;

    /// <summary>The smallest type that holds both; the enum is declared from the widest type to the narrowest.</summary>
    public static DType Promote(DType a, DType b) => (DType)Math.Min((int)a, (int)b);
}
