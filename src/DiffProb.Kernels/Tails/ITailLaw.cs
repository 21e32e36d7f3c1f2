namespace DiffProb;

/// <summary>A law of one number in a coordinate y in which its density is log-concave: so are then both of its tails, on which quantiles are found.</summary>
internal interface ITailLaw
{
    /// <summary>Logarithm of the probability below y, or above it, and the size of its slope.</summary>
    (double Log, double Slope) At(double y, bool isAbove);

    /// <summary>A point near the quantile, best between it and the end of the tail.</summary>
    /// <param name="log">Logarithm of a probability of at most 1/2.</param>
    /// <param name="isAbove">Which tail it is in.</param>
    double Start(double log, bool isAbove);
}
