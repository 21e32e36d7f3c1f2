namespace DiffProb;

/// <summary>How far a value is from the exact one, in units of the exact one.</summary>
internal static class RelativeError
{
    /// <summary>0 for equal values, infinities and zeros of either sign included; ∞ if only one is NaN or infinite.</summary>
    public static double Of(double value, double exact)
    {
        if (value == exact || (double.IsNaN(value) && double.IsNaN(exact)))
        {
            return 0;
        }

        var error = Math.Abs(value - exact) / Math.Abs(exact);
        return double.IsNaN(error) ? double.PositiveInfinity : error;
    }

    public static void AssertBelow(double limit, string name, double[] arguments, double value, double exact)
    {
        var error = Of(value, exact);
        Assert.True(error <= limit, $"{name}({string.Join(", ", arguments)}) = {value:G17}, not {exact:G17}: relative error {error:G2}, allowed {limit:G2}");
    }
}
