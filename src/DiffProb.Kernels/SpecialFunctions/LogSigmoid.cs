namespace DiffProb;

/// <summary>log(1 / (1 + e⁻ˣ)), the logarithm of the logistic function.</summary>
/// <remarks>Relative error below 5e-16 for all x.</remarks>
internal static class LogSigmoid
{
    /// <summary>-log(1 + e⁻ˣ); x for very negative x, -e⁻ˣ for large x.</summary>
    public static double Of(double x) => -Softplus.Of(-x);
}
