using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.CSharp.Scripting.Hosting;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.FSharp.Core;

namespace DiffProb;

/// <summary>Cells of C#, as a script that is continued.</summary>
/// <param name="directory">Where relative paths of #r and #load begin.</param>
internal sealed class CSharpEngine(string directory) : CellEngine
{
    private static readonly string[] Imports =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading", "System.Threading.Tasks",
        "DiffProb", "DiffProb.Prob",
    ];

    private readonly ScriptOptions options = ScriptOptions.Default
        .WithReferences([.. Framework(), .. DiffProbAssemblies.Paths, typeof(Unit).Assembly.Location])
        .WithImports(Imports)
        .WithMetadataResolver(ScriptMetadataResolver.Default.WithBaseDirectory(directory))
        .WithSourceResolver(ScriptSourceResolver.Default.WithBaseDirectory(directory))
        .WithEmitDebugInformation(true)
        .WithFileEncoding(Encoding.UTF8);

    private ScriptState<object>? state;

    /// <inheritdoc/>
    public override void Dispose()
    {
    }

    /// <inheritdoc/>
    protected override Func<object?> Prepare(Cell cell, CancellationToken cancellation)
    {
        var own = options.WithFilePath(Path.Combine(directory, cell.FileName(".csx")));
        var script = state is null ? CSharpScript.Create<object>(cell.Code, own) : state.Script.ContinueWith<object>(cell.Code, own);
        var packages = Packages(script.GetCompilation()).ToList();
        if (packages.Count > 0)
        {
            throw new CompilationException(packages);
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

        return () => Execute(script, cancellation);
    }

    /// <inheritdoc/>
    protected override string Structure(object value) => CSharpObjectFormatter.Instance.FormatObject(value);

    // A script that throws still has the variables that it had set.
    private object? Execute(Script<object> script, CancellationToken cancellation)
    {
        var run = state is null ? script.RunAsync(null, _ => true, cancellation) : script.RunFromAsync(state, _ => true, cancellation);
        state = run.GetAwaiter().GetResult();
        return state.Exception is { } thrown ? throw new CellFailure(thrown) : state.ReturnValue;
    }

    // The compiler itself would say that a file of this name is missing.
    private static IEnumerable<CellProblem> Packages(Compilation compilation) =>
        from tree in compilation.SyntaxTrees
        from directive in ((CompilationUnitSyntax)tree.GetRoot()).GetReferenceDirectives()
        where directive.File.ValueText.StartsWith("nuget:", StringComparison.Ordinal)
        select ProblemAt("CS0006", JupyterErrors.PackagesAreNotFetched(directive.File.ValueText), directive.GetLocation());

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
