using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using FSharp.Compiler.DependencyManager;
using Microsoft.CodeAnalysis;

namespace DiffProb;

/// <summary>Fetches packages for cells of C#, through the same manager as F# does for its own (docs/decisions/0020).</summary>
internal sealed partial class Packages : IDisposable
{
    /// <summary>How a reference to a package begins.</summary>
    public const string Prefix = "nuget:";

    // What a restore may take.
    private const int Milliseconds = 600_000;

    private readonly string directory;
    private readonly DependencyProvider provider;
    private readonly ConcurrentDictionary<string, (ImmutableArray<string> Assemblies, string? Error)> fetched = new(StringComparer.OrdinalIgnoreCase);
    private ImmutableArray<string> assemblies = [];
    private ImmutableArray<string> roots = [];

    /// <summary>A manager for one script.</summary>
    /// <param name="directory">The script's directory, whose NuGet settings hold.</param>
    public Packages(string directory)
    {
        this.directory = directory;

        // It finds what is loaded late, native libraries with them, by asking back.
        provider = new DependencyProvider(() => assemblies, () => roots, false);
    }

    /// <summary>The paths of a package's assemblies, those that it needs with them; or why there are none.</summary>
    /// <param name="reference">As in "nuget: Package, 1.2.3".</param>
    public (ImmutableArray<string> Assemblies, string? Error) Fetch(string reference) => fetched.GetOrAdd(reference.Trim(), Resolve);

    /// <summary>A message of a restore without the path of the project that is restored, which is of no use to anybody.</summary>
    public static string WithoutProject(string message) => Project().Replace(message, "");

    /// <inheritdoc/>
    public void Dispose() => ((IDisposable)provider).Dispose();

    private (ImmutableArray<string> Assemblies, string? Error) Resolve(string reference)
    {
        var errors = new List<string>();
        void Report(ErrorReportType kind, int code, string message)
        {
            if (kind.IsError)
            {
                errors.Add(message);
            }
        }

        var (_, manager) = provider.TryFindDependencyManagerInPath([AppContext.BaseDirectory], "", null, Report, reference);
        if (manager is null)
        {
            return ([], JupyterErrors.PackageIsNotFetched(reference, string.Join(' ', errors)));
        }

        var line = Tuple.Create("r", reference[Prefix.Length..].Trim());
        var result = provider.Resolve(manager, ".csx", [line], Report, "net10.0", null, directory, "Cell.csx", "Cell.csx", Milliseconds);
        if (!result.Success)
        {
            var why = errors.Concat(result.StdOut).Concat(result.StdError).Select(l => l.Trim()).Where(l => l.Contains("error", StringComparison.OrdinalIgnoreCase)).Select(WithoutProject).Distinct().Take(3);
            return ([], JupyterErrors.PackageIsNotFetched(reference, string.Join(' ', why)));
        }

        var found = result.Resolutions.ToImmutableArray();
        assemblies = [.. assemblies.Union(found)];
        roots = [.. roots.Union(result.Roots)];
        return (found, null);
    }

    [GeneratedRegex(@"\S+[/\\]Project\.fsproj ?: (?:error )?", RegexOptions.CultureInvariant)]
    private static partial Regex Project();
}

/// <summary>Finds references of scripts: packages by the manager, the rest as scripts do.</summary>
/// <param name="packages">The manager.</param>
/// <param name="files">How scripts do.</param>
internal sealed class PackageResolver(Packages packages, MetadataReferenceResolver files) : MetadataReferenceResolver
{
    // Asked for again with every cell.
    private readonly ConcurrentDictionary<string, ImmutableArray<PortableExecutableReference>> found = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override bool ResolveMissingAssemblies => files.ResolveMissingAssemblies;

    /// <inheritdoc/>
    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties) =>
        reference.StartsWith(Packages.Prefix, StringComparison.OrdinalIgnoreCase)
            ? found.GetOrAdd(reference, r => [.. packages.Fetch(r).Assemblies.Select(path => MetadataReference.CreateFromFile(path, properties))])
            : files.ResolveReference(reference, baseFilePath, properties);

    /// <inheritdoc/>
    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition, AssemblyIdentity referenceIdentity) =>
        files.ResolveMissingAssembly(definition, referenceIdentity);

    /// <inheritdoc/>
    public override bool Equals(object? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
