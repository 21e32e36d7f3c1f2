using System.Diagnostics;
using System.Runtime.Versioning;

namespace DiffProb;

/// <summary>Nobody else can put a library in the place of the copy.</summary>
[SupportedOSPlatform("linux")]
public sealed class PrivateCopyTests : IDisposable
{
    private static readonly byte[] Content = [1, 2, 3, 4];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Eight_threads_place_one_file_and_none_of_their_drafts_stays()
    {
        var paths = new string[8];
        Parallel.For(0, 8, i => paths[i] = PrivateCopy.Place(Content, folder.Path, "copy.so"));
        Assert.All(paths, p => Assert.Equal(folder.In("copy.so"), p));
        Assert.Equal(Content, File.ReadAllBytes(Assert.Single(Directory.GetFiles(folder.Path))));
    }

    [Fact]
    public void A_file_with_other_content_is_replaced()
    {
        File.WriteAllBytes(folder.In("copy.so"), [1, 2, 3, 5]);
        PrivateCopy.Place(Content, folder.Path, "copy.so");
        Assert.Equal(Content, File.ReadAllBytes(folder.In("copy.so")));
    }

    [Fact]
    public void A_file_that_others_can_write_is_replaced()
    {
        File.WriteAllBytes(folder.In("copy.so"), Content);
        File.SetUnixFileMode(folder.In("copy.so"), (UnixFileMode)0b110_110_110);
        PrivateCopy.Place(Content, folder.Path, "copy.so");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.In("copy.so")));
    }

    [Fact]
    public void A_link_in_the_place_of_the_file_is_replaced_and_what_it_points_to_stays()
    {
        File.WriteAllBytes(folder.In("victim"), [9]);
        File.CreateSymbolicLink(folder.In("copy.so"), folder.In("victim"));
        PrivateCopy.Place(Content, folder.Path, "copy.so");
        Assert.Null(new FileInfo(folder.In("copy.so")).LinkTarget);
        Assert.Equal([9], File.ReadAllBytes(folder.In("victim")));
    }

    [Theory]
    [InlineData(0b111_111_111, "777")]
    [InlineData(0b111_010_000, "720")]
    [InlineData(0b111_101_101, "755")]
    public void A_folder_that_is_open_to_others_is_refused(int mode, string shown)
    {
        File.SetUnixFileMode(folder.Path, (UnixFileMode)mode);
        var message = Assert.Throws<DiffProbException>(() => PrivateCopy.Place(Content, folder.Path, "copy.so")).Message;
        Assert.Contains($"its mode is {shown} and must be 700", message, StringComparison.Ordinal);
        Assert.Contains(folder.Path, message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_link_to_a_folder_and_a_file_are_refused()
    {
        Directory.CreateSymbolicLink(folder.In("link"), Directory.CreateDirectory(folder.In("real"), (UnixFileMode)0b111_000_000).FullName);
        File.WriteAllText(folder.In("file"), "");
        Assert.Contains("symbolic link", Refusal(folder.In("link")), StringComparison.Ordinal);
        Assert.Contains("not a folder", Refusal(folder.In("file")), StringComparison.Ordinal);
        Assert.Contains("cannot be examined", Refusal(folder.In("none")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_another_user_is_refused()
    {
        // Root can give one away; anybody else finds one above.
        var foreign = Environment.IsPrivilegedProcess ? Directory.CreateDirectory(folder.In("given"), (UnixFileMode)0b111_000_000).FullName : "/";
        if (Environment.IsPrivilegedProcess)
        {
            using var chown = Process.Start("chown", ["12345", foreign]);
            chown.WaitForExit();
        }

        Assert.Contains("it belongs to user", Refusal(foreign), StringComparison.Ordinal);
    }

    private static string Refusal(string path) => Assert.Throws<DiffProbException>(() => PrivateCopy.Place(Content, path, "copy.so")).Message;
}
