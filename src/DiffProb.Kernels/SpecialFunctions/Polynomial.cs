using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DiffProb;

/// <summary>Polynomial given by its coefficients, the constant first.</summary>
internal static class Polynomial
{
    /// <summary>Value at <paramref name="x"/>, by Horner's rule with fused multiply-add where the machine has it.</summary>
    public static double Of(ReadOnlySpan<double> coefficients, double x)
    {
        var value = 0.0;
        for (var k = coefficients.Length - 1; k >= 0; k--)
        {
            value = double.MultiplyAddEstimate(value, x, coefficients[k]);
        }

        return value;
    }

    /// <summary>Values at eight numbers, by Horner's rule with fused multiply-add.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Of(ReadOnlySpan<double> coefficients, Vector512<double> x)
    {
        var value = Vector512.Create(coefficients[^1]);
        for (var k = coefficients.Length - 2; k >= 0; k--)
        {
            value = Vector512.FusedMultiplyAdd(value, x, Vector512.Create(coefficients[k]));
        }

        return value;
    }
}
