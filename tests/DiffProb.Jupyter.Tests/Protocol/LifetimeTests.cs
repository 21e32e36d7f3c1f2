using System.Diagnostics;
using System.Text.Json.Nodes;

namespace DiffProb.Protocol;

/// <summary>How kernels begin and end.</summary>
public sealed class LifetimeTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static TheoryData<string, string, string> Refused => new()
    {
        { "ip", "\"0.0.0.0\"", "its ip is \"0.0.0.0\", and the kernel listens on loopback alone, since whoever reaches it runs code as you.\n  try \"127.0.0.1\"" },
        { "ip", "\"192.168.1.2\"", "its ip is \"192.168.1.2\", and the kernel listens on loopback alone" },
        { "ip", "\"*\"", "its ip is \"*\", and the kernel listens on loopback alone" },
        { "transport", "\"ipc\"", "its transport is \"ipc\".\n  try \"tcp\"" },
        { "signature_scheme", "\"hmac-md5\"", "its signature_scheme is \"hmac-md5\".\n  try \"hmac-sha256\"" },
        { "key", "null", "it has no \"key\"" },
        { "shell_port", "0", "\"shell_port\" is no port.\n  try a number from 1 to 65535" },
    };

    [Theory, MemberData(nameof(Refused))]
    public void A_connection_that_is_not_safe_or_not_known_is_refused(string name, string value, string why)
    {
        var path = Path.GetTempFileName();
        try
        {
            var connection = KernelProcess.NewConnection();
            connection[name] = JsonNode.Parse(value);
            File.WriteAllText(path, connection.ToJsonString());
            var refused = Assert.Throws<JupyterException>(() => ConnectionFile.Read(path)).Message;
            Assert.StartsWith($"No kernel can be started by \"{path}\": ", refused, StringComparison.Ordinal);
            Assert.Contains(why, refused, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("{", "it is not JSON")]
    [InlineData("[]", "it is not an object")]
    public void A_file_that_is_no_connection_is_refused(string text, string why)
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, text);
        Assert.Contains(why, Assert.Throws<JupyterException>(() => ConnectionFile.Read(path)).Message, StringComparison.Ordinal);
        File.Delete(path);
        Assert.StartsWith($"There is no connection file \"{path}\" that can be read.", Assert.Throws<JupyterException>(() => ConnectionFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost", "tcp://127.0.0.1:")]
    [InlineData("127.0.0.1", "tcp://127.0.0.1:")]
    [InlineData("::1", "tcp://[::1]:")]
    public void Loopback_has_several_names(string ip, string start)
    {
        var path = Path.GetTempFileName();
        var connection = KernelProcess.NewConnection();
        connection["ip"] = ip;
        File.WriteAllText(path, connection.ToJsonString());
        Assert.StartsWith(start, ConnectionFile.Read(path).Address(Channel.Shell), StringComparison.Ordinal);
        File.Delete(path);
    }

    [Fact]
    public void Another_address_and_a_port_that_is_taken_end_the_process_with_a_message()
    {
        using var outside = new KernelProcess("csharp", c => c["ip"] = "0.0.0.0");
        using var taken = new KernelProcess("csharp", c => c["control_port"] = (int)c["shell_port"]!);
        Assert.Equal(1, outside.End(Limit));
        Assert.Contains("the kernel listens on loopback alone", outside.Log, StringComparison.Ordinal);
        Assert.Equal(1, taken.End(Limit));
        Assert.Contains("The kernel cannot listen on tcp://127.0.0.1:", taken.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("control", true)]
    [InlineData("shell", false)]
    public void It_says_goodbye_and_leaves_nothing_behind(string channel, bool restart)
    {
        using var kernel = new KernelProcess("csharp");
        using var client = new KernelClient(kernel);
        if (channel == "control")
        {
            // Even out of a cell that never ends.
            var id = client.Execute("Console.WriteLine(\"on\"); while (true) { }");
            client.Next("iopub", id, m => m.Type == "stream");
        }

        var asked = client.Send(channel, "shutdown_request", new JsonObject { ["restart"] = restart });
        var reply = client.Next(channel, asked, _ => true);
        Assert.Equal("shutdown_reply", reply.Type);
        Assert.Equal(restart, (bool)reply.Content["restart"]!);
        Assert.Equal(0, kernel.End(Limit));
    }

    [Fact]
    public void It_ends_with_the_front_end_that_started_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The front end is played by sleep.");
        using var parent = Process.Start("sleep", "600");
        using var kernel = new KernelProcess("fsharp", parent: parent.Id);
        using var client = new KernelClient(kernel);
        Assert.False(kernel.HasExited);
        parent.Kill();
        parent.WaitForExit();
        Assert.Equal(0, kernel.End(Limit));
    }

    [Fact]
    public void An_empty_key_means_that_nothing_is_signed_and_it_warns()
    {
        using var kernel = new KernelProcess("csharp", c => c["key"] = "");
        using var client = new KernelClient(kernel);
        Assert.Equal("ok", client.Complete(client.Send("shell", "kernel_info_request", [], isSigned: false)).Status);
        Assert.True(kernel.Says("has an empty key: messages are not signed"), kernel.Log);
    }
}
