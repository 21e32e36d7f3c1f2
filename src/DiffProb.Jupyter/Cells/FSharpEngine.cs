using System.Text;
using FSharp.Compiler.Diagnostics;
using FSharp.Compiler.Interactive;
using FSharp.Compiler.Text;
using FSharp.Compiler.Tokenization;
using Microsoft.FSharp.Core;
using Answer = Microsoft.FSharp.Core.FSharpChoice<Microsoft.FSharp.Core.FSharpOption<FSharp.Compiler.Interactive.Shell.FsiValue>, System.Exception>;

namespace DiffProb;

/// <summary>Cells of F#, by the compiler's own interactive session.</summary>
internal sealed class FSharpEngine : CellEngine
{
    private static readonly FSharpFunc<object, string> Structured =
        ExtraTopLevelOperators.PrintFormatToString(new PrintfFormat<FSharpFunc<object, string>, Unit, string, string, object>("%A"));

    // Words that a notebook has and a script has not.
    private const string Opening = "open DiffProb\nlet display (value: 'T) = CellOutput.Display(box value)";

    private readonly string directory;
    private readonly Shell.FsiEvaluationSession session;
    private readonly FSharpAssistant assistant;

    /// <summary>Starts a session and opens DiffProb in it.</summary>
    /// <param name="directory">Where relative paths of #r and #load begin.</param>
    public FSharpEngine(string directory)
    {
        this.directory = directory;

        // Its own remarks (of #time, say) go where the cell's do; of errors it also says that there are some, which is known.
        session = Shell.FsiEvaluationSession.Create(
            Shell.FsiEvaluationSession.GetDefaultConfiguration(),
            ["fsi", "--noninteractive", "--nologo", "--gui-", "--quiet", "--debug+", "--lib:" + directory, .. DiffProbAssemblies.Paths.Select(p => "-r:" + p)],
            TextReader.Null,
            new CurrentConsole(),
            TextWriter.Null,
            FSharpOption<bool>.Some(true),
            null);
        session.EvalInteraction(Opening, Path.Combine(directory, "Start.fsx"), null);
        assistant = new FSharpAssistant(session);
    }

    /// <inheritdoc/>
    public override void Start()
    {
        // It has, when it was made.
    }

    /// <inheritdoc/>
    public override CellCompletion Complete(string code, int position) => assistant.Complete(code, position);

    /// <inheritdoc/>
    public override CellInspection? Inspect(string code, int position) => assistant.Inspect(code, position);

    /// <inheritdoc/>
    public override CellCompleteness Completeness(string code) => assistant.Completeness(code);

    /// <inheritdoc/>
    public override bool TryGet(string name, out object? value, out Type type)
    {
        var bound = session.TryFindBoundValue(name)?.Value;
        value = bound?.Value.ReflectionValue;
        type = bound?.Value.ReflectionType ?? typeof(object);
        return bound is not null;
    }

    /// <inheritdoc/>
    public override void Set(string name, object value, Type type)
    {
        // The session takes a value by what it is, and not by what it was declared to be.
        if (SharedType.Unknown(value.GetType()) is { } hidden)
        {
            throw new ArgumentException($"its type {hidden.Name} is not public; share an array or a list of what it holds");
        }

        session.AddBoundValue(name, value);
    }

    /// <inheritdoc/>
    public override void Dispose() => ((IDisposable)session).Dispose();

    /// <inheritdoc/>
    protected override Func<object?> Prepare(CodeCell cell, CancellationToken cancellation)
    {
        var file = Path.Combine(directory, cell.FileName(".fsx"));
        return () =>
        {
            object? last = null;
            foreach (var part in Parts(cell.Code))
            {
                last = Evaluate(part, file, cancellation);
            }

            return last;
        };
    }

    /// <inheritdoc/>
    protected override string Structure(object value) => Structured.Invoke(value);

    private object? Evaluate(string code, string file, CancellationToken cancellation)
    {
        var (answer, found) = session.EvalInteractionNonThrowing(code, file, FSharpOption<CancellationToken>.Some(cancellation));
        cancellation.ThrowIfCancellationRequested();
        var errors = found.Where(d => d.Severity.IsError).Select(Problem).ToList();
        if (errors.Count > 0)
        {
            throw new CompilationException(errors);
        }

        foreach (var warning in found.Where(d => d.Severity.IsWarning).Select(Problem))
        {
            Console.Error.WriteLine($"{warning.Place}: warning {warning.Code}: {warning.Message}");
        }

        return answer switch
        {
            Answer.Choice1Of2 { Item: { } value } => value.Value.ReflectionValue,
            Answer.Choice2Of2 { Item: var thrown } => throw new CellFailure(thrown),
            _ => null,
        };
    }

    private static CellProblem Problem(FSharpDiagnostic d) =>
        new(d.ErrorNumberText, d.Message, d.FileName, d.StartLine, d.StartColumn + 1);

    // The session runs up to the first ;; and forgets the rest. Each part is padded to stand where it stands in the cell.
    private static IEnumerable<string> Parts(string code)
    {
        var start = 0;
        foreach (var end in Separators(code))
        {
            yield return Blank(code[..start]) + code[start..end];
            start = end + 2;
        }

        if (start == 0 || !string.IsNullOrWhiteSpace(code[start..]))
        {
            yield return Blank(code[..start]) + code[start..];
        }
    }

    private static List<int> Separators(string code)
    {
        var ends = new List<int>();
        if (code.Contains(";;", StringComparison.Ordinal))
        {
            var lines = LineStarts(code);
            var take = FuncConvert.FromAction<FSharpToken>(token =>
            {
                if (token.Kind == FSharpTokenKind.SemicolonSemicolon)
                {
                    ends.Add(lines[token.Range.StartLine - 1] + token.Range.StartColumn);
                }
            });
            FSharpLexer.Tokenize(SourceText.ofString(code), take, null, null, null, null, null, null, null);
        }

        return ends;
    }

    private static List<int> LineStarts(string code)
    {
        List<int> starts = [0];
        for (var at = code.IndexOf('\n', StringComparison.Ordinal); at >= 0; at = code.IndexOf('\n', at + 1))
        {
            starts.Add(at + 1);
        }

        return starts;
    }

    private static string Blank(string text) => string.Concat(text.Select(c => c is '\n' or '\r' ? c : ' '));

    // The console of the moment, which the session, made before any cell, cannot know.
    private sealed class CurrentConsole : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => Console.Out.Write(value);

        public override void Write(string? value) => Console.Out.Write(value);
    }
}
