namespace DiffProb;

/// <summary>Follows the runs of a cell: shows how far the newest is, where that is wanted, and stops them with the cell.</summary>
/// <param name="stop">Stops the cell.</param>
/// <param name="progress">Shows it; null where a bar would be noise, as in a file.</param>
internal sealed class CellRuns(CellStop stop, CellProgress? progress) : RunObserver
{
    /// <inheritdoc/>
    public override CancellationToken Cancellation => stop.Runs;

    /// <inheritdoc/>
    public override IObservedRun Begin(string name)
    {
        stop.Begin();
        return new Run(stop, progress, name);
    }

    private sealed class Run : IObservedRun
    {
        private readonly CellStop stop;
        private readonly CellProgress? progress;
        private readonly CellProgress.Bar? bar;
        private int isOver;

        public Run(CellStop stop, CellProgress? progress, string name)
        {
            this.stop = stop;
            this.progress = progress;
            bar = progress?.Begin(name);
        }

        public bool IsDue => bar is not null && progress!.IsDue(bar);

        public void Report(string doing, double fraction) => progress?.Report(bar!, doing, fraction);

        // A thread may be stopped between the end and its telling, so that it is told twice.
        public void Dispose()
        {
            if (Interlocked.Exchange(ref isOver, 1) == 0)
            {
                progress?.End(bar!);
                stop.End();
            }
        }
    }
}
