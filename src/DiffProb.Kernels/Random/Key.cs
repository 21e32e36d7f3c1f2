namespace DiffProb;

/// <summary>Splittable key of a stream of random numbers: equal keys give equal numbers, distinct keys independent ones.</summary>
/// <remarks>
/// <para>A key never changes and has no position. Children are drawn from it by Philox on counters that no sampler uses,
/// so draws do not depend on the order in which keys are split or used.</para>
/// <para><b>Source</b>: Salmon, Moraes, Dror, Shaw (2011), doi:10.1145/2063384.2063405, section 2: the keyed bijection is the splitter.</para>
/// </remarks>
public readonly record struct Key
{
    private const ulong SeedDomain = ulong.MaxValue;
    private const ulong NameDomain = ulong.MaxValue - 1;
    private const ulong IndexDomain = ulong.MaxValue - 2;

    private Key(ulong bits) => Bits = bits;

    internal ulong Bits { get; }

    /// <summary>The root key of a run.</summary>
    /// <param name="seed">Any number; neighbouring seeds give unrelated keys.</param>
    public static Key FromSeed(ulong seed) => default(Key).Derive(seed, SeedDomain);

    /// <summary>The key of a named part: a site, a plate, a chain.</summary>
    /// <param name="name">Any text; its UTF-8 bytes are hashed (FNV-1a, 64 bits), the same on every machine and in every process.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public Key Child(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Derive(Fnv1a(name), NameDomain);
    }

    /// <summary>The key of a numbered part: a step, a replicate.</summary>
    /// <param name="index">Any number; distinct from every name.</param>
    public Key Child(ulong index) => Derive(index, IndexDomain);

    /// <summary>The word Key and the 16 hexadecimal digits of its bits.</summary>
    public override string ToString() => $"Key {Bits:x16}";

    internal static Key FromBits(ulong bits) => new(bits);

    private Key Derive(ulong part, ulong domain) => new(Philox.Block(part, domain, this).Low);

    // Fowler, Noll, Vo: RFC 9923, 64-bit FNV-1a.
    private static ulong Fnv1a(string name)
    {
        Span<byte> utf8 = stackalloc byte[4];
        var hash = 0xcbf29ce484222325;
        foreach (var rune in name.EnumerateRunes())
        {
            foreach (var octet in utf8[..rune.EncodeToUtf8(utf8)])
            {
                hash = (hash ^ octet) * 0x100000001b3;
            }
        }

        return hash;
    }
}
