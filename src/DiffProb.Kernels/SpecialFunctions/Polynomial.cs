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
}
