using System.Diagnostics;
using System.Text.Json.Nodes;

namespace DiffProb.Installation;

/// <summary>The entries by which Jupyter finds the kernels.</summary>
public sealed class InstallTests : IDisposable
{
    private static readonly string[] Names = ["diffprob-csharp", "diffprob-fsharp"];
    private static readonly string[] AllNames = [".net-csharp", ".net-fsharp", .. Names];

    private readonly string directory = Directory.CreateTempSubdirectory("diffprob-install-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public void Entries_come_are_listed_and_go()
    {
        var (exit, output, error) = Run("install");
        Assert.Equal("", error);
        Assert.Equal(0, exit);
        Assert.Equal(Names, Installed("data/kernels"));
        Assert.Contains($"installed {directory}/data/kernels/diffprob-fsharp\n", output, StringComparison.Ordinal);
        Assert.Contains($"diffprob-csharp  {directory}/data/kernels/diffprob-csharp\n", Run("list").Output, StringComparison.Ordinal);
        Assert.Equal(0, Run("install", "--user", "--also-as-dotnet-interactive").Exit);
        Assert.Equal(AllNames, Installed("data/kernels"));
        Assert.Equal(0, Run("uninstall", "--user").Exit);
        Assert.Empty(Installed("data/kernels"));
    }

    [Fact]
    public void A_prefix_and_the_environment_of_Python_have_a_folder_of_their_own()
    {
        Assert.Equal(0, Run("install", "--prefix", Path.Combine(directory, "prefix")).Exit);
        Assert.Equal(Names, Installed("prefix/share/jupyter/kernels"));
        Assert.Equal(0, Run("install", "--sys-prefix").Exit);
        Assert.Equal(Names, Installed("venv/share/jupyter/kernels"));
    }

    [Fact]
    public void An_entry_is_what_Jupyter_reads()
    {
        Run("install", "--user");
        foreach (var name in Names)
        {
            var folder = Path.Combine(directory, "data", "kernels", name);
            var spec = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "kernel.json")))!;
            var argv = spec["argv"]!.AsArray().Select(a => (string)a!).ToList();
            Assert.True(File.Exists(argv[0]));
            Assert.Equal(["kernel", name["diffprob-".Length..], "{connection_file}"], argv[^3..]);
            Assert.Equal("message", (string)spec["interrupt_mode"]!);
            Assert.Equal(name == "diffprob-fsharp" ? "DiffProb (F#)" : "DiffProb (C#)", (string)spec["display_name"]!);
            foreach (var (logo, size) in new[] { ("logo-32x32.png", 32), ("logo-64x64.png", 64) })
            {
                // The width stands after the signature, a length and the word IHDR.
                var png = File.ReadAllBytes(Path.Combine(folder, logo));
                Assert.Equal(size, System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)));
            }

            Assert.StartsWith("<svg", File.ReadAllText(Path.Combine(folder, "logo-svg.svg")), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_kernel_of_another_is_left_alone()
    {
        var other = Path.Combine(directory, "data", "kernels", ".net-csharp");
        Directory.CreateDirectory(other);
        File.WriteAllText(Path.Combine(other, "kernel.json"), "{\"argv\": [\"dotnet-interactive\"]}");
        var (exit, _, error) = Run("install", "--also-as-dotnet-interactive");
        Assert.Equal(1, exit);
        Assert.StartsWith($"The kernel \".net-csharp\" is there already, and is not DiffProb's.\n  at  \"{other}\"", error, StringComparison.Ordinal);
        Assert.Equal([".net-csharp"], Installed("data/kernels"));
        Assert.Equal(0, Run("uninstall").Exit);
        Assert.Equal([".net-csharp"], Installed("data/kernels"));
    }

    [Fact]
    public void Where_nothing_can_be_written_it_is_said()
    {
        var file = Path.Combine(directory, "file");
        File.WriteAllText(file, "");
        var (exit, _, error) = Run("install", "--prefix", file);
        Assert.Equal(1, exit);
        Assert.StartsWith($"The kernels cannot be changed in \"{file}/share/jupyter/kernels\": ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("install --prefix")]
    [InlineData("install --everywhere")]
    [InlineData("install --user --sys-prefix")]
    [InlineData("uninstall --also-as-dotnet-interactive")]
    [InlineData("list --user")]
    [InlineData("kernel vb file")]
    public void What_is_not_understood_is_said(string arguments)
    {
        var (exit, _, error) = Run(arguments.Split(' '));
        Assert.Equal(1, exit);
        Assert.StartsWith($"\"{arguments}\" is not a command.\n  try diffprob-jupyter run FILE.ipynb\n   or diffprob-jupyter install ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_any_Python_it_is_said()
    {
        var (exit, _, error) = Run(["install", "--sys-prefix"], e =>
        {
            e.Remove("VIRTUAL_ENV");
            e["PATH"] = directory;
        });
        Assert.Equal(1, exit);
        Assert.StartsWith("There is no Python environment for --sys-prefix: ", error, StringComparison.Ordinal);
    }

    private string[] Installed(string folder) =>
        Directory.Exists(Path.Combine(directory, folder)) ? [.. Directory.GetDirectories(Path.Combine(directory, folder)).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)] : [];

    private (int Exit, string Output, string Error) Run(params string[] arguments) => Run(arguments, _ => { });

    private (int Exit, string Output, string Error) Run(string[] arguments, Action<IDictionary<string, string?>> change)
    {
        var start = new ProcessStartInfo(DotnetHost(), [Protocol.KernelProcess.Tool, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["JUPYTER_DATA_DIR"] = Path.Combine(directory, "data");
        start.Environment["VIRTUAL_ENV"] = Path.Combine(directory, "venv");
        start.Environment.Remove("CONDA_PREFIX");
        change(start.Environment);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    // By its path, because one test takes the PATH away.
    private static string DotnetHost() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(f => Path.Combine(f, "dotnet")).First(File.Exists);
}
