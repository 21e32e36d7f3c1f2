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
        using var engine = CellEngine.Of(notebook.Language, Path.GetDirectoryName(Path.GetFullPath(path))!);
        foreach (var cell in notebook.CodeCells)
        {
            cell.Clear();
        }

        JupyterException? failure = null;
        foreach (var cell in notebook.CodeCells)
        {
            failure = Run(engine, path, cell, cancellation);
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

    // A cell without code has no number in Jupyter, either.
    private static JupyterException? Run(CellEngine engine, string path, NotebookCell cell, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(cell.Code))
        {
            return null;
        }

        var written = new List<(CellStream, string)>();
        var outcome = engine.Run(cell.Code, (stream, text) => written.Add((stream, text)), cancellation);
        cell.Take(written, outcome);
        return outcome.Error switch
        {
            null => null,
            var error when error == CellError.Interrupted => JupyterErrors.Interrupted(path, cell.Name),
            _ when cell.IsAllowedToFail => null,
            var error => JupyterErrors.CellFailed(path, cell.Name, error),
        };
    }
}
