namespace DiffProb;

/// <summary>The cells of one notebook: both languages, each with a state of its own, and values that pass between them.</summary>
/// <param name="main">The language of cells that name none.</param>
/// <param name="directory">Where relative paths of #r and #load begin.</param>
internal sealed class CellSession(CellLanguage main, string directory) : IDisposable
{
    private readonly Dictionary<CellLanguage, CellEngine> engines = [];

    /// <summary>Runs one cell.</summary>
    /// <param name="number">Its number, which no other has.</param>
    /// <param name="code">Its text.</param>
    /// <param name="host">What is around it.</param>
    public CellOutcome Run(int number, string code, CellHost host)
    {
        try
        {
            var text = CellText.Read(number, code, main);
            foreach (var share in text.Shares)
            {
                Share(number, text.Language, share);
            }

            return Engine(text.Language).Run(new CodeCell(number, text.Code), host);
        }
        catch (CompilationException e)
        {
            return new CellOutcome(number, null, CellError.OfCompiler(new CodeCell(number, code), e.Problems));
        }
    }

    /// <summary>Makes the main language ready, so that the first cell need not wait for it.</summary>
    public void Start() => Engine(main).Start();

    /// <summary>What may follow at a place of a cell that is being written.</summary>
    public CellCompletion Complete(string code, int position)
    {
        var line = code[(code.LastIndexOf('\n', Math.Max(0, position - 1)) is var start && start < position ? start + 1 : 0)..position];
        return line.StartsWith("#!", StringComparison.Ordinal)
            ? CellCompletion.Of(position - line.Length, position, line, CellText.Beginnings.Select(m => new CellChoice(m, "magic")))
            : At(code, (engine, text) => engine.Complete(text, position), new CellCompletion(position, position, []));
    }

    /// <summary>What stands at a place of a cell.</summary>
    public CellInspection? Inspect(string code, int position) => At(code, (engine, text) => engine.Inspect(text, position), null);

    /// <summary>Whether a cell can be run as it stands.</summary>
    public CellCompleteness Completeness(string code) => At(code, (engine, text) => engine.Completeness(text), CellCompleteness.Invalid);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var engine in engines.Values)
        {
            engine.Dispose();
        }
    }

    // Lines for the notebook are blanked to their length, so that places stay what they are.
    private T At<T>(string code, Func<CellEngine, string, T> ask, T otherwise)
    {
        try
        {
            var language = CellText.Read(0, code, main).Language;
            var text = string.Join('\n', code.Split('\n').Select(line => line.StartsWith("#!", StringComparison.Ordinal) ? new string(' ', line.Length) : line));
            return ask(Engine(language), text);
        }
        catch (CompilationException)
        {
            return otherwise;
        }
    }

    private CellEngine Engine(CellLanguage language)
    {
        if (!engines.TryGetValue(language, out var engine))
        {
            engines[language] = engine = CellEngine.Of(language, directory);
        }

        return engine;
    }

    private void Share(int number, CellLanguage to, CellShare share)
    {
        CompilationException Refused(string message) => CellText.Refused(number, "", share.Line, message);
        if (!Engine(share.From).TryGet(share.Name, out var value, out var type))
        {
            throw Refused(JupyterErrors.NothingToShare(share.Name, share.From));
        }

        if (value is null)
        {
            throw Refused(JupyterErrors.NullIsNotShared(share.Name));
        }

        // Both know the declared type, or at least what the value is.
        if (new[] { type, value.GetType() }.FirstOrDefault(t => t != typeof(object) && SharedType.IsKnown(t)) is not { } known)
        {
            throw Refused(JupyterErrors.TypeIsOfOneLanguage(share.Name, SharedType.Unknown(value.GetType()) ?? value.GetType(), share.From));
        }

        try
        {
            Engine(to).Set(share.As, value, known);
        }
        catch (ArgumentException e)
        {
            throw Refused(JupyterErrors.NoNameToShareAs(share.As, to, e.Message));
        }
    }
}
