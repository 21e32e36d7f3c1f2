using System.Numerics.Tensors;

namespace DiffProb;

/// <summary>Draws of log(z / (1 - z)) for z from Beta(a, b), which never round to the ends.</summary>
/// <remarks><b>Formula</b>: the difference of two independent log-gamma draws, each from blocks of its own (Devroye 1986, Non-Uniform Random Variate Generation, chapter IX, theorem 4.1).</remarks>
internal static class BetaLogitSampler
{
    private const ulong FirstBlock = 1;
    private const ulong SecondBlock = 1UL << 32;

    /// <summary>Logits of the draws of consecutive elements, all at once.</summary>
    /// <param name="key">Key of their streams.</param>
    /// <param name="element">First element.</param>
    /// <param name="a">First concentration of each.</param>
    /// <param name="b">Second concentration of each.</param>
    /// <param name="draws">As long as the concentrations; NaN where one of them is not positive.</param>
    public static void Fill(Key key, ulong element, ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> draws)
    {
        Span<double> second = stackalloc double[LogGammaSampler.Chunk];
        for (var i = 0; i < draws.Length; i += LogGammaSampler.Chunk)
        {
            var length = Math.Min(LogGammaSampler.Chunk, draws.Length - i);
            LogGammaSampler.Fill(key, element + (ulong)i, FirstBlock, a.Slice(i, length), draws.Slice(i, length));
            LogGammaSampler.Fill(key, element + (ulong)i, SecondBlock, b.Slice(i, length), second[..length]);
            TensorPrimitives.Subtract(draws.Slice(i, length), second[..length], draws.Slice(i, length));
        }
    }
}
