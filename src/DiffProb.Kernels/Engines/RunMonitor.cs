namespace DiffProb;

/// <summary>Who follows a run from outside: may stop it between two chunks or nodes, and is told how much of it is done.</summary>
/// <param name="cancellation">Stops the run.</param>
/// <param name="told">Told the part that is done, up to 1, about a hundred times; from any thread, and not in order.</param>
internal sealed class RunMonitor(CancellationToken cancellation, Action<double>? told = null)
{
    /// <summary>Ends the run here, if that was asked for.</summary>
    /// <exception cref="OperationCanceledException">It was.</exception>
    public void Check() => cancellation.ThrowIfCancellationRequested();

    /// <summary>A run of so many parts, which any number of threads do.</summary>
    public Tally Begin(long parts) => new(this, parts);

    /// <summary>The parts of one run that are done.</summary>
    internal sealed class Tally(RunMonitor monitor, long parts)
    {
        private long done;

        public void Check() => monitor.Check();

        /// <summary>One part more. Each hundredth is crossed once, whoever comes to it.</summary>
        public void Add()
        {
            var count = Interlocked.Increment(ref done);
            if (monitor.Told is { } tell && 100 * count / parts != 100 * (count - 1) / parts)
            {
                tell((double)count / parts);
            }
        }
    }

    private Action<double>? Told => told;
}
