using System.Diagnostics;

namespace DiffProb.Jupyter;

/// <summary>Debian's own Jupyter, which is installed where that is possible, and our kernels in a folder of their own.</summary>
public sealed class JupyterPackages : IDisposable
{
    private static readonly string[] Needed = ["jupyter-notebook", "jupyter-nbconvert"];
    private static readonly string[] Packages = ["jupyter-notebook", "jupyter-nbconvert", "jupyter-client"];

    public JupyterPackages()
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("diffprob-jupyter-").FullName;
        Missing = Install();
        if (Missing is null)
        {
            var (exit, text) = Run("dotnet", [Protocol.KernelProcess.Tool, "install", "--also-as-dotnet-interactive"], TimeSpan.FromMinutes(1));
            Assert.True(exit == 0, text);
        }
    }

    /// <summary>Why there is no Jupyter; null where there is.</summary>
    public string? Missing { get; }

    /// <summary>Home of what runs here.</summary>
    public string Directory { get; }

    /// <summary>Starts a program that sees our kernels and nobody's settings.</summary>
    public Process Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Directory };
        start.Environment["HOME"] = Directory;
        start.Environment["DOTNET_CLI_HOME"] = Directory;
        start.Environment["JUPYTER_DATA_DIR"] = Path.Combine(Directory, "data");
        start.Environment["JUPYTER_CONFIG_DIR"] = Path.Combine(Directory, "config");
        start.Environment["JUPYTER_RUNTIME_DIR"] = Path.Combine(Directory, "runtime");
        start.Environment["JUPYTER_NO_CONFIG"] = "1";
        return Process.Start(start)!;
    }

    /// <summary>Runs a program to its end; its exit code, and all that it wrote.</summary>
    public (int Exit, string Text) Run(string program, IEnumerable<string> arguments, TimeSpan limit)
    {
        using var process = Start(program, arguments);
        var texts = new[] { process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync() };
        if (!process.WaitForExit(limit))
        {
            process.Kill(entireProcessTree: true);
            return (-1, $"{program} did not end in {limit}. " + string.Concat(texts.Select(t => t.Result)));
        }

        return (process.ExitCode, string.Concat(texts.Select(t => t.Result)));
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);

    /// <summary>The path of a program, if it is there.</summary>
    internal static string? Find(params string[] names) =>
        names.SelectMany(n => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, n))).FirstOrDefault(File.Exists);

    private string? Install()
    {
        if (Needed.All(n => Find(n) is not null))
        {
            return null;
        }

        if (Environment.UserName != "root" || Find("apt-get") is not { } apt)
        {
            return $"Jupyter is not here, and cannot be installed: it takes root and apt-get. By hand: apt-get install {string.Join(' ', Packages)}.";
        }

        Run(apt, ["update"], TimeSpan.FromMinutes(3));
        Run("env", ["DEBIAN_FRONTEND=noninteractive", apt, "install", "-y", "--no-install-recommends", .. Packages], TimeSpan.FromMinutes(6));
        return Needed.All(n => Find(n) is not null) ? null : $"Jupyter is not here, and apt-get could not install {string.Join(", ", Packages)}.";
    }
}
