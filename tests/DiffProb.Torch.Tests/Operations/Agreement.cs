namespace DiffProb;

/// <summary>Numbers of two engines: floats to rounding, everything else to the bit.</summary>
internal static class Agreement
{
    // Relative to the element; and, for sums that cancel, a rounding of the largest element for each term.
    private const double ToTheElement = 1e-12, ToTheTerm = 1.2e-16, Single = 2e-5;

    /// <summary>Terms of the sums in most examples.</summary>
    public const int Few = 16;

    /// <summary>Terms of the sums in large examples: their rows.</summary>
    public const int Many = 67;

    /// <summary>Relative tolerance where libtorch's own derivative has ten digits.</summary>
    public const double TenDigits = 1e-9;

    public static void Assert(Tensor expected, Tensor actual, int terms = Few)
    {
        var (e, a) = (((Constant)expected.Operation).Storage, ((Constant)actual.Operation).Storage);
        Xunit.Assert.Equal(expected.Shape, actual.Shape);
        Xunit.Assert.Equal(expected.Axes, actual.Axes);
        Xunit.Assert.Equal(e.DType, a.DType);
        Assert(e.ToDoubles(), a.ToDoubles(), e.DType, terms: terms);
    }

    /// <summary>Relative to each element alone, down to the smallest numbers there are.</summary>
    public static void AssertEach(double[] arguments, double[] expected, double[] actual, double absolute = 4 * double.Epsilon)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            var same = expected[i].Equals(actual[i]) || Math.Abs(expected[i] - actual[i]) <= (ToTheElement * Math.Abs(expected[i])) + absolute;
            Xunit.Assert.True(same, $"at {arguments[i]:G17}: {actual[i]:G17} is not {expected[i]:G17}");
        }
    }

    public static void Assert(double[] expected, double[] actual, DType type, double relative = ToTheElement, int terms = Few)
    {
        Xunit.Assert.Equal(expected.Length, actual.Length);
        var largest = expected.Where(double.IsFinite).Select(Math.Abs).Append(0.1).Max();
        for (var i = 0; i < expected.Length; i++)
        {
            var allowed = type switch
            {
                DType.Float64 => (relative * Math.Abs(expected[i])) + (terms * ToTheTerm * largest),
                DType.Float32 => Single * largest,
                _ => 0.0,
            };
            var same = expected[i].Equals(actual[i]) || Math.Abs(expected[i] - actual[i]) <= allowed;
            Xunit.Assert.True(same, $"element {i} of {expected.Length}: {actual[i]:G17} is not {expected[i]:G17}");
        }
    }
}
