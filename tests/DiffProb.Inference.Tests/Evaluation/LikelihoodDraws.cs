namespace DiffProb.Inference;

/// <summary>Log-likelihoods with tails from harmless to hopeless, from our generator with fixed seeds.</summary>
internal static class LikelihoodDraws
{
    public const int Chains = 2;
    public const int Count = 500;
    public const int Data = 12;

    public static Draws Of(ulong seed) => new("y", Shape.Of(Data), [.. Enumerable.Range(0, Chains).Select(c => Chain(seed, c))]);

    // A residual that one draw's location moves, more strongly for later data.
    private static double[] Chain(ulong seed, int chain)
    {
        var values = new double[Count * Data];
        for (var d = 0; d < Count; d++)
        {
            var key = Key.FromSeed(seed).Child((ulong)chain).Child((ulong)d);
            for (var i = 0; i < Data; i++)
            {
                var z = (0.1 * (i + 1)) + ((0.2 + (0.1 * i)) * SeededDraws.Noise(key.Child((ulong)i)));
                values[(d * Data) + i] = -0.5 * ((z * z) + (0.1 * (double)seed));
            }
        }

        return values;
    }
}
