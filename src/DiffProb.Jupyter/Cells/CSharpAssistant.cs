using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RoslynCompilation = Microsoft.CodeAnalysis.Compilation;

namespace DiffProb;

/// <summary>What the C# compiler knows of a cell that is being written.</summary>
/// <param name="compile">Compiles a cell after those that ran.</param>
internal sealed class CSharpAssistant(Func<string, RoslynCompilation> compile)
{
    private static readonly CSharpParseOptions Script = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    private static readonly SymbolDisplayFormat Signature = SymbolDisplayFormat.MinimallyQualifiedFormat
        .WithMemberOptions(SymbolDisplayFormat.MinimallyQualifiedFormat.MemberOptions | SymbolDisplayMemberOptions.IncludeContainingType)
        .WithKindOptions(SymbolDisplayKindOptions.IncludeTypeKeyword | SymbolDisplayKindOptions.IncludeNamespaceKeyword);

    private static readonly List<CellChoice> Keywords =
        [.. SyntaxFacts.GetReservedKeywordKinds().Concat(SyntaxFacts.GetContextualKeywordKinds()).Select(SyntaxFacts.GetText).Where(t => t.Length > 0 && char.IsAsciiLetter(t[0])).Select(t => new CellChoice(t, "keyword"))];

    /// <summary>What may follow at a place.</summary>
    public CellCompletion Complete(string code, int position)
    {
        var start = position;
        while (start > 0 && SyntaxFacts.IsIdentifierPartCharacter(code[start - 1]))
        {
            start--;
        }

        var (root, model) = Model(code);
        var before = start == 0 ? default : root.FindToken(start - 1);
        var choices = before.IsKind(SyntaxKind.DotToken)
            ? Members(model, before, start).Select(Choice)
            : [.. model.LookupSymbols(start).Select(Choice), .. Named(model, before), .. Keywords];
        return CellCompletion.Of(start, position, code[start..position], choices);
    }

    /// <summary>What stands at a place.</summary>
    public CellInspection? Inspect(string code, int position)
    {
        var (root, model) = Model(code);
        var token = root.FindToken(Math.Min(position, code.Length));
        if (!token.IsKind(SyntaxKind.IdentifierToken) && position > 0)
        {
            token = root.FindToken(position - 1);
        }

        if (!token.IsKind(SyntaxKind.IdentifierToken) || token.Parent is not { } node)
        {
            return null;
        }

        // What the new keyword makes is its constructor.
        var asked = node.Parent is ObjectCreationExpressionSyntax made && made.Type == node ? made : node;
        var info = model.GetSymbolInfo(asked);
        var symbols = model.GetDeclaredSymbol(node) is { } declared ? [declared]
            : info.Symbol is { } one ? [one]
            : info.CandidateSymbols.IsEmpty ? [.. model.GetMemberGroup(node)] : info.CandidateSymbols;
        return symbols.IsEmpty
            ? null
            : new CellInspection(
                string.Join('\n', symbols.Select(s => s.ToDisplayString(Signature))),
                string.Join("\n\n", symbols.Select(s => Text(model.Compilation, s)).Where(t => t.Length > 0).Distinct()));
    }

    /// <summary>Whether a cell can be run as it stands.</summary>
    public static CellCompleteness Completeness(string code)
    {
        var tree = CSharpSyntaxTree.ParseText(code, Script);
        return !SyntaxFactory.IsCompleteSubmission(tree) ? CellCompleteness.Incomplete
            : tree.GetDiagnostics().Any(d => d.Severity == DiagnosticSeverity.Error) ? CellCompleteness.Invalid
            : CellCompleteness.Complete;
    }

    private (SyntaxNode Root, SemanticModel Model) Model(string code)
    {
        var compilation = compile(code);
        var tree = compilation.SyntaxTrees.First();
        return (tree.GetRoot(), compilation.GetSemanticModel(tree));
    }

    private static IEnumerable<ISymbol> Members(SemanticModel model, SyntaxToken dot, int position)
    {
        var left = dot.Parent switch
        {
            MemberAccessExpressionSyntax access => access.Expression,
            QualifiedNameSyntax name => name.Left,
            MemberBindingExpressionSyntax binding => binding.Ancestors().OfType<ConditionalAccessExpressionSyntax>().First().Expression,
            _ => (ExpressionSyntax?)null,
        };
        if (left is null)
        {
            return [];
        }

        var info = model.GetSymbolInfo(left);
        var symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault() ?? model.GetSpeculativeSymbolInfo(left.SpanStart, left, SpeculativeBindingOption.BindAsExpression).Symbol;
        return symbol switch
        {
            INamespaceSymbol space => model.LookupNamespacesAndTypes(position, space),
            ITypeSymbol type => model.LookupSymbols(position, type).Where(s => s.IsStatic || s is ITypeSymbol),
            _ => Type(model, left, symbol) is { } type ? model.LookupSymbols(position, type, includeReducedExtensionMethods: true).Where(s => !s.IsStatic && s is not ITypeSymbol) : [],
        };
    }

    // Where a name is taken for a type's, since nothing follows the dot yet, the symbol tells.
    private static ITypeSymbol? Type(SemanticModel model, ExpressionSyntax left, ISymbol? symbol) => symbol switch
    {
        ILocalSymbol local => local.Type,
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        IParameterSymbol parameter => parameter.Type,
        _ => model.GetTypeInfo(left).Type,
    };

    private static IEnumerable<CellChoice> Named(SemanticModel model, SyntaxToken before)
    {
        if (before.Parent is not ArgumentListSyntax { Parent: { } call })
        {
            return [];
        }

        var methods = call switch
        {
            InvocationExpressionSyntax invocation => model.GetMemberGroup(invocation.Expression).OfType<IMethodSymbol>(),
            ObjectCreationExpressionSyntax made when model.GetSymbolInfo(made.Type).Symbol is INamedTypeSymbol type => type.InstanceConstructors,
            _ => [],
        };
        return methods.SelectMany(m => m.Parameters).Select(p => new CellChoice(p.Name + ":", "argument"));
    }

    private static CellChoice Choice(ISymbol symbol) => new(symbol.Name, symbol switch
    {
        IMethodSymbol => "method",
        IPropertySymbol => "property",
        IFieldSymbol or ILocalSymbol or IParameterSymbol => "variable",
        INamespaceSymbol => "module",
        ITypeSymbol => "class",
        _ => symbol.Kind.ToString().ToLowerInvariant(),
    });

    private static string Text(RoslynCompilation compilation, ISymbol symbol)
    {
        var own = symbol is IMethodSymbol { ReducedFrom: { } whole } ? whole.OriginalDefinition : symbol.OriginalDefinition;
        if (own.ContainingAssembly is not { } assembly
            || compilation.GetMetadataReference(assembly) is not PortableExecutableReference { FilePath: { } path }
            || own.GetDocumentationCommentId() is not { } member)
        {
            return "";
        }

        // A primary constructor is described with its type.
        var text = XmlDocs.Of(path, member);
        return text.Length == 0 && own is IMethodSymbol { MethodKind: MethodKind.Constructor } && own.ContainingType.GetDocumentationCommentId() is { } type ? XmlDocs.Of(path, type) : text;
    }
}
