using System.Text;

namespace DiffProb;

/// <summary>The patch changes two bytes of one library, and leaves every other alone.</summary>
public sealed class SymbolVersionsTests
{
    private static readonly byte[] Library = File.ReadAllBytes(LibtorchFolders.Find(NativeRuntime.Glue, LibtorchFolders.Known())!);

    [Fact]
    public void Only_the_flags_of_the_marked_version_change()
    {
        var weakened = (byte[])Library.Clone();
        Assert.True(SymbolVersions.TryWeaken(weakened));
        var changed = Enumerable.Range(0, Library.Length).Where(i => Library[i] != weakened[i]).ToArray();
        Assert.Single(changed);
        Assert.Equal(Library[changed[0]] | 2, weakened[changed[0]]);
    }

    [Fact]
    public void A_second_time_changes_nothing()
    {
        var once = (byte[])Library.Clone();
        SymbolVersions.TryWeaken(once);
        var twice = (byte[])once.Clone();
        Assert.True(SymbolVersions.TryWeaken(twice));
        Assert.Equal(once, twice);
    }

    [Fact]
    public void A_library_that_uses_the_version_for_more_than_the_marker_is_left_alone()
    {
        var other = (byte[])Library.Clone();
        var at = other.AsSpan().IndexOf(Encoding.ASCII.GetBytes("_ZSt21ios_base_library_initv"));
        other[at + 6] = (byte)'X';
        var before = (byte[])other.Clone();
        Assert.False(SymbolVersions.TryWeaken(other));
        Assert.Equal(before, other);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(64)]
    [InlineData(100_000)]
    public void A_file_that_is_cut_off_is_left_alone(int length)
    {
        var part = Library[..length];
        Assert.False(SymbolVersions.TryWeaken(part));
        Assert.Equal(Library[..length], part);
    }
}
