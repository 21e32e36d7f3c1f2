using System.Reflection;
using System.Text.Json.Nodes;

namespace DiffProb.Jupyter;

/// <summary>Debian's Jupyter executes notebooks through the kernel.</summary>
public sealed class NbconvertTests(JupyterPackages jupyter) : IClassFixture<JupyterPackages>
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    /// <summary>The notebooks of the repository; none, where there are none yet.</summary>
    public static TheoryData<string> Notebooks =>
        [.. System.IO.Directory.Exists(Folder) ? System.IO.Directory.GetFiles(Folder, "*.ipynb").Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal) : Enumerable.Empty<string>()];

    private static string Folder =>
        Path.Combine(Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!, "notebooks");

    [Theory]
    [InlineData("diffprob-fsharp", "let x = 20\nprintfn \"hello\"", "x + 22")]
    [InlineData(".net-csharp", "var x = 20;\nConsole.WriteLine(\"hello\");", "x + 22")]
    public void A_notebook_of_either_language_is_executed(string kernel, string first, string second)
    {
        Assert.SkipWhen(jupyter.Missing is not null, jupyter.Missing ?? "");
        var path = Path.Combine(jupyter.Directory, kernel.TrimStart('.') + ".ipynb");
        File.WriteAllText(path, Notebook(kernel, first, second));
        var cells = Execute(path);
        Assert.Equal("hello\n", (string)cells[0]!["outputs"]![0]!["text"]![0]!);
        Assert.Equal("42", (string)cells[1]!["outputs"]![0]!["data"]!["text/plain"]![0]!);
        Assert.Equal(2, (int)cells[1]!["execution_count"]!);
    }

    [Fact]
    public void A_cell_that_fails_ends_nbconvert_with_its_line()
    {
        Assert.SkipWhen(jupyter.Missing is not null, jupyter.Missing ?? "");
        var path = Path.Combine(jupyter.Directory, "Fails.ipynb");
        File.WriteAllText(path, Notebook("diffprob-csharp", "var a = 1;\nif (a == 1) throw new Exception(\"the answer is wrong\");", "1"));
        var (exit, text) = Convert(path);
        Assert.NotEqual(0, exit);
        Assert.Contains("the answer is wrong", text, StringComparison.Ordinal);
        Assert.Contains("in cell 1, line 2", text, StringComparison.Ordinal);
    }

    // Each ends by asserting a known answer.
    [Theory(SkipTestWithoutData = true), MemberData(nameof(Notebooks))]
    public void A_notebook_of_the_repository_is_executed(string name)
    {
        Assert.SkipWhen(jupyter.Missing is not null, jupyter.Missing ?? "");
        var copy = Path.Combine(jupyter.Directory, name);
        File.Copy(Path.Combine(Folder, name), copy, overwrite: true);
        Assert.Contains(Execute(copy), cell => (string)cell!["cell_type"]! == "code" && cell["execution_count"] is not null);
    }

    internal static string Notebook(string kernel, params string[] cells)
    {
        var code = cells.Select(c => (JsonNode)new JsonObject { ["cell_type"] = "code", ["source"] = c, ["metadata"] = new JsonObject(), ["outputs"] = new JsonArray(), ["execution_count"] = null });
        return new JsonObject
        {
            ["cells"] = new JsonArray([.. code]),
            ["metadata"] = new JsonObject { ["kernelspec"] = new JsonObject { ["name"] = kernel, ["display_name"] = kernel, ["language"] = "x" } },
            ["nbformat"] = 4,
            ["nbformat_minor"] = 4,
        }.ToJsonString();
    }

    private JsonArray Execute(string path)
    {
        var (exit, text) = Convert(path);
        Assert.True(exit == 0, text);
        return JsonNode.Parse(File.ReadAllText(path))!["cells"]!.AsArray();
    }

    private (int Exit, string Text) Convert(string path) =>
        jupyter.Run("jupyter-nbconvert", ["--to", "notebook", "--execute", "--inplace", "--ExecutePreprocessor.timeout=180", path], Limit);
}
