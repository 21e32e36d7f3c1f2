namespace DiffProb;

/// <summary>Tests of options that the methods with particles share.</summary>
internal static class MonteCarloChecks
{
    public static void AtLeast(string field, int least, int value) => Holds(field, $"at least {least}", value, value >= least);

    /// <summary>A part in (0, 1].</summary>
    public static void Part(string field, double value) => Holds(field, "above 0 and at most 1", value, value is > 0.0 and <= 1.0);

    /// <summary>A number strictly between 0 and 1.</summary>
    public static void Inside(string field, double value) => Holds(field, "between 0 and 1", value, value is > 0.0 and < 1.0);

    public static void Known(ResamplingKind kind)
    {
        if (!Enum.IsDefined(kind))
        {
            throw InferenceErrors.ResamplingUnknown(kind);
        }
    }

    private static void Holds(string field, string rule, double value, bool holds)
    {
        if (!holds)
        {
            throw InferenceErrors.OptionOutside(field, rule, value);
        }
    }
}
