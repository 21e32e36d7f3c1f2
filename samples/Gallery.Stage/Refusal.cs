using DiffProb;

namespace Gallery;

/// <summary>What DiffProb says when it is asked for something that would be wrong.</summary>
public static class Refusal
{
    /// <summary>Its message; or what came out, if it was not refused.</summary>
    /// <param name="run">What is asked for.</param>
    public static string Of(Func<object?> run)
    {
        ArgumentNullException.ThrowIfNull(run);
        try
        {
            return $"not refused: {run()}";
        }
        catch (DiffProbException refusal)
        {
            return refusal.Message;
        }
    }
}
