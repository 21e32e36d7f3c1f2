using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace DiffProb;

/// <summary>One bar below a cell, for the newest of its runs; a run that is over before a person would look has none.</summary>
/// <param name="output">Where it is shown.</param>
internal sealed class CellProgress(ICellOutput output)
{
    /// <summary>What a run lasts before it has a bar.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromSeconds(0.4);

    /// <summary>The time between two pictures.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(0.2);

    private readonly Lock access = new();
    private readonly string id = "diffprob-progress-" + Guid.NewGuid().ToString("N");
    private Bar? newest;
    private bool isShown;
    private bool isOver;

    /// <summary>A run begins.</summary>
    public Bar Begin(string name)
    {
        lock (access)
        {
            return newest = new Bar(name, Stopwatch.GetTimestamp() + (long)(Delay.TotalSeconds * Stopwatch.Frequency));
        }
    }

    /// <summary>Whether it is time for another picture of a run.</summary>
    public bool IsDue(Bar bar) => ReferenceEquals(bar, newest) && Stopwatch.GetTimestamp() >= Interlocked.Read(ref bar.Due);

    /// <summary>How far a run is.</summary>
    public void Report(Bar bar, string doing, double fraction)
    {
        lock (access)
        {
            bar.Doing = doing;
            bar.Fraction = fraction;
            if (IsDue(bar))
            {
                Interlocked.Exchange(ref bar.Due, Stopwatch.GetTimestamp() + (long)(Pace.TotalSeconds * Stopwatch.Frequency));
                Show(bar);
            }
        }
    }

    /// <summary>A run ends: its bar, if it has one, stays as it is then.</summary>
    public void End(Bar bar)
    {
        lock (access)
        {
            bar.IsOver = true;
            if (bar.IsShown && ReferenceEquals(bar, newest))
            {
                Show(bar);
            }
        }
    }

    /// <summary>The cell is over: what a thread that it left behind still runs is not shown.</summary>
    public void Close()
    {
        lock (access)
        {
            isOver = true;
        }
    }

    private void Show(Bar bar)
    {
        if (isOver)
        {
            return;
        }

        bar.IsShown = true;
        if (isShown)
        {
            output.Update(bar.Value(), id);
        }
        else
        {
            isShown = true;
            output.Display(bar.Value(), id);
        }
    }

    /// <summary>How far one run is.</summary>
    /// <param name="name">What runs.</param>
    /// <param name="due">When it is to be shown next, in ticks of the stopwatch.</param>
    internal sealed class Bar(string name, long due)
    {
        /// <summary>When it is to be shown next.</summary>
        public long Due = due;

        /// <summary>What is being done.</summary>
        public string Doing { get; set; } = "";

        /// <summary>The part that is done.</summary>
        public double Fraction { get; set; }

        /// <summary>Whether it has been shown.</summary>
        public bool IsShown { get; set; }

        /// <summary>Whether the run has ended.</summary>
        public bool IsOver { get; set; }

        /// <summary>It as a cell shows it: no time is in it, so that a run that is repeated leaves the same.</summary>
        public CellValue Value()
        {
            var percent = Math.Clamp(Fraction, 0.0, 1.0) * 100.0;
            var end = !IsOver ? "" : Fraction >= 1.0 ? "done" : "stopped";
            var text = string.Create(CultureInfo.InvariantCulture, $"{name}: {(end == "done" ? end : $"{percent:F0} % {end}".TrimEnd())}{(Doing.Length > 0 ? ", " + Doing : "")}");
            var html = string.Create(
                CultureInfo.InvariantCulture,
                $"""<div class="diffprob-progress" role="progressbar" aria-valuenow="{percent:F0}" style="max-width:36em"><div style="height:6px;border-radius:3px;background:rgba(128,128,128,.3)"><div style="height:6px;border-radius:3px;background:#0072b2;width:{percent:F1}%"></div></div><div style="font-size:90%">{WebUtility.HtmlEncode(text)}</div></div>""");
            return new CellValue(new Dictionary<string, string> { ["text/html"] = html, ["text/plain"] = text });
        }
    }
}
