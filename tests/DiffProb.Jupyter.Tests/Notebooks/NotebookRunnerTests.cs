using System.Text.Json.Nodes;

namespace DiffProb.Notebooks;

/// <summary>Notebooks run from the first cell to the last, and their outputs are written back.</summary>
public sealed class NotebookRunnerTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("diffprob-notebooks-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Theory]
    [InlineData(".net-fsharp", "let x = 20\n", "printfn \"x is\"\nprintfn \"%d\" x\nx + 1")]
    [InlineData("diffprob-fsharp", "let x = 20\n", "printfn \"x is\"\nprintfn \"%d\" x\nx + 1")]
    [InlineData(".net-csharp", "var x = 20;\n", "Console.WriteLine(\"x is\");\nConsole.WriteLine(x);\nx + 1")]
    [InlineData("diffprob-csharp", "var x = 20;\n", "Console.WriteLine(\"x is\");\nConsole.WriteLine(x);\nx + 1")]
    public void Outputs_are_written_as_Jupyter_writes_them(string kernel, string first, string second)
    {
        var path = Write(kernel, Code(first), Code(second));
        NotebookRunner.Run(path, CancellationToken.None);
        var cells = Cells(path);
        Assert.Equal(1, (int)cells[1]!["execution_count"]!);
        Assert.Empty(cells[1]!["outputs"]!.AsArray());
        Assert.Equal(2, (int)cells[2]!["execution_count"]!);
        AssertJson(
            """
            [{"name": "stdout", "output_type": "stream", "text": ["x is\n", "20\n"]},
             {"data": {"text/plain": ["21"]}, "execution_count": 2, "metadata": {}, "output_type": "execute_result"}]
            """,
            cells[2]!["outputs"]!);
    }

    [Fact]
    public void A_second_run_changes_no_byte_and_what_is_not_understood_is_kept()
    {
        var path = Write("diffprob-csharp", Code("\"<é> & \\\"x\\\"\""));
        NotebookRunner.Run(path, CancellationToken.None);
        var once = File.ReadAllText(path);
        NotebookRunner.Run(path, CancellationToken.None);
        Assert.Equal(once, File.ReadAllText(path));
        Assert.Contains("\n \"cells\": [\n  {\n   \"cell_type\": \"markdown\"", once, StringComparison.Ordinal);
        Assert.Contains("\"<é> & \\\"x\\\"\"", once, StringComparison.Ordinal);
        Assert.Contains("\"authors\": \"kept\"", once, StringComparison.Ordinal);
        Assert.EndsWith("}\n", once, StringComparison.Ordinal);
        Assert.Equal([path], Directory.GetFiles(directory));
    }

    [Theory]
    [InlineData("diffprob-fsharp", "let a = 1\nif a = 1 then failwith \"the answer is wrong\"", "Exception", "2")]
    [InlineData("diffprob-csharp", "var a = 1;\nif (a == 1) throw new Exception(\"the answer is wrong\");", "Exception", "2")]
    public void The_first_error_ends_the_run_and_names_its_cell(string kernel, string code, string name, string line)
    {
        var path = Write(kernel, Code("1 + 1"), Code(code, ""","id": "the-check" """), Code("3", """,  "outputs": [{"output_type": "stream", "name": "stdout", "text": "old"}], "execution_count": 7"""));
        var failure = Assert.Throws<JupyterException>(() => NotebookRunner.Run(path, CancellationToken.None));
        Assert.Equal(
            $"Cell 3 (id \"the-check\") failed: {name}: the answer is wrong\n  at  \"{path}\", line {line} of the cell\n"
                + "  try the cell by itself; its error is written to the notebook.",
            failure.Message);
        var cells = Cells(path);
        Assert.Equal("2", (string)cells[1]!["outputs"]![0]!["data"]!["text/plain"]![0]!);
        var error = Assert.Single(cells[2]!["outputs"]!.AsArray())!;
        Assert.Equal(["error", name, "the answer is wrong"], new[] { "output_type", "ename", "evalue" }.Select(key => (string)error[key]!));
        Assert.Contains(error["traceback"]!.AsArray(), t => ((string)t!).EndsWith($"in cell 2, line {line}", StringComparison.Ordinal));
        Assert.Empty(cells[3]!["outputs"]!.AsArray());
        Assert.Null(cells[3]!["execution_count"]);
    }

    [Fact]
    public void A_cell_that_may_fail_does_not_end_the_run()
    {
        var path = Write("diffprob-csharp", Code("throw new Exception(\"shown\");", """, "metadata": {"tags": ["raises-exception"]}"""), Code("2"));
        NotebookRunner.Run(path, CancellationToken.None);
        Assert.Equal("shown", (string)Cells(path)[1]!["outputs"]![0]!["evalue"]!);
        Assert.Equal("2", (string)Cells(path)[2]!["outputs"]![0]!["data"]!["text/plain"]![0]!);
    }

    [Fact]
    public void A_cell_without_code_has_no_number()
    {
        var path = Write("diffprob-csharp", Code(" \n"), Code("1"));
        NotebookRunner.Run(path, CancellationToken.None);
        Assert.Null(Cells(path)[1]!["execution_count"]);
        Assert.Equal(1, (int)Cells(path)[2]!["execution_count"]!);
    }

    [Fact]
    public void A_run_that_is_stopped_says_where()
    {
        var path = Write("diffprob-csharp", Code("1"), Code("2"));
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        var stopped = Assert.Throws<JupyterException>(() => NotebookRunner.Run(path, stop.Token));
        Assert.Equal(JupyterErrors.Interrupted(path, "Cell 2").Message, stopped.Message);
        Assert.StartsWith("Cell 2 was interrupted.", stopped.Message, StringComparison.Ordinal);
        Assert.Equal("Interrupted", (string)Cells(path)[1]!["outputs"]![0]!["ename"]!);
        Assert.Empty(Cells(path)[2]!["outputs"]!.AsArray());
    }

    [Theory]
    [InlineData("{", "it is not JSON")]
    [InlineData("[]", "it is not an object")]
    [InlineData("""{"nbformat": 3}""", "nbformat is not 4")]
    [InlineData("""{"nbformat": 4}""", "it has no list of cells")]
    [InlineData("""{"nbformat": 4, "cells": []}""", "metadata.kernelspec.name is missing")]
    [InlineData("""{"nbformat": 4, "cells": [], "metadata": {"kernelspec": {"name": "python3"}}}""", "names the kernel \"python3\", but only F# and C# run here.\n  try one of diffprob-fsharp, diffprob-csharp, .net-fsharp, .net-csharp")]
    [InlineData("""{"nbformat": 4, "cells": [{}], "metadata": {"kernelspec": {"name": ".net-csharp"}}}""", "cell 1 has no cell_type")]
    [InlineData("""{"nbformat": 4, "cells": [{"cell_type": "code", "source": [1]}], "metadata": {"kernelspec": {"name": ".net-csharp"}}}""", "cell 1 has no source")]
    public void A_file_that_is_no_notebook_is_refused_and_left_as_it_is(string text, string why)
    {
        var path = Path.Combine(directory, "Wrong.ipynb");
        File.WriteAllText(path, text);
        Assert.Contains(why, Assert.Throws<JupyterException>(() => NotebookRunner.Run(path, CancellationToken.None)).Message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(path));
    }

    [Fact]
    public void A_file_that_is_missing_is_named()
    {
        var path = Path.Combine(directory, "None.ipynb");
        Assert.StartsWith($"There is no notebook \"{path}\".", Assert.Throws<JupyterException>(() => NotebookRunner.Run(path, CancellationToken.None)).Message, StringComparison.Ordinal);
    }

    private static string Code(string source, string more = "") =>
        $$"""{"cell_type": "code", "source": {{JsonValue.Create(source)!.ToJsonString()}}{{more}}}""";

    private static JsonArray Cells(string path) => JsonNode.Parse(File.ReadAllText(path))!["cells"]!.AsArray();

    private static void AssertJson(string expected, JsonNode actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), actual.ToJsonString());

    private string Write(string kernel, params string[] cells)
    {
        var path = Path.Combine(directory, "Some.ipynb");
        var all = string.Join(",", ["""{"cell_type": "markdown", "metadata": {}, "source": ["# Title"]}""", .. cells]);
        File.WriteAllText(path, $$$"""{"cells": [{{{all}}}], "metadata": {"kernelspec": {"name": "{{{kernel}}}"}, "authors": "kept"}, "nbformat": 4, "nbformat_minor": 5}""");
        return path;
    }
}
