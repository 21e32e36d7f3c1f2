namespace DiffProb;

/// <summary>Runs a notebook from its first cell to its last, and writes the outputs into it.</summary>
/// <remarks>
/// <para>The first cell that fails is the last that runs, unless it has the tag raises-exception; later ones are left without outputs, because
/// theirs would be of another run.</para>
/// </remarks>
internal static class NotebookRunner
{
    /// <summary>Runs the notebook at a path.</summary>
    /// <param name="path">The file, which is written anew.</param>
    /// <param name="cancellation">Stops the cell that runs.</param>
    /// <exception cref="JupyterException">It is no notebook, a cell failed, or the run was stopped.</exception>
    public static void Run(string path, CancellationToken cancellation)
    {
        var notebook = Notebook.Read(path);
        using var session = new CellSession(notebook.Language, Path.GetDirectoryName(Path.GetFullPath(path))!);
        foreach (var cell in notebook.CodeCells)
        {
            cell.Clear();
        }

        var number = 0;
        JupyterException? failure = null;
        foreach (var cell in notebook.CodeCells)
        {
            // A cell without code has no number in Jupyter, either.
            if (string.IsNullOrWhiteSpace(cell.Code))
            {
                continue;
            }

            failure = Run(session, path, cell, ++number, cancellation);
            if (failure is not null)
            {
                break;
            }
        }

        notebook.Write();
        if (failure is not null)
        {
            throw failure;
        }
    }

    // Without bars of progress: how many there are would depend on the speed of the machine.
    private static JupyterException? Run(CellSession session, string path, NotebookCell cell, int number, CancellationToken cancellation)
    {
        var outputs = new NotebookOutput();
        using var stop = new CellStop();
        using var asked = cancellation.Register(stop.Request);
        var outcome = session.Run(number, cell.Code, new CellHost(outputs, TextReader.Null, stop, ShowsProgress: false));
        cell.Take(outputs.Close(outcome), outcome.Number);
        return outcome.Error switch
        {
            null => null,
            { IsInterrupt: true } => JupyterErrors.Interrupted(path, cell.Name),
            _ when cell.IsAllowedToFail => null,
            var error => JupyterErrors.CellFailed(path, cell.Name, error),
        };
    }
}
