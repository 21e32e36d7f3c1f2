using System.Text.Json;

namespace DiffProb;

/// <summary>One line that a peer's script printed.</summary>
internal sealed class BenchLine
{
    private readonly JsonElement line;

    private BenchLine(JsonElement line) => this.line = line;

    /// <summary>The lines of an output; what is not JSON is passed over.</summary>
    internal static IReadOnlyList<BenchLine> Parse(string output) =>
        [.. output.Split('\n').Where(l => l.StartsWith('{')).Select(l => new BenchLine(JsonDocument.Parse(l).RootElement.Clone()))];

    /// <summary>Why there is no number; null where there is.</summary>
    internal string? Error => Text("error");

    internal string? Text(string name) => line.TryGetProperty(name, out var value) ? value.ToString() : null;

    /// <summary>Whether it is by the work and peer that are asked for.</summary>
    internal bool IsOf(string bench) => $"{Text("bench")}/{Text("peer")}" == bench;

    internal bool Answers(ExternalPeer peer) =>
        IsOf(peer.Bench) && Text("variant") == peer.Variant && Text("size") == peer.Size && Text("metric") == peer.Metric && Error is null;

    /// <summary>The time of one call, or of one of the events whose rate it is.</summary>
    internal Timing Timing()
    {
        var (median, least, most) = (Number("median"), Number("min"), Number("max"));
        var quiet = !line.TryGetProperty("quiet", out var q) || q.GetBoolean();
        return Text("unit") switch
        {
            "1/s" => new(1.0 / median, 1.0 / most, 1.0 / least, quiet, 0.0),
            "us" => Scaled(1e-6),
            "ms" => Scaled(1e-3),
            _ => Scaled(1.0),
        };

        Timing Scaled(double unit) => new(median * unit, least * unit, most * unit, quiet, 0.0);
    }

    private double Number(string name) => line.GetProperty(name).GetDouble();
}
