using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace DiffProb.Protocol;

/// <summary>The protocol, spoken with the tool as a process.</summary>
public sealed class ConformanceTests(Kernels kernels) : IClassFixture<Kernels>
{
    private static readonly string[] Around = ["status", "status"];

    private static JsonObject Code(string code) => new() { ["code"] = code, ["cursor_pos"] = code.Length };

    [Theory]
    [InlineData("csharp", "C#", ".csx", "csharp")]
    [InlineData("fsharp", "F#", ".fsx", "fsharp")]
    public void It_says_what_it_is(string language, string name, string extension, string lexer)
    {
        foreach (var channel in new[] { "shell", "control" })
        {
            var (reply, told) = kernels[language].Ask("kernel_info_request", channel: channel);
            Assert.Equal("kernel_info_reply", reply.Type);
            Assert.Equal("5.3", (string)reply.Content["protocol_version"]!);
            var info = reply.Content["language_info"]!;
            Assert.Equal([name, extension, lexer], new[] { "name", "file_extension", "pygments_lexer" }.Select(k => (string)info[k]!));
            Assert.Equal(["busy", "idle"], told.Select(t => (string)t.Content["execution_state"]!));
        }
    }

    [Theory]
    [InlineData("csharp", "Console.WriteLine(\"out\");\nConsole.Error.WriteLine(\"err\");\nDisplay(1);\nConsole.WriteLine(\"again\");\n40 + 2")]
    [InlineData("fsharp", "printfn \"out\"\neprintfn \"err\"\ndisplay 1 |> ignore\nprintfn \"again\"\n40 + 2")]
    public void Messages_of_a_cell_come_in_their_order(string language, string code)
    {
        var run = kernels[language].Run(code);
        Assert.Equal(["status", "execute_input", "stream", "stream", "display_data", "stream", "execute_result", "status"], run.Types);
        Assert.Equal("ok", run.Status);
        Assert.Equal(code, (string)run.Told[1].Content["code"]!);
        var count = (int)run.Reply.Content["execution_count"]!;
        Assert.Equal(count, (int)run.Told[1].Content["execution_count"]!);
        Assert.Equal(count, (int)run.Told[6].Content["execution_count"]!);
        Assert.Equal("42", run.Result);
        Assert.Equal("out\nagain\n", run.Text("stdout"));
        Assert.Equal("err\n", run.Text("stderr"));
        Assert.Equal(count + 1, (int)kernels[language].Run("1").Reply.Content["execution_count"]!);
    }

    [Fact]
    public void What_is_written_comes_while_the_cell_runs()
    {
        var client = kernels["csharp"];
        var id = client.Execute("Console.WriteLine(\"first\");\nConsole.ReadLine();\n1", allowStdin: true);
        Assert.Equal("first\n", (string)client.Next("iopub", id, m => m.Type == "stream").Content["text"]!);
        client.Next("stdin", id, m => m.Type == "input_request");
        client.Answer("");
        Assert.Equal("ok", client.Complete(id).Status);
    }

    [Fact]
    public void A_message_that_is_not_signed_with_the_key_or_comes_twice_does_nothing()
    {
        var client = kernels["csharp"];
        client.Run("var touched = 0;");
        var touch = new JsonObject { ["code"] = "touched++;", ["silent"] = false };
        foreach (var channel in new[] { "shell", "control" })
        {
            Assert.False(client.Hears(client.Send(channel, "execute_request", touch.DeepClone().AsObject(), otherKey: "another"), TimeSpan.FromSeconds(0.5)));
            Assert.False(client.Hears(client.Send(channel, "execute_request", touch.DeepClone().AsObject(), isSigned: false), TimeSpan.FromSeconds(0.5)));
        }

        Assert.False(client.Hears(client.Send("control", "shutdown_request", [], otherKey: "another"), TimeSpan.FromSeconds(0.5)));
        client.Complete(client.Send("shell", "execute_request", touch, times: 2));
        Assert.Equal("1", client.Run("touched").Result);
        var kernel = kernels.Process("csharp");
        Assert.True(kernel.Says("a message on shell is refused: its signature is not of this kernel's key."), kernel.Log);
        Assert.True(kernel.Says("a message on control is refused: it is not signed."), kernel.Log);
        Assert.True(kernel.Says("a message on shell is refused: it came before."), kernel.Log);
    }

    [Fact]
    public void It_listens_on_loopback_alone()
    {
        Assert.SkipUnless(File.Exists("/proc/net/tcp"), "Which addresses a process listens on is read from /proc.");
        var ports = kernels.Process("csharp").Connection.Where(p => p.Key.EndsWith("_port", StringComparison.Ordinal)).Select(p => ((int)p.Value!).ToString("X4", CultureInfo.InvariantCulture)).ToHashSet();
        kernels["csharp"].Ask("kernel_info_request");

        // State 0A is listening; the second column is address:port.
        var lines = new[] { "/proc/net/tcp", "/proc/net/tcp6" }.Where(File.Exists).SelectMany(File.ReadAllLines).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var listening = lines.Where(l => l.Length > 3 && l[3] == "0A").Select(l => l[1].Split(':')).Where(a => ports.Contains(a[1])).ToList();
        Assert.Equal(5, listening.Count);
        Assert.All(listening, a => Assert.Equal("0100007F", a[0]));
    }

    [Fact]
    public void A_silent_cell_runs_and_nobody_is_told()
    {
        var client = kernels["csharp"];
        var before = (int)client.Run("var quiet = 1;").Reply.Content["execution_count"]!;
        var silent = client.Run("quiet = 2; Console.WriteLine(\"heard?\"); Display(1); quiet", silent: true);
        Assert.Equal(Around, silent.Types);
        Assert.Equal("ok", silent.Status);
        Assert.Equal(before, (int)silent.Reply.Content["execution_count"]!);
        Assert.Equal("error", client.Run("throw new Exception();", silent: true).Status);
        var unstored = client.Run("quiet", store: false);
        Assert.Equal("2", unstored.Result);
        Assert.Equal(before, (int)unstored.Reply.Content["execution_count"]!);
        Assert.Equal(before + 1, (int)client.Run("1").Reply.Content["execution_count"]!);
    }

    [Fact]
    public void Requests_of_several_front_ends_at_once_are_all_answered_one_after_the_other()
    {
        var first = kernels["csharp"];
        using var second = new KernelClient(kernels.Process("csharp"));
        first.Run("var inside = 0; var most = 0;");
        const string cell = "inside++; most = Math.Max(most, inside); Thread.Sleep(5); inside--;";
        var sent = new List<(KernelClient Client, string Id)>();
        for (var i = 0; i < 10; i++)
        {
            sent.Add((first, first.Execute(cell)));
            sent.Add((second, second.Execute(cell)));
            sent.Add((second, second.Send("shell", "complete_request", Code("Mat"))));
        }

        var runs = sent.Select(s => s.Client.Complete(s.Id)).ToList();
        Assert.All(runs, r => Assert.Equal("ok", r.Status));
        var counts = runs.Where(r => r.Reply.Type == "execute_reply").Select(r => (int)r.Reply.Content["execution_count"]!).ToList();
        Assert.Equal(20, counts.Distinct().Count());
        var own = sent.Zip(runs).Where(p => p.First.Client == first).Select(p => (int)p.Second.Reply.Content["execution_count"]!).ToList();
        Assert.Equal(own.Order(), own);
        Assert.Equal("1", first.Run("most").Result);
    }

    [Theory]
    [InlineData("csharp", "int Divide(int x) =>\n    1 / x;\n\nDivide(0)")]
    [InlineData("fsharp", "let rec divide n x =\n    if n = 0 then 1 / x else 1 + divide (n - 1) x\n\ndivide 3 0")]
    public void A_cell_that_throws_tells_its_line(string language, string code)
    {
        var run = kernels[language].Run(code);
        Assert.Equal(["status", "execute_input", "error", "status"], run.Types);
        Assert.Equal("error", run.Status);
        foreach (var error in new[] { run.Reply.Content, run.Told[2].Content })
        {
            Assert.Equal("DivideByZeroException", (string)error["ename"]!);
            Assert.Contains(error["traceback"]!.AsArray(), l => ((string)l!).EndsWith(", line 2", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void After_an_error_the_cells_that_wait_are_left_out_unless_that_is_not_wanted()
    {
        var client = kernels["csharp"];
        client.Run("var ran = 0;");
        string[] ids = [client.Execute("Thread.Sleep(500); throw new Exception(\"no\");"), client.Execute("ran++;"), client.Send("shell", "kernel_info_request", []), client.Execute("ran++;")];
        Assert.Equal(["error", "aborted", "ok", "aborted"], ids.Select(id => client.Complete(id).Status));
        ids = [client.Execute("Thread.Sleep(500); throw new Exception(\"no\");", stopOnError: false), client.Execute("ran++;")];
        Assert.Equal(["error", "ok"], ids.Select(id => client.Complete(id).Status));
        Assert.Equal("1", client.Run("ran").Result);
    }

    [Theory]
    [InlineData("csharp", "for (var i = 0; i < 100_000; i++) Console.WriteLine(new string('x', 1000));")]
    [InlineData("csharp", "for (var i = 0; i < 1_100_000; i++) Console.Write('x');")]
    public void A_cell_that_prints_without_measure_is_cut_and_says_by_how_much(string language, string code)
    {
        var run = kernels[language].Run(code);
        Assert.Equal("ok", run.Status);
        Assert.Equal(CellConsole.Limit, run.Text("stdout").Length);
        Assert.Contains("[output is cut here: a cell may write 1,000,000 characters]", run.Text("stderr"), StringComparison.Ordinal);
        Assert.Matches("\\[(99,100,000|100,000) more characters are left out\\]", run.Text("stderr"));
        Assert.InRange(run.Told.Count, 10, 1000);
        Assert.Equal("2", kernels[language].Run("1 + 1").Result);
    }

    [Theory]
    [InlineData("csharp", "Console.WriteLine(\"on\"); while (true) { }", false)]
    [InlineData("csharp", "Console.WriteLine(\"on\"); Thread.Sleep(-1);", true)]
    [InlineData("csharp", "Console.WriteLine(\"on\"); Thread.Sleep(-1);", false)]
    [InlineData("csharp", "Console.WriteLine(\"on\"); while (true) { try { Thread.Sleep(-1); } catch (Exception) { } }", false)]
    [InlineData("csharp", "Console.WriteLine(\"on\"); await Task.Delay(-1);", false)]
    [InlineData("fsharp", "printfn \"on\"\nwhile true do ()", false)]
    [InlineData("fsharp", "printfn \"on\"\nSystem.Console.ReadLine() |> ignore", false)]
    public void A_cell_that_never_ends_is_interrupted_and_the_kernel_lives(string language, string code, bool bySignal)
    {
        var client = kernels[language];
        Assert.SkipUnless(!bySignal || kernels.Process(language).HearsInterrupt, "SIGINT is not to be had here: none on this system, or ignored from the start, as in the background of a shell.");
        var id = client.Execute(code, allowStdin: true);
        client.Next("iopub", id, m => m.Type == "stream");
        Assert.True(client.Beats());
        if (bySignal)
        {
            using var kill = Process.Start("kill", ["-INT", kernels.Process(language).Id.ToString(CultureInfo.InvariantCulture)]);
            kill.WaitForExit();
            Assert.Equal(0, kill.ExitCode);
        }
        else
        {
            Assert.Equal("ok", client.Ask("interrupt_request", channel: "control").Status);
        }

        var run = client.Complete(id);
        Assert.Equal("error", run.Status);
        Assert.Equal("Interrupted", (string)run.Reply.Content["ename"]!);
        Assert.Equal("2", client.Run("1 + 1").Result);
    }

    [Theory]
    [InlineData("fsharp", "let longFit = prob {\n    let! aim = param \"aim\" 0.0\n    let! hit = sample \"hit\" (Normal(aim, 0.3))\n    return (hit - 1.7) ** 2.0 } |> Expectation.minimize { Optimization.defaults with Steps = 2_000_000_000; Particles = 4 }")]
    public void A_long_fit_shows_how_far_it_is_and_when_it_is_interrupted_it_is_kept(string language, string code)
    {
        var client = kernels[language];
        var id = client.Execute(code);
        var first = client.Next("iopub", id, m => m.Type == "display_data");
        var second = client.Next("iopub", id, m => m.Type == "update_display_data");
        Assert.Equal((string)first.Content["transient"]!["display_id"]!, (string)second.Content["transient"]!["display_id"]!);
        Assert.Contains("role=\"progressbar\"", (string)first.Content["data"]!["text/html"]!, StringComparison.Ordinal);
        Assert.NotEqual((string)first.Content["data"]!["text/plain"]!, (string)second.Content["data"]!["text/plain"]!);
        var watch = Stopwatch.StartNew();
        client.Ask("interrupt_request", channel: "control");
        var run = client.Complete(id);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(9), $"{watch.Elapsed}");
        Assert.Equal(CellError.InterruptedRuns.Message, (string)run.Reply.Content["evalue"]!);
        Assert.True(int.Parse(client.Run("longFit.History.Count").Result!, CultureInfo.InvariantCulture) > 1);
    }

    [Fact]
    public void A_value_is_replaced_in_place_and_outputs_are_cleared()
    {
        var run = kernels["csharp"].Run("var live = Display(\"one\"); live.Update(\"two\"); ClearOutput(wait: true);");
        Assert.Equal(["display_data", "update_display_data", "clear_output"], run.Types.Where(t => t is not ("status" or "execute_input")));
        Assert.Equal("two", (string)run.Told.Single(t => t.Type == "update_display_data").Content["data"]!["text/plain"]!);
        Assert.True((bool)run.Told.Single(t => t.Type == "clear_output").Content["wait"]!);
    }

    [Fact]
    public void A_cell_reads_what_a_person_answers_and_fails_where_nobody_can()
    {
        var client = kernels["csharp"];
        var id = client.Execute("Console.ReadLine() + \"!\"", allowStdin: true);
        var asked = client.Next("stdin", id, m => m.Type == "input_request");
        Assert.False((bool)asked.Content["password"]!);
        client.Answer("hello");
        Assert.Equal("hello!", client.Complete(id).Result);
        var refused = client.Complete(client.Execute("Console.ReadLine()"));
        Assert.Equal("error", refused.Status);
        Assert.Equal(JupyterErrors.NoInput().Message, (string)refused.Reply.Content["evalue"]!);
        Assert.StartsWith("A cell waits for input, but what runs it gives none.\n  try ", JupyterErrors.NoInput().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Places_are_counted_in_characters_of_Unicode()
    {
        // A character of two units of UTF-16 stands before.
        var (reply, _) = kernels["csharp"].Ask("complete_request", new JsonObject { ["code"] = "var s = \"😀\"; Math.Sq", ["cursor_pos"] = 20 });
        Assert.Contains(reply.Content["matches"]!.AsArray(), m => (string)m! == "Sqrt");
        Assert.Equal(18, (int)reply.Content["cursor_start"]!);
        Assert.Equal(20, (int)reply.Content["cursor_end"]!);
    }

    [Fact]
    public void It_completes_inspects_and_tells_whether_a_cell_is_whole()
    {
        var client = kernels["fsharp"];
        Assert.Contains(client.Ask("complete_request", Code("Expectation.grad")).Reply.Content["matches"]!.AsArray(), m => (string)m! == "gradient");
        var found = client.Ask("inspect_request", Code("Expectation.gradient")).Reply.Content;
        Assert.True((bool)found["found"]!);
        Assert.Contains("its derivative in every parameter", (string)found["data"]!["text/plain"]!, StringComparison.Ordinal);
        Assert.False((bool)client.Ask("inspect_request", Code("notThere")).Reply.Content["found"]!);
        Assert.Equal("complete", client.Ask("is_complete_request", Code("1 + 1")).Status);
        var incomplete = client.Ask("is_complete_request", Code("let f x ="));
        Assert.Equal("incomplete", incomplete.Status);
        Assert.Equal("    ", (string)incomplete.Reply.Content["indent"]!);
    }

    [Fact]
    public void It_remembers_the_cells()
    {
        var client = kernels["csharp"];
        var count = (int)client.Run("var remembered = 1;").Reply.Content["execution_count"]!;
        client.Run("remembered", silent: true);
        var tail = client.Ask("history_request", new JsonObject { ["hist_access_type"] = "tail", ["n"] = 1, ["output"] = false, ["raw"] = true }).Reply.Content["history"]!.AsArray();
        Assert.True(JsonNode.DeepEquals(new JsonArray(new JsonArray(1, count, "var remembered = 1;")), tail), tail.ToJsonString());
        Assert.Single(client.Ask("history_request", new JsonObject { ["hist_access_type"] = "search", ["pattern"] = "*remem?ered = *", ["n"] = 5 }).Reply.Content["history"]!.AsArray());
        Assert.Single(client.Ask("history_request", new JsonObject { ["hist_access_type"] = "range", ["session"] = 0, ["start"] = count, ["stop"] = count + 1 }).Reply.Content["history"]!.AsArray());
    }

    [Fact]
    public void Comms_are_closed_and_what_is_not_known_breaks_nothing()
    {
        var client = kernels["csharp"];
        Assert.Empty(client.Ask("comm_info_request").Reply.Content["comms"]!.AsObject());
        var id = client.Send("shell", "comm_open", new JsonObject { ["comm_id"] = "c1", ["target_name"] = "jupyter.widget", ["data"] = new JsonObject() });
        Assert.Equal("c1", (string)client.Next("iopub", id, m => m.Type == "comm_close").Content["comm_id"]!);
        id = client.Send("shell", "strange_request", []);
        client.Next("iopub", id, m => m.Type == "status" && (string)m.Content["execution_state"]! == "idle");
        var kernel = kernels.Process("csharp");
        Assert.True(kernel.Says("\"strange_request\" on shell is not known, and has no answer."), kernel.Log);
        Assert.Equal("2", client.Run("1 + 1").Result);
    }

    [Fact]
    public void Values_that_a_front_end_wants_come_with_the_answer()
    {
        var client = kernels["csharp"];
        var run = client.Complete(client.Execute("var wanted = 20;", expressions: new JsonObject { ["good"] = "wanted + 1", ["bad"] = "notThere" }));
        var found = run.Reply.Content["user_expressions"]!;
        Assert.Equal("21", (string)found["good"]!["data"]!["text/plain"]!);
        Assert.Equal("error", (string)found["bad"]!["status"]!);
    }

    [Fact]
    public void Both_languages_live_in_one_kernel()
    {
        var client = kernels["csharp"];
        Assert.Equal("ok", client.Run("#!fsharp\nlet shared = [ 1.0; 2.0 ]").Status);
        Assert.Equal("3", client.Run("#!share --from fsharp shared\nshared.Sum()").Result);
    }
}
