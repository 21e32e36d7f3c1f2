using System.Diagnostics;
using System.Reflection;
using System.Runtime.Versioning;

namespace DiffProb;

/// <summary>What loads, where the copy goes, and what the messages say: each in a process of its own.</summary>
[SupportedOSPlatform("linux")]
public sealed class NativeRuntimeTests : IDisposable
{
    // Old: the C++ library predates GCC 13, so that TorchSharp does not load as it comes.
    private static readonly Lazy<bool> IsOld = new(() => ProbeProcess.Run(AppContext.BaseDirectory, "load-one", (NativeRuntime.PlainVariable, "1")).Code != 0);

    private readonly TemporaryFolder home = new();

    private string Cache => home.In("cache");

    public void Dispose() => home.Dispose();

    [Fact]
    public void Eight_threads_load_it_at_once_and_it_is_loaded_once()
    {
        var (code, output) = ProbeProcess.Run(AppContext.BaseDirectory, "load", ("XDG_CACHE_HOME", Cache));
        Assert.Equal(0, code);
        Assert.Contains("computed", output, StringComparison.Ordinal);
        Assert.Single(output.Split('\n'), line => line.StartsWith("mapped", StringComparison.Ordinal));
    }

    [Fact]
    public void An_old_system_gets_a_copy_in_a_folder_of_this_user_alone_and_keeps_it()
    {
        SkipUnlessOld();
        var (_, output) = ProbeProcess.Run(AppContext.BaseDirectory, "load", ("XDG_CACHE_HOME", Cache));
        var folder = Path.Combine(Cache, "diffprob", "native");
        var copy = Assert.Single(Directory.GetFiles(folder));
        Assert.Contains($"mapped {copy}", output, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(copy));

        var written = File.GetLastWriteTimeUtc(copy);
        ProbeProcess.Run(AppContext.BaseDirectory, "load", ("XDG_CACHE_HOME", Cache));
        Assert.Equal(written, File.GetLastWriteTimeUtc(copy));
    }

    [Fact]
    public void A_folder_that_others_can_write_is_refused_by_name()
    {
        SkipUnlessOld();
        var folder = Directory.CreateDirectory(Path.Combine(Cache, "diffprob", "native")).FullName;
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111);
        var (code, output) = ProbeProcess.Run(AppContext.BaseDirectory, "load", ("XDG_CACHE_HOME", Cache));
        Assert.NotEqual(0, code);
        Assert.Contains("is not private: its mode is 777 and must be 700", output, StringComparison.Ordinal);
        Assert.Contains(folder, output, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_home_cannot_be_written_the_copy_is_gone_once_it_is_loaded()
    {
        SkipUnlessOld();
        File.WriteAllText(Cache, "not a folder");
        var (code, output) = ProbeProcess.Run(AppContext.BaseDirectory, "load", ("XDG_CACHE_HOME", Cache), ("TMPDIR", home.Path));
        Assert.Equal(0, code);
        Assert.Contains("computed", output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(home.Path));
    }

    [Fact]
    public void A_user_without_a_home_can_run_it()
    {
        var (code, output) = ProbeProcess.Run(AppContext.BaseDirectory, "load", ("XDG_CACHE_HOME", null), ("HOME", home.In("none")), ("TMPDIR", home.Path));
        Assert.Equal(0, code);
        Assert.Contains("computed", output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(home.Path));
        Assert.False(Directory.Exists(".cache"));
    }

    [Fact]
    public void Without_libtorch_the_message_says_which_package_to_add_for_which_engine()
    {
        ProbeProcess.CopyWithoutLibtorch(home.Path);
        var (code, output) = ProbeProcess.Run(home.Path, "load-one", ("NUGET_PACKAGES", home.In("none")));
        Assert.Equal(1, code);
        Assert.Contains("the native library libtorch 2.10.0 is missing", output, StringComparison.Ordinal);
        Assert.Contains("dotnet add package libtorch-cpu-linux-x64 --version 2.10.0, for TorchEngine.Cpu", output, StringComparison.Ordinal);
        Assert.Contains("dotnet add package libtorch-cuda-12.8-linux-x64 --version 2.10.0 instead, for TorchEngine.Cuda(0)", output, StringComparison.Ordinal);
        Assert.Contains(NativeRuntime.FolderVariable, output, StringComparison.Ordinal);
        Assert.Contains(home.Path, output, StringComparison.Ordinal);
        Assert.DoesNotContain("TorchSharp-cpu", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_libtorch_the_engine_that_chooses_runs_managed_and_says_so()
    {
        ProbeProcess.CopyWithoutLibtorch(home.Path);
        var (code, output) = ProbeProcess.Run(home.Path, "auto", ("NUGET_PACKAGES", home.In("none")));
        Assert.Equal(0, code);
        Assert.Contains("auto: managed, because libtorch cannot be used for these 16 Mflop", output, StringComparison.Ordinal);
        Assert.Contains("libtorch 2.10.0 is missing", output, StringComparison.Ordinal);
        Assert.Contains("sum 8000000", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_named_folder_brings_libtorch_and_a_wrong_one_is_an_error()
    {
        ProbeProcess.CopyWithoutLibtorch(home.Path);
        var folder = Path.GetDirectoryName(LibtorchFolders.Find(NativeRuntime.Libtorch, LibtorchFolders.Known()))!;
        (string, string?)[] bare = [("NUGET_PACKAGES", home.In("none")), ("XDG_CACHE_HOME", Cache)];
        Assert.Contains("computed", ProbeProcess.Run(home.Path, "load", [.. bare, (NativeRuntime.FolderVariable, folder)]).Output, StringComparison.Ordinal);

        var (code, output) = ProbeProcess.Run(home.Path, "load-one", [.. bare, (NativeRuntime.FolderVariable, home.In("wrong"))]);
        Assert.Equal(1, code);
        Assert.Contains($"DIFFPROB_LIBTORCH names \"{home.In("wrong")}\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public void NuGets_own_folder_is_found_by_a_script()
    {
        ProbeProcess.CopyWithoutLibtorch(home.Path);
        var packages = LibtorchFolders.Known().First(f => f.Contains("libtorch-cpu", StringComparison.Ordinal) && File.Exists(Path.Combine(f, NativeRuntime.Libtorch)));
        var cache = packages[..packages.IndexOf("libtorch-cpu", StringComparison.Ordinal)];
        Assert.Contains("computed", ProbeProcess.Run(home.Path, "load", ("NUGET_PACKAGES", cache), ("XDG_CACHE_HOME", Cache)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_opts_out_of_the_copy_gets_the_loaders_own_words()
    {
        SkipUnlessOld();
        var (code, output) = ProbeProcess.Run(AppContext.BaseDirectory, "load-one", ("XDG_CACHE_HOME", Cache), (NativeRuntime.PlainVariable, "1"));
        Assert.Equal(1, code);
        Assert.Contains("GLIBCXX_3.4.32", output, StringComparison.Ordinal);
        Assert.Contains("unset DIFFPROB_TORCH_PLAIN", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Cache));
    }

    [Fact]
    public void Who_used_TorchSharp_too_early_is_told_so()
    {
        SkipUnlessOld();
        ProbeProcess.CopyWithoutLibtorch(home.Path); // or TorchSharp copies all of libtorch beside the tests
        var (code, output) = ProbeProcess.Run(home.Path, "torch-first", ("XDG_CACHE_HOME", Cache));
        Assert.Equal(1, code);
        Assert.Contains("TorchSharp was used before TorchRuntime.Initialize", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_is_not_there_is_named_with_the_package_that_serves_it()
    {
        if (TorchEngine.IsCudaAvailable)
        {
            Assert.Skip("There is a device.");
        }

        var message = Assert.Throws<DiffProbException>(() => TorchEngine.Cuda(1)).Message;
        Assert.Contains("TorchEngine.Cuda(1): libtorch sees no CUDA device", message, StringComparison.Ordinal);
        Assert.Contains("libtorch-cuda-12.8-linux-x64 --version 2.10.0", message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_fsharp_script_runs_the_engine()
    {
        var script = home.In("script.fsx");
        var folder = Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location);
        File.WriteAllText(script, $$"""
            #r "{{folder}}/DiffProb.Kernels.dll"
            #r "{{folder}}/TorchSharp.dll"
            #r "{{folder}}/DiffProb.Torch.dll"
            open DiffProb
            let x = Tensor.Data("x", Shape.Scalar)
            let run = TorchEngine.Cpu.Compile([| x * x |], [| x |])
            let values = run.Run(Bindings.Empty.With("x", Tensor.Scalar 5.0))
            printfn "square %g" (values[0].ToDouble())
            """);
        var info = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        Array.ForEach(["fsi", "--quiet", "--nologo", script], info.ArgumentList.Add);
        info.Environment["XDG_CACHE_HOME"] = Cache;
        var (code, output) = ProbeProcess.Run(info);
        Assert.Contains("square 25", output, StringComparison.Ordinal);
        Assert.Equal(0, code);
    }

    private static void SkipUnlessOld()
    {
        if (!IsOld.Value)
        {
            Assert.Skip("TorchSharp loads here as it comes.");
        }
    }
}
