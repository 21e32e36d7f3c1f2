using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using DiffProb;

namespace TorchTests.Modules;

/// <summary>docs/how-to/use-a-torch-module.md shows programs that run, and they give the same numbers.</summary>
public sealed class ModulePageTests
{
    private const string Page = "docs/how-to/use-a-torch-module.md";

    [Fact]
    public void The_program_runs_in_both_languages_and_learns_the_curve()
    {
        var folder = Directory.CreateTempSubdirectory("diffprob-");
        try
        {
            var (fit, answers) = ModuleProgram.Run(folder.FullName);
            Assert.All(answers.Zip([0.9, -0.8, 0.1, 0.8, -0.9]), p => Assert.Equal(p.Second, p.First, 0.15));
            Assert.Equal(fit.Values.Keys, NamedTensors.Load(Path.Combine(folder.FullName, "curve.safetensors")).Keys);
            Assert.Equal(fit.History[^1].ToString("R", CultureInfo.InvariantCulture), InFSharp(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void The_page_shows_the_program_that_runs()
    {
        var source = Read("tests/DiffProb.Torch.Tests/Modules/ModuleProgram.cs");
        Assert.Equal(string.Join("\n\n", Between(source, "// <page>", "// </page>")), Assert.Single(Between(Read(Page), "```csharp", "```")));
    }

    // The last value of the objective in the fit of the F# program.
    private static string InFSharp(string folder)
    {
        var script = Path.Combine(folder, "page.fsx");
        var assemblies = Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location);
        string[] names = ["TorchSharp", "DiffProb.Kernels", "DiffProb.Distributions", "DiffProb.Core", "DiffProb.Torch"];
        var program = Assert.Single(Between(Read(Page), "```fsharp", "```"));
        File.WriteAllText(script, string.Concat(names.Select(n => $"#r \"{assemblies}/{n}.dll\"\n")) + program + "\nprintfn \"%s\" (fit.History[fit.History.Count - 1].ToString(\"R\", System.Globalization.CultureInfo.InvariantCulture))\n");
        var info = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        Array.ForEach(["fsi", "--quiet", "--nologo", "--warnaserror", script], info.ArgumentList.Add);
        var (code, output) = ProbeProcess.Run(info);
        Assert.True(code == 0, output);
        return output.Trim();
    }

    private static IEnumerable<string> Between(string text, string start, string stop) =>
        text.Split(start).Skip(1).Select(part => Dedent(part[..part.IndexOf(stop, StringComparison.Ordinal)].Trim('\n').TrimEnd()));

    private static string Dedent(string text)
    {
        var margin = text.Length - text.TrimStart(' ').Length;
        return string.Join('\n', text.Split('\n').Select(line => line.Length > margin ? line[margin..] : line.TrimStart(' ')));
    }

    private static string Read(string path)
    {
        var root = typeof(ModulePageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;
        return File.ReadAllText(Path.Combine(root, path)).ReplaceLineEndings("\n");
    }
}
