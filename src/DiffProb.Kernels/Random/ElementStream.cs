namespace DiffProb;

/// <summary>Unbounded stream of random numbers for one element, for samplers that reject.</summary>
/// <remarks>
/// <para>Draw n of element e is half n mod 2 of Philox block (e, 1 + n / 2), so an element's numbers depend on no other
/// element and never meet those of <see cref="Philox.Uniforms"/>, which has counters (n / 2, 0).</para>
/// <para>Mutable: pass it by reference.</para>
/// </remarks>
/// <param name="key">Key of the stream.</param>
/// <param name="element">Element that draws.</param>
internal struct ElementStream(Key key, ulong element)
{
    private readonly Key key = key;
    private readonly ulong element = element;
    private ulong draws;
    private ulong second;

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        if ((draws++ & 1) == 1)
        {
            return second;
        }

        var block = Philox.Block(element, 1 + (draws / 2), key);
        second = block.High;
        return block.Low;
    }

    /// <summary>Uniform strictly inside (0, 1), a multiple of 2⁻⁵³.</summary>
    public double NextUniform() => UnitInterval.FromBits(NextBits());

    /// <summary>Standard normal, from two uniforms (Box and Muller 1958; the sine is not kept).</summary>
    public double NextNormal()
    {
        var u = NextUniform();
        return UnitInterval.BoxMuller(u, NextUniform()).Cosine;
    }

    /// <summary>Standard exponential, -log of a uniform.</summary>
    public double NextExponential() => -Math.Log(NextUniform());

    /// <summary>Uniform integer in 0 .. <paramref name="bound"/> - 1, without bias.</summary>
    /// <remarks><b>Source</b>: Lemire (2019), doi:10.1145/3230636, algorithm 5.</remarks>
    public ulong NextBelow(ulong bound)
    {
        var high = Math.BigMul(NextBits(), bound, out var low);
        if (low < bound)
        {
            var threshold = (0 - bound) % bound;
            while (low < threshold)
            {
                high = Math.BigMul(NextBits(), bound, out low);
            }
        }

        return high;
    }
}
