using System.Diagnostics;

namespace DiffProb.Inference;

/// <summary>R and Python of the machine, where they have what a test asks for; elsewhere the test is skipped by name.</summary>
internal static class ExternalProgram
{
    private const int Milliseconds = 120_000;

    /// <summary>Runs an R script that needs a package.</summary>
    public static void R(string package, string script, params string[] arguments)
    {
        Assert.SkipUnless(Run("Rscript", ["-e", $"stopifnot(requireNamespace(\"{package}\", quietly = TRUE))"]) is { ExitCode: 0 }, $"There is no R with the package {package}.");
        Checked(Run("Rscript", [script, .. arguments]));
    }

    /// <summary>Runs a Python script that needs a module: Debian's own Python, since others do not see its packages.</summary>
    public static string Python(string module, string script, params string[] arguments)
    {
        const string python = "/usr/bin/python3";
        Assert.SkipUnless(Run(python, ["-c", $"import {module}"]) is { ExitCode: 0 }, $"There is no Python with the module {module}.");
        return Checked(Run(python, [script, .. arguments]));
    }

    private static string Checked((int ExitCode, string Output)? run)
    {
        Assert.NotNull(run);
        Assert.True(run.Value.ExitCode == 0, run.Value.Output);
        return run.Value.Output;
    }

    private static (int ExitCode, string Output)? Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            Assert.True(process.WaitForExit(Milliseconds), $"{program} does not end");
            return (process.ExitCode, output + errors.Result);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
