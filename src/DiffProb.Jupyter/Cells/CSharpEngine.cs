using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.CSharp.Scripting.Hosting;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.FSharp.Core;
using RoslynCompilation = Microsoft.CodeAnalysis.Compilation;

namespace DiffProb;

/// <summary>Cells of C#, as a script that is continued.</summary>
internal sealed class CSharpEngine : CellEngine
{
    // Where a value waits that a script is to take over.
    private const string Shared = "DiffProb.Shared";

    private static readonly string[] Imports =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading", "System.Threading.Tasks",
        "DiffProb", "DiffProb.Prob", "DiffProb.CellOutput",
    ];

    // Read once: by their paths, every cell would read and keep all of them anew.
    private static readonly List<PortableExecutableReference> References =
        [.. new[] { Framework(), DiffProbAssemblies.Paths, [typeof(Unit).Assembly.Location] }.SelectMany(paths => paths).Select(path => MetadataReference.CreateFromFile(path))];

    private readonly string directory;
    private readonly Packages packages;
    private readonly CSharpAssistant assistant;
    private readonly ScriptOptions options;
    private ScriptState<object>? state;

    /// <summary>Starts a script.</summary>
    /// <param name="directory">Where relative paths of #r and #load begin.</param>
    public CSharpEngine(string directory)
    {
        this.directory = directory;
        packages = new Packages(directory);
        assistant = new CSharpAssistant(code => Continue(code, options!).GetCompilation());
        options = ScriptOptions.Default
            .WithReferences(References)
            .WithImports(Imports)
            .WithMetadataResolver(new PackageResolver(packages, ScriptMetadataResolver.Default.WithBaseDirectory(directory)))
            .WithSourceResolver(ScriptSourceResolver.Default.WithBaseDirectory(directory))
            .WithEmitDebugInformation(true)
            .WithFileEncoding(Encoding.UTF8);
    }

    /// <inheritdoc/>
    public override void Start() => Continue("1 + 1", options).Compile();

    /// <inheritdoc/>
    public override CellCompletion Complete(string code, int position) => assistant.Complete(code, position);

    /// <inheritdoc/>
    public override CellInspection? Inspect(string code, int position) => assistant.Inspect(code, position);

    /// <inheritdoc/>
    public override CellCompleteness Completeness(string code) => CSharpAssistant.Completeness(code);

    /// <inheritdoc/>
    public override bool TryGet(string name, out object? value, out Type type)
    {
        var variable = state?.GetVariable(name);
        value = variable?.Value;
        type = variable?.Type ?? typeof(object);
        return variable is not null;
    }

    /// <inheritdoc/>
    public override void Set(string name, object value, Type type)
    {
        if (!SyntaxFacts.IsValidIdentifier(name))
        {
            throw new ArgumentException("it is no identifier");
        }

        var cast = SharedType.CSharp(type);
        AppDomain.CurrentDomain.SetData(Shared, value);
        try
        {
            Take(Continue($"{cast} {name} = ({cast})global::System.AppDomain.CurrentDomain.GetData(\"{Shared}\");", options), CancellationToken.None);
        }
        catch (CompilationErrorException e)
        {
            throw new ArgumentException(e.Message, e);
        }
        finally
        {
            AppDomain.CurrentDomain.SetData(Shared, null);
        }
    }

    /// <inheritdoc/>
    public override void Dispose() => packages.Dispose();

    /// <inheritdoc/>
    protected override Func<object?> Prepare(CodeCell cell, CancellationToken cancellation)
    {
        var script = Continue(cell.Code, options.WithFilePath(Path.Combine(directory, cell.FileName(".csx"))));
        cancellation.ThrowIfCancellationRequested();
        var missing = Missing(script.GetCompilation()).ToList();
        if (missing.Count > 0)
        {
            throw new CompilationException(missing);
        }

        var found = script.Compile(cancellation);
        var errors = found.Where(d => d.Severity == DiagnosticSeverity.Error).Select(Problem).ToList();
        if (errors.Count > 0)
        {
            throw new CompilationException(errors);
        }

        foreach (var warning in found.Where(d => d.Severity == DiagnosticSeverity.Warning).Select(Problem))
        {
            Console.Error.WriteLine($"{warning.Place}: warning {warning.Code}: {warning.Message}");
        }

        return () => Take(script, cancellation);
    }

    /// <inheritdoc/>
    protected override string Structure(object value) => CSharpObjectFormatter.Instance.FormatObject(value);

    private Script<object> Continue(string code, ScriptOptions own) =>
        state is null ? CSharpScript.Create<object>(code, own) : state.Script.ContinueWith<object>(code, own);

    // A script that throws still has the variables that it had set.
    private object? Take(Script<object> script, CancellationToken cancellation)
    {
        var run = state is null ? script.RunAsync(null, _ => true, cancellation) : script.RunFromAsync(state, _ => true, cancellation);
        state = run.GetAwaiter().GetResult();
        return state.Exception is { } thrown ? throw new CellFailure(thrown) : state.ReturnValue;
    }

    // The compiler itself would say that a file of this name is missing.
    private IEnumerable<CellProblem> Missing(RoslynCompilation compilation) =>
        from tree in compilation.SyntaxTrees
        from directive in ((CompilationUnitSyntax)tree.GetRoot()).GetReferenceDirectives()
        let reference = directive.File.ValueText
        where reference.StartsWith(Packages.Prefix, StringComparison.OrdinalIgnoreCase)
        let error = packages.Fetch(reference).Error
        where error is not null
        select ProblemAt("CS0006", error, directive.GetLocation());

    private static CellProblem Problem(Diagnostic d) => ProblemAt(d.Id, d.GetMessage(CultureInfo.InvariantCulture), d.Location);

    private static CellProblem ProblemAt(string code, string message, Location location)
    {
        var place = location.GetLineSpan();
        return new CellProblem(code, message, place.Path, place.StartLinePosition.Line + 1, place.StartLinePosition.Character + 1);
    }

    private static IEnumerable<string> Framework() =>
        Directory.EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll").Where(IsManaged).Order();

    private static bool IsManaged(string path) =>
        Path.GetFileName(path) is var name
        && (name.StartsWith("System.", StringComparison.Ordinal) || name is "Microsoft.CSharp.dll" or "mscorlib.dll" or "netstandard.dll");
}
