namespace DiffProb;

/// <summary>Runs cells of one language, one after the other, in one state.</summary>
/// <remarks>
/// <para>A cell that fails leaves the state of the cells before it; so does one that is interrupted.</para>
/// <para>The console is one per process: cells of all engines take turns.</para>
/// </remarks>
internal abstract class CellEngine : IDisposable
{
    /// <summary>The engine of a language.</summary>
    /// <param name="language">The language of the cells.</param>
    /// <param name="directory">Where relative paths of #r and #load begin.</param>
    public static CellEngine Of(CellLanguage language, string directory) =>
        language == CellLanguage.FSharp ? new FSharpEngine(directory) : new CSharpEngine(directory);

    /// <summary>Runs one cell.</summary>
    /// <param name="cell">The cell, whose number no other has.</param>
    /// <param name="host">What is around it.</param>
    public CellOutcome Run(CodeCell cell, CellHost host)
    {
        var stop = host.Stop;
        var progress = host.ShowsProgress ? new CellProgress(host.Output) : null;
        using var console = new CellConsole(host.Output.Write, host.Input);
        RunObserver.Current = new CellRuns(stop, progress);
        CellOutput.Host = new CellScreen(host.Output, Render);
        try
        {
            var evaluate = Prepare(cell, stop.All);
            CellValue? value = null;
            Interruptible.Run(() => value = Show(evaluate()), stop.All);
            return new CellOutcome(cell.Number, value, stop.IsRequested ? CellError.InterruptedRuns : null);
        }
        catch (CompilationException e)
        {
            return new CellOutcome(cell.Number, null, CellError.OfCompiler(cell, e.Problems));
        }
        catch (OperationCanceledException) when (stop.IsRequested)
        {
            return new CellOutcome(cell.Number, null, CellError.Interrupted);
        }
        catch (CellFailure) when (stop.IsRequested)
        {
            return new CellOutcome(cell.Number, null, CellError.Interrupted);
        }
        catch (CellFailure e)
        {
            return new CellOutcome(cell.Number, null, CellError.OfException(cell, e.InnerException!));
        }
        finally
        {
            progress?.Close();
            CellOutput.Host = null;
            RunObserver.Current = null;
        }
    }

    /// <summary>Makes ready what the first cell would wait for.</summary>
    public abstract void Start();

    /// <summary>What may follow at a place of a cell that is being written.</summary>
    /// <param name="code">The cell so far.</param>
    /// <param name="position">The place, in characters of UTF-16.</param>
    public abstract CellCompletion Complete(string code, int position);

    /// <summary>What stands at a place of a cell: its signature, and what its author says of it. Null for nothing.</summary>
    /// <param name="code">The cell so far.</param>
    /// <param name="position">The place, in characters of UTF-16.</param>
    public abstract CellInspection? Inspect(string code, int position);

    /// <summary>Whether a cell can be run as it stands.</summary>
    public abstract CellCompleteness Completeness(string code);

    /// <summary>The value of a name, and its type as far as the language knows it.</summary>
    public abstract bool TryGet(string name, out object? value, out Type type);

    /// <summary>Binds a name to a value.</summary>
    /// <exception cref="ArgumentException">The language has no such name.</exception>
    public abstract void Set(string name, object value, Type type);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Compiles as much of a cell as can be had without running any of it; what comes back runs the rest.</summary>
    protected abstract Func<object?> Prepare(CodeCell cell, CancellationToken cancellation);

    /// <summary>The text of a value that has none of its own, in the manner of the language's own console.</summary>
    protected abstract string Structure(object value);

    private CellValue Render(object value) => CellValue.Of(value, Structure);

    // To show a value is to run code of its type. What is shown already is not shown again.
    private CellValue? Show(object? value)
    {
        try
        {
            return value is null or LiveDisplay ? null : Render(value);
        }
#pragma warning disable CA1031 // Whatever it throws, it is the cell's.
        catch (Exception e) when (e is not ThreadInterruptedException)
#pragma warning restore CA1031
        {
            throw new CellFailure(e);
        }
    }
}
