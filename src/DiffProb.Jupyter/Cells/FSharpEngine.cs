using System.Text;
using FSharp.Compiler.Diagnostics;
using FSharp.Compiler.Interactive;
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

    // The number of what the package manager says.
    private const string PackageManager = "FS0999";

    // Where a value waits that the session is to take over.
    private const string Shared = "DiffProb.Shared";

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

    // By evaluation, because the session's list of values does not have functions, nor that one has taken the place of a value.
    /// <inheritdoc/>
    public override bool TryGet(string name, out object? value, out Type type)
    {
        var found = FSharpLexicon.IsName(name) && session.EvalExpressionNonThrowing(name, "Share.fsx").Item1 is Answer.Choice1Of2 { Item: { } some } ? some.Value : null;
        value = found?.ReflectionValue;
        type = found?.ReflectionType ?? typeof(object);
        return found is not null;
    }

    /// <inheritdoc/>
    public override void Set(string name, object value, Type type)
    {
        if (!FSharpLexicon.IsName(name))
        {
            throw new ArgumentException("it is no identifier");
        }

        AppDomain.CurrentDomain.SetData(Shared, value);
        try
        {
            var (answer, found) = session.EvalInteractionNonThrowing($"let {name} = unbox<{SharedType.FSharp(type)}> (System.AppDomain.CurrentDomain.GetData \"{Shared}\")", "Share.fsx", null);
            if (answer is Answer.Choice2Of2 && SharedType.IsKnown(value.GetType()) && IsMasked(type))
            {
                session.AddBoundValue(name, value);
            }
            else if (answer is Answer.Choice2Of2)
            {
                throw new ArgumentException(string.Join(' ', found.Where(d => d.Severity.IsError).Select(d => d.Message)));
            }
        }
        finally
        {
            AppDomain.CurrentDomain.SetData(Shared, null);
        }
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
            foreach (var part in FSharpLexicon.Parts(cell.Code))
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
        var errors = found.Where(d => d.Severity.IsError).Select(d => AtItsPackage(Problem(d), code, file)).ToList();
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

    // A class of the same name without arguments, as the facade of C# has for Prob, stands before a generic type; the session then takes the value as what it is.
    private static bool IsMasked(Type type) => type.IsGenericType && type.Assembly.GetName().Name!.StartsWith("DiffProb", StringComparison.Ordinal);

    // Packages are fetched together, those of earlier cells too, and the first of all is blamed.
    private static CellProblem AtItsPackage(CellProblem problem, string code, string file)
    {
        if (problem.Code != PackageManager)
        {
            return problem;
        }

        var line = Array.FindIndex(code.Split('\n'), l => l.Contains(Packages.Prefix, StringComparison.OrdinalIgnoreCase));
        var message = Packages.WithoutProject(problem.Message);
        return line < 0 ? problem with { Message = message } : problem with { Message = message, File = file, Line = line + 1, Column = 1 };
    }

    private static CellProblem Problem(FSharpDiagnostic d) =>
        new(d.ErrorNumberText, d.Message, d.FileName, d.StartLine, d.StartColumn + 1);

    // The console of the moment, which the session, made before any cell, cannot know.
    private sealed class CurrentConsole : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => Console.Out.Write(value);

        public override void Write(string? value) => Console.Out.Write(value);
    }
}
