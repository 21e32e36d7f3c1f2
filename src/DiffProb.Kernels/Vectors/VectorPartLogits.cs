using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DiffProb;

/// <summary>Logits of the parts of eight wholes side by side: each part against the sum of the others.</summary>
/// <remarks>
/// The sum of the others is the sum of all less the part, with the largest part taken as 1: no digit is lost but for the largest part itself, whose others are
/// summed by themselves.
/// </remarks>
internal static class VectorPartLogits
{
    // Below this, sums may have lost digits to underflow.
    private const double Tiny = 1e-300;

    /// <summary>Replaces the logarithms x of the parts, of shape [count, 8], by logits.</summary>
    /// <param name="x">The logarithms.</param>
    /// <param name="parts">Room for as many numbers.</param>
    /// <param name="count">How many parts.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Columns(Span<double> x, Span<double> parts, int count)
    {
        var width = Vector512<double>.Count;
        var largest = Vector512.Create(double.NegativeInfinity);
        for (var k = 0; k < count; k++)
        {
            largest = Vector512.Max(largest, Vector512.Create<double>(x.Slice(k * width, width)));
        }

        // All, and all but the first of the largest, which is a mask in each lane.
        var (total, rest, isFound) = (Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero);
        for (var k = 0; k < count; k++)
        {
            var part = Vector512.Create<double>(x.Slice(k * width, width));
            var size = VectorExponential.Exp(part - largest);
            size.CopyTo(parts[(k * width)..]);
            var isFirst = Vector512.AndNot(Vector512.Equals(part, largest), isFound);
            isFound |= isFirst;
            total += size;
            rest += Vector512.AndNot(size, isFirst);
        }

        var ofLargest = Vector512.LessThanAny(rest, Vector512.Create(Tiny)) ? OfLargest(x, count, largest) : -VectorLogarithm.LogPositive(rest);
        isFound = Vector512<double>.Zero;
        for (var k = 0; k < count; k++)
        {
            var part = Vector512.Create<double>(x.Slice(k * width, width));
            var isFirst = Vector512.AndNot(Vector512.Equals(part, largest), isFound);
            isFound |= isFirst;
            var small = part - largest - VectorLogarithm.Log(total - Vector512.Create<double>(parts.Slice(k * width, width)));
            Vector512.ConditionalSelect(isFirst, ofLargest, small).CopyTo(x.Slice(k * width, width));
        }
    }

    // The logit of the largest, with its others taken from the largest of those.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector512<double> OfLargest(ReadOnlySpan<double> x, int count, Vector512<double> largest)
    {
        var width = Vector512<double>.Count;
        var nothing = Vector512.Create(double.NegativeInfinity);
        var (second, isFound) = (nothing, Vector512<double>.Zero);
        for (var k = 0; k < count; k++)
        {
            var part = Vector512.Create(x.Slice(k * width, width));
            var isFirst = Vector512.AndNot(Vector512.Equals(part, largest), isFound);
            isFound |= isFirst;
            second = Vector512.Max(second, Vector512.ConditionalSelect(isFirst, nothing, part));
        }

        var rest = Vector512<double>.Zero;
        isFound = Vector512<double>.Zero;
        for (var k = 0; k < count; k++)
        {
            var part = Vector512.Create(x.Slice(k * width, width));
            var isFirst = Vector512.AndNot(Vector512.Equals(part, largest), isFound);
            isFound |= isFirst;
            rest += VectorExponential.Exp(Vector512.ConditionalSelect(isFirst, nothing, part) - second);
        }

        var isFinite = Vector512.LessThan(Vector512.Abs(second), Vector512.Create(double.PositiveInfinity));
        return Vector512.ConditionalSelect(isFinite, largest - second - VectorLogarithm.Log(rest), largest - second);
    }
}
