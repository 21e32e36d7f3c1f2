using System.Diagnostics;

namespace DiffProb;

/// <summary>The folders where Jupyter looks for kernels.</summary>
/// <remarks><para><b>Source</b>: https://docs.jupyter.org/en/latest/use/jupyter-directories.html.</para></remarks>
internal static class KernelFolder
{
    /// <summary>The person's own.</summary>
    public static string User() => Path.Combine(Data(), "kernels");

    /// <summary>That of a prefix such as /usr/local.</summary>
    public static string OfPrefix(string prefix) => Path.Combine(Path.GetFullPath(prefix), "share", "jupyter", "kernels");

    /// <summary>That of the Python environment which is active, or else of the Python that is found first.</summary>
    /// <exception cref="JupyterException">There is none.</exception>
    public static string OfPython() =>
        OfPrefix(Set("VIRTUAL_ENV") ?? Set("CONDA_PREFIX") ?? PrefixOf("python3") ?? PrefixOf("python") ?? throw JupyterErrors.NoPython());

    private static string Data() =>
        Set("JUPYTER_DATA_DIR")
        ?? (OperatingSystem.IsWindows() ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "jupyter")
            : OperatingSystem.IsMacOS() ? Path.Combine(Home(), "Library", "Jupyter")
            : Path.Combine(Set("XDG_DATA_HOME") ?? Path.Combine(Home(), ".local", "share"), "jupyter"));

    private static string Home() => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private static string? Set(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static string? PrefixOf(string python)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(python, ["-c", "import sys; print(sys.prefix)"]) { RedirectStandardOutput = true })!;
            var prefix = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 && prefix.Length > 0 ? prefix : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
