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
    /// <summary>Replaces the logarithms x of the parts, of shape [count, 8], by logits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Columns(Span<double> x, int count)
    {
        var width = Vector512<double>.Count;
        var nothing = Vector512.Create(double.NegativeInfinity);
        var largest = nothing;
        for (var k = 0; k < count; k++)
        {
            largest = Vector512.Max(largest, Vector512.Create(x.Slice(k * width, width)));
        }

        // The first of the largest, as a mask in each lane; and the largest of the others.
        var total = Vector512<double>.Zero;
        var second = nothing;
        var isFound = Vector512<double>.Zero;
        for (var k = 0; k < count; k++)
        {
            var part = Vector512.Create(x.Slice(k * width, width));
            total += VectorExponential.Exp(part - largest);
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
        var others = Vector512.ConditionalSelect(isFinite, second + VectorLogarithm.Log(rest), second);
        isFound = Vector512<double>.Zero;
        for (var k = 0; k < count; k++)
        {
            var part = Vector512.Create(x.Slice(k * width, width));
            var isFirst = Vector512.AndNot(Vector512.Equals(part, largest), isFound);
            isFound |= isFirst;
            var small = part - VectorLogarithm.Log(total - VectorExponential.Exp(part - largest)) - largest;
            Vector512.ConditionalSelect(isFirst, largest - others, small).CopyTo(x.Slice(k * width, width));
        }
    }
}
