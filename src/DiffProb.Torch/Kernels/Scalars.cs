using TorchSharp;

namespace DiffProb;

/// <summary>Numbers that kernels hand to libtorch, held for the life of the process.</summary>
/// <remarks>
/// TorchSharp 0.107 passes the address of a <see cref="Scalar"/> and does not keep it alive: one that was made in passing, by a conversion
/// from a number or within TorchSharp's own <c>+</c>, may be finalized while libtorch reads it, which then sees "Unknown scalar type" or another number. Hence every number of a
/// kernel is a field here, or is disposed after the call where it is known at run time alone; <c>BannedSymbols.txt</c> forbids both.
/// </remarks>
internal static class Scalars
{
    public static readonly Scalar MinusInfinity = double.NegativeInfinity.ToScalar();
    public static readonly Scalar Infinity = double.PositiveInfinity.ToScalar();
    public static readonly Scalar NaN = double.NaN.ToScalar();
    public static readonly Scalar MinusTwo = (-2.0).ToScalar();
    public static readonly Scalar Half = 0.5.ToScalar();
    public static readonly Scalar One = 1.0.ToScalar();
    public static readonly Scalar Two = 2.0.ToScalar();
    public static readonly Scalar Pi = Math.PI.ToScalar();
    public static readonly Scalar LogTwo = Math.Log(2).ToScalar();
    public static readonly Scalar MinusRootHalf = (-Math.Sqrt(0.5)).ToScalar();

    /// <summary>The whole number 1, as a factor of tensors of any type.</summary>
    public static readonly Scalar Once = 1L.ToScalar();

    /// <summary>Zero of the integers: it compares with tensors of every type and changes the type of none.</summary>
    public static readonly Scalar Zero = 0L.ToScalar();

    public static readonly Scalar SmallestInt64 = long.MinValue.ToScalar();
    public static readonly Scalar LargestInt64 = long.MaxValue.ToScalar();

    /// <summary>2⁶³: the first number above the range of Int64, and a float.</summary>
    public static readonly Scalar Int64End = 9223372036854775808.0.ToScalar();
    public static readonly Scalar MinusInt64End = (-9223372036854775808.0).ToScalar();

    /// <summary>a + b. TorchSharp's own makes a scalar 1 in passing: libtorch adds a multiple of b.</summary>
    public static torch.Tensor Plus(this torch.Tensor a, torch.Tensor b) => a.add(b, Once);

    /// <summary>a + b.</summary>
    public static torch.Tensor Plus(this torch.Tensor a, Scalar b) => a.add(b, Once);
}
