namespace DiffProb;

/// <summary>Stops a cell: at first its runs, so that what a fit has reached is kept, then all of it.</summary>
/// <remarks>
/// <para>Where no run is on its way, the cell is stopped at once; so it is by a second request.</para>
/// </remarks>
internal sealed class CellStop : IDisposable
{
    // What a run may take to come to its next chunk, and what a cell may take to show what a stopped run has left.
    private static readonly TimeSpan ForRuns = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ForTheRest = TimeSpan.FromSeconds(2);

    private readonly Lock access = new();
    private readonly CancellationTokenSource runs = new();
    private readonly CancellationTokenSource all = new();
    private int running;
    private bool isOver;

    /// <summary>Stops the runs of the cell.</summary>
    public CancellationToken Runs => runs.Token;

    /// <summary>Stops the cell, wherever it is.</summary>
    public CancellationToken All => all.Token;

    /// <summary>Whether the cell is to stop.</summary>
    public bool IsRequested => runs.IsCancellationRequested;

    /// <summary>Asks the cell to stop.</summary>
    public void Request()
    {
        bool atOnce;
        lock (access)
        {
            if (isOver)
            {
                return;
            }

            atOnce = running == 0 || IsRequested;
            if (!atOnce)
            {
                all.CancelAfter(ForRuns);
            }
        }

        // Outside of the lock, because it calls whoever waits for it.
        try
        {
            runs.Cancel();
            if (atOnce)
            {
                all.Cancel();
            }
        }
        catch (ObjectDisposedException)
        {
            // The cell has ended meanwhile.
        }
    }

    /// <summary>A run begins.</summary>
    /// <exception cref="OperationCanceledException">The cell is to stop.</exception>
    public void Begin()
    {
        lock (access)
        {
            runs.Token.ThrowIfCancellationRequested();
            running++;
        }
    }

    /// <summary>A run ends.</summary>
    public void End()
    {
        lock (access)
        {
            if (--running == 0 && IsRequested && !isOver)
            {
                all.CancelAfter(ForTheRest);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (access)
        {
            isOver = true;
        }

        runs.Dispose();
        all.Dispose();
    }
}
