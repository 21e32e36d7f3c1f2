using System.Diagnostics;

namespace DiffProb;

/// <summary>The command line, as a process.</summary>
public sealed class ProgramTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("diffprob-jupyter-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Theory]
    [InlineData("System.IO.File.ReadAllText \\\"data.txt\\\" |> printfn \\\"%s\\\"", "fsharp")]
    [InlineData("Console.WriteLine(File.ReadAllText(\\\"data.txt\\\"));", "csharp")]
    public void A_notebook_runs_where_it_lies_and_the_exit_code_is_zero(string code, string language)
    {
        File.WriteAllText(Path.Combine(directory, "data.txt"), "beside");
        var (exit, error) = Run("run", Write(code, language));
        Assert.Equal("", error);
        Assert.Equal(0, exit);
        Assert.Contains("beside\\n", File.ReadAllText(Path.Combine(directory, "Some.ipynb")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_that_fails_gives_an_exit_code_and_its_message()
    {
        var path = Write("throw new Exception(\\\"wrong\\\");", "csharp");
        var (exit, error) = Run("run", path);
        Assert.Equal(1, exit);
        Assert.StartsWith("Cell 1 failed: Exception: wrong\n", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 0", "fsharp")]
    [InlineData("Environment.Exit(0);", "csharp")]
    public void A_cell_that_ends_the_process_does_not_pass_for_success(string code, string language)
    {
        var path = Write(code, language);
        var before = File.ReadAllText(path);
        var (exit, error) = Run("run", path);
        Assert.Equal(1, exit);
        Assert.Contains(JupyterErrors.LeftByExit(path).Message, error, StringComparison.Ordinal);
        Assert.StartsWith("A cell ended the process.", JupyterErrors.LeftByExit(path).Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(path));
    }

    [Theory]
    [InlineData("", "\"\" is not a command.\n  try diffprob-jupyter run FILE.ipynb")]
    [InlineData("walk x.ipynb", "\"walk x.ipynb\" is not a command.")]
    [InlineData("run none.ipynb", "There is no notebook \"none.ipynb\".")]
    public void What_is_not_understood_is_said(string arguments, string message)
    {
        var (exit, error) = Run(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(1, exit);
        Assert.StartsWith(message, error, StringComparison.Ordinal);
    }

    private string Write(string code, string language)
    {
        var path = Path.Combine(directory, "Some.ipynb");
        File.WriteAllText(path, $$$"""{"cells": [{"cell_type": "code", "source": "{{{code}}}"}], "metadata": {"kernelspec": {"name": "diffprob-{{{language}}}"}}, "nbformat": 4}""");
        return path;
    }

    private static (int Exit, string Error) Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.ChangeExtension(typeof(CellEngine).Assembly.Location, ".dll"), .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error);
    }
}
