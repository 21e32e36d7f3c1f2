namespace DiffProb;

/// <summary>Follows the runs that begin in a flow of control, such as a cell of a notebook, though no run names it.</summary>
/// <remarks>It is looked for once, where a run begins, and goes on from there with what the run is told (docs/decisions/0020).</remarks>
internal abstract class RunObserver
{
    private static readonly AsyncLocal<RunObserver?> Local = new();

    /// <summary>Who follows the runs that begin here; null for nobody.</summary>
    public static RunObserver? Current
    {
        get => Local.Value;
        set => Local.Value = value;
    }

    /// <summary>Stops the runs.</summary>
    public abstract CancellationToken Cancellation { get; }

    /// <summary>A run begins; it ends when what comes back is disposed of.</summary>
    /// <param name="name">What runs, in a word.</param>
    /// <exception cref="OperationCanceledException">Runs are to stop, so that none begins.</exception>
    public abstract IObservedRun Begin(string name);
}
