using System.Buffers.Binary;
using System.Text;

namespace DiffProb;

/// <summary>Symbol versions that a shared library asks its dependencies for.</summary>
/// <remarks>
/// <para>A version that is marked weak is a wish: the loader warns of nothing and goes on where the dependency lacks it. That is right
/// for a version whose only symbol is a marker that no code refers to, and for no other, so that is checked first.</para>
/// <para><b>Source</b>: System V ABI, ELF-64 object files; Linux Standard Base 5.0 Core, section 10.7, symbol versioning.</para>
/// </remarks>
internal static class SymbolVersions
{
    /// <summary>Versions of the C++ library of GCC 13 that compilers ask for through a marker.</summary>
    public static readonly string[] OnlyMarked = ["GLIBCXX_3.4.31", "GLIBCXX_3.4.32"];

    // "The initialization of streams is in the library": defined there, referred to by nothing.
    private const string Marker = "_ZSt21ios_base_library_initv";
    private const uint DynamicSymbols = 11, VersionNeeds = 0x6ffffffe, SymbolVersionTable = 0x6fffffff, Relocations = 4;
    private const ushort Weak = 2;

    /// <summary>Marks the versions weak in place. False, and nothing changed, where this is not such a library or a version is really needed.</summary>
    public static bool TryWeaken(Span<byte> library)
    {
        try
        {
            if (!library.StartsWith<byte>([0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1]))
            {
                return false;
            }

            var sections = SectionsOf(library);
            var flags = FlagsOfMarked(library, sections, out var versions);
            if (flags.Count == 0 || IsReferredTo(library, sections, versions))
            {
                return false;
            }

            foreach (var at in flags)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(library[at..], (ushort)(Half(library, at) | Weak));
            }

            return true;
        }
        catch (ArgumentOutOfRangeException)
        {
            return false;
        }
    }

    // Where the flags of the marked versions are, and the numbers that symbols know these versions by.
    private static List<int> FlagsOfMarked(ReadOnlySpan<byte> library, List<Section> sections, out HashSet<int> versions)
    {
        (var flags, versions) = (new List<int>(), []);
        foreach (var needs in sections.Where(s => s.Type == VersionNeeds))
        {
            var names = sections[needs.Link].Offset;
            for (var (file, next) = (needs.Offset, 1); next != 0; file += next = Word(library, file + 12))
            {
                for (var (version, step) = (file + Word(library, file + 8), 1); step != 0; version += step = Word(library, version + 12))
                {
                    if (OnlyMarked.Contains(Text(library, names + Word(library, version + 8))))
                    {
                        flags.Add(version + 4);
                        versions.Add(Half(library, version + 6));
                    }
                }
            }
        }

        return flags;
    }

    // Whether a relocation refers to a symbol of these versions, or one of them is not the marker.
    private static bool IsReferredTo(ReadOnlySpan<byte> library, List<Section> sections, HashSet<int> versions)
    {
        var table = sections.Find(s => s.Type == SymbolVersionTable) ?? throw new ArgumentOutOfRangeException(nameof(library));
        var symbols = sections[table.Link];
        var names = sections[symbols.Link].Offset;
        var marked = new HashSet<int>();
        for (var i = 0; i < table.Size / 2; i++)
        {
            if (versions.Contains(Half(library, table.Offset + (2 * i)) & 0x7fff))
            {
                marked.Add(i);
                if (Text(library, names + Word(library, symbols.Offset + (24 * i))) != Marker)
                {
                    return true;
                }
            }
        }

        foreach (var relocations in sections.Where(s => s.Type == Relocations))
        {
            for (var at = relocations.Offset; at < relocations.Offset + relocations.Size; at += 24)
            {
                if (marked.Contains(Word(library, at + 12)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static List<Section> SectionsOf(ReadOnlySpan<byte> library)
    {
        var sections = new List<Section>();
        var (start, size, count) = (Long(library, 0x28), Half(library, 0x3A), Half(library, 0x3C));
        for (var i = 0; i < count; i++)
        {
            var at = start + (i * size);
            sections.Add(new((uint)Word(library, at + 4), Long(library, at + 24), Long(library, at + 32), Word(library, at + 40)));
        }

        return sections;
    }

    private static ushort Half(ReadOnlySpan<byte> library, int at) => BinaryPrimitives.ReadUInt16LittleEndian(library[at..]);

    private static int Word(ReadOnlySpan<byte> library, int at) => BinaryPrimitives.ReadInt32LittleEndian(library[at..]);

    private static int Long(ReadOnlySpan<byte> library, int at) => (int)BinaryPrimitives.ReadInt64LittleEndian(library[at..]);

    private static string Text(ReadOnlySpan<byte> library, int at)
    {
        var rest = library[at..];
        return Encoding.ASCII.GetString(rest[..Math.Max(0, rest.IndexOf((byte)0))]);
    }

    private sealed record Section(uint Type, int Offset, int Size, int Link);
}
