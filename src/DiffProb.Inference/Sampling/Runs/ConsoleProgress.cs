using System.Globalization;

namespace DiffProb;

/// <summary>A bar on the terminal while chains run, with divergences and the time that is left. Where output goes to a file, a line for each tenth.</summary>
/// <remarks><para>It writes to the error stream, so that what a program prints stays apart. One run at a time.</para></remarks>
/// <example><code>
/// program.Infer().Nuts().Progress(new ConsoleProgress()).Run();
/// // sampling ████████████░░░░░░░░  61 %  2 of 4 chains done, 3 divergences, 12 s left
/// </code></example>
public sealed class ConsoleProgress : IProgress<SamplingProgress>
{
    private const int Width = 20;

    private readonly TextWriter writer;
    private readonly bool isTerminal;
    private readonly Dictionary<int, SamplingProgress> chains = [];
    private int tenth;
    private int written;

    /// <summary>A bar on the error stream.</summary>
    public ConsoleProgress()
        : this(Console.Error, !Console.IsErrorRedirected)
    {
    }

    /// <summary>A bar somewhere else.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="isTerminal">Whether a line can be written over: else there is a line for each tenth.</param>
    public ConsoleProgress(TextWriter writer, bool isTerminal)
    {
        ArgumentNullException.ThrowIfNull(writer);
        (this.writer, this.isTerminal) = (writer, isTerminal);
    }

    /// <inheritdoc/>
    public void Report(SamplingProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        chains[value.Chain] = value;
        var part = chains.Values.Sum(c => (double)c.Step / c.Steps) / value.Chains;
        var isDone = chains.Count == value.Chains && chains.Values.All(c => c.Step == c.Steps);
        if (isTerminal)
        {
            // What was longer before is written over.
            var line = Line(value, part);
            writer.Write($"\r{line.PadRight(written)}{(isDone ? Environment.NewLine : "")}");
            written = line.Length;
        }
        else if (isDone || (int)(10.0 * part) > tenth)
        {
            writer.WriteLine(Line(value, part));
            tenth = (int)(10.0 * part);
        }

        if (isDone)
        {
            chains.Clear();
            (tenth, written) = (0, 0);
        }
    }

    private string Line(SamplingProgress last, double part)
    {
        var full = (int)Math.Round(Width * part);
        var bar = isTerminal ? $" {new string('█', full)}{new string('░', Width - full)}" : "";
        var done = chains.Values.Count(c => c.Step == c.Steps);
        var phase = chains.Values.All(c => c.IsWarmup) ? "warmup" : $"{done} of {last.Chains} chains done";
        var divergences = chains.Values.Sum(c => c.Divergences);
        var left = done < last.Chains && last.Remaining is { } time ? string.Create(CultureInfo.InvariantCulture, $", {Math.Ceiling(time.TotalSeconds):F0} s left") : "";
        return string.Create(CultureInfo.InvariantCulture, $"sampling{bar} {100.0 * part,3:F0} %  {phase}, {divergences} {(divergences == 1 ? "divergence" : "divergences")}{left}");
    }
}
