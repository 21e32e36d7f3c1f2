namespace DiffProb;

/// <summary>Arrays equal to a tolerance relative to the larger of 1 and their largest element; NaN and infinities exactly.</summary>
internal static class Close
{
    public static void Assert(double[] expected, double[] actual, double tolerance)
    {
        Xunit.Assert.Equal(expected.Length, actual.Length);
        var scale = expected.Where(double.IsFinite).Select(Math.Abs).Append(0.1).Max();
        for (var i = 0; i < expected.Length; i++)
        {
            var same = expected[i].Equals(actual[i]) || Math.Abs(expected[i] - actual[i]) <= tolerance * scale;
            Xunit.Assert.True(same, $"element {i} of {expected.Length}: {actual[i]:G17} is not {expected[i]:G17}");
        }
    }
}
