using System.Diagnostics;

namespace DiffProb;

/// <summary>Whoever reads a file finds the old one or the new one, and never a part.</summary>
public sealed class AtomicFileTests
{
    private const string Victim = "DIFFPROB_TEST_KILL_WHILE_WRITING";

    private static NamedTensors Large(double value) => new([new("x", Tensor.Of([.. Enumerable.Repeat(value, 100_000)]))]);

    [Fact]
    public void A_writer_that_fails_leaves_the_old_file_and_nothing_else()
    {
        using var folder = new FileBytes.Folder();
        var path = folder.File("x.safetensors");
        Large(1.0).Save(path);
        var old = File.ReadAllBytes(path);
        Assert.Throws<IOException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write(old.AsSpan(0, 1000));
            stream.Flush();
            Assert.Equal(old, File.ReadAllBytes(path));
            throw new IOException("the disk is full");
        }));
        Assert.Equal(old, File.ReadAllBytes(path));
        Assert.Equal(["x.safetensors"], folder.Names());
    }

    [Fact]
    public void A_file_is_replaced_by_a_shorter_one()
    {
        using var folder = new FileBytes.Folder();
        var path = folder.File("x.json");
        Large(1.0).Save(path);
        new NamedTensors([new("y", 2.0)]).Save(path);
        Assert.Equal(["y"], NamedTensors.Load(path).Keys);
        Assert.Equal(["x.json"], folder.Names());
    }

    [Fact]
    public void A_link_stays_a_link()
    {
        using var folder = new FileBytes.Folder();
        var (target, link) = (folder.File("target.json"), folder.File("link.json"));
        Large(1.0).Save(target);
        File.CreateSymbolicLink(link, target);
        new NamedTensors([new("y", 2.0)]).Save(link);
        Assert.Equal(target, File.ResolveLinkTarget(link, returnFinalTarget: true)!.FullName);
        Assert.Equal(["y"], NamedTensors.Load(target).Keys);
    }

    // This program starts itself once more, with one test and a file to write; that process kills itself in the middle.
    [Fact]
    public void A_process_that_is_killed_while_it_writes_leaves_the_old_file()
    {
        using var folder = new FileBytes.Folder();
        var path = folder.File("x.safetensors");
        Large(1.0).Save(path);
        var old = File.ReadAllBytes(path);
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["--filter-method", $"*{nameof(The_process_that_is_killed)}"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[Victim] = path;
        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit();
        Assert.NotEqual(0, process.ExitCode);
        Assert.Equal(2, folder.Names().Length);
        Assert.Equal(1, folder.Names().Count(name => name.EndsWith(".tmp", StringComparison.Ordinal)));
        Assert.Equal(old, File.ReadAllBytes(path));
        Large(2.0).Save(path);
        Assert.Equal(2.0, NamedTensors.Load(path)["x"].ToArray()[0]);
    }

    [Fact]
    public void The_process_that_is_killed()
    {
        if (Environment.GetEnvironmentVariable(Victim) is not { } path)
        {
            return;
        }

        AtomicFile.Write(path, stream =>
        {
            stream.Write(FileBytes.Save(Large(2.0), TensorFormat.SafeTensors).AsSpan(0, 500_000));
            stream.Flush();
            Process.GetCurrentProcess().Kill();
            Thread.Sleep(Timeout.Infinite);
        });
    }
}
