namespace DiffProb;

/// <summary>Runs cells of one language, one after the other, in one state.</summary>
/// <remarks>
/// <para>A cell that fails leaves the state of the cells before it; so does one that is interrupted.</para>
/// <para>The console is one per process: cells of all engines take turns.</para>
/// </remarks>
internal abstract class CellEngine : IDisposable
{
    private int count;

    /// <summary>The engine of a language.</summary>
    /// <param name="language">The language of the cells.</param>
    /// <param name="directory">Where relative paths of #r and #load begin.</param>
    public static CellEngine Of(CellLanguage language, string directory) =>
        language == CellLanguage.FSharp ? new FSharpEngine(directory) : new CSharpEngine(directory);

    /// <summary>Runs one cell.</summary>
    /// <param name="code">The text of the cell.</param>
    /// <param name="write">Takes what the cell writes to the console, piece by piece.</param>
    /// <param name="cancellation">Stops the cell, wherever it is.</param>
    public CellOutcome Run(string code, Action<CellStream, string> write, CancellationToken cancellation)
    {
        var cell = new Cell(++count, code);
        using var console = new CellConsole(write);
        try
        {
            var evaluate = Prepare(cell, cancellation);
            CellValue? value = null;
            Interruptible.Run(() => value = Show(evaluate()), cancellation);
            return new CellOutcome(cell.Number, value, null);
        }
        catch (CompilationException e)
        {
            return new CellOutcome(cell.Number, null, CellError.OfCompiler(cell, e.Problems));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return new CellOutcome(cell.Number, null, CellError.Interrupted);
        }
        catch (CellFailure) when (cancellation.IsCancellationRequested)
        {
            return new CellOutcome(cell.Number, null, CellError.Interrupted);
        }
        catch (CellFailure e)
        {
            return new CellOutcome(cell.Number, null, CellError.OfException(cell, e.InnerException!));
        }
    }

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Compiles as much of a cell as can be had without running any of it; what comes back runs the rest.</summary>
    protected abstract Func<object?> Prepare(Cell cell, CancellationToken cancellation);

    /// <summary>The text of a value that has none of its own, in the manner of the language's own console.</summary>
    protected abstract string Structure(object value);

    // To show a value is to run code of its type.
    private CellValue? Show(object? value)
    {
        try
        {
            return value is null ? null : CellValue.Of(value, Structure);
        }
#pragma warning disable CA1031 // Whatever it throws, it is the cell's.
        catch (Exception e) when (e is not ThreadInterruptedException)
#pragma warning restore CA1031
        {
            throw new CellFailure(e);
        }
    }
}
