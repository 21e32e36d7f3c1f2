using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace DiffProb;

/// <summary>docs/explanation/distributions.md: what each distribution is and can do, from its docstring and its own statements. DIFFPROB_REGENERATE=1 writes it.</summary>
public sealed partial class DistributionsPage
{
    private static readonly (string Title, string Rows)[] Chapters =
    [
        ("Continuous", nameof(ContinuousRows)), ("Discrete", nameof(DiscreteRows)), ("Of vectors and matrices", nameof(MultivariateRows)), ("Made of others", nameof(ComposedRows)),
    ];

    private static readonly string[] Head = ["distribution", "density or mass", "support", "draws follow", "weak derivative", "moves the support", "offers"];

    private static readonly Lazy<IReadOnlyDictionary<string, XElement>> Docstrings = new(() =>
        XDocument.Load(Path.Combine(AppContext.BaseDirectory, "DiffProb.Distributions.xml"))
            .Descendants("member").ToDictionary(m => m.Attribute("name")!.Value));

    [Fact]
    public void The_page_of_distributions_says_what_they_are()
    {
        var root = typeof(DistributionsPage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;
        var path = Path.Combine(root, "docs", "explanation", "distributions.md");
        var text = Text();
        if (Environment.GetEnvironmentVariable("DIFFPROB_REGENERATE") == "1")
        {
            File.WriteAllText(path, text);
        }

        Assert.True(
            File.Exists(path) && File.ReadAllText(path).ReplaceLineEndings("\n") == text,
            "docs/explanation/distributions.md is not what the distributions say: set DIFFPROB_REGENERATE=1 to write it anew");
    }

    [Fact]
    public void Every_distribution_stands_in_one_chapter() =>
        Assert.Equal(
            DistributionCatalogue.All.Select(e => e.Distribution.Name).Distinct().Order(),
            Chapters.SelectMany(c => Families(c.Rows)).Select(d => d.Name).Order());

    private static string Text()
    {
        var lines = new List<string>();
        foreach (var (title, rows) in Chapters)
        {
            lines.AddRange(["", $"## {title}", "", Line(Head), Line(Head.Select(_ => "---"))]);
            lines.AddRange(Families(rows).OrderBy(d => d.Name, StringComparer.Ordinal).Select(d => Line(Cells(d))));
        }

        return Introduction + string.Join('\n', lines) + "\n";
    }

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

    private static IEnumerable<string> Cells(Distribution d) =>
    [
        $"`{d.Name}({string.Join(", ", Constructor(d))})`" + (d.StandsFor is { } law ? $", biased for {law}" : ""),
        Section(d, "Density", "Mass", "Draw"),
        Section(d, "Support") + (d is IFinite { Cardinality: not null } ? "; finite" : ""),
        Paths(d),
        Names(d.Parameters.Where(p => p.HasWeakDerivative)),
        Names(d.Parameters.Where(p => p.MovesSupport)),
        string.Join(", ", Offers.Of(d).Select(o => o.ToString().ToLowerInvariant())),
    ];

    private static string[] Constructor(Distribution d) =>
    [
        .. d.GetType().GetConstructors().Where(c => c.GetParameters().Any(p => p.ParameterType != typeof(double)))
            .MaxBy(c => c.GetParameters().Length)!.GetParameters().Select(p => p.Name!),
    ];

    // What a docstring says after a label, up to the next one.
    private static string Section(Distribution d, params string[] labels)
    {
        var nodes = Docstrings.Value[$"T:DiffProb.{d.Name}"].Element("remarks")!.Elements("para").SelectMany(p => p.Nodes().Append(new XElement("b", "")));
        var words = nodes.SkipWhile(n => n is not XElement { Name.LocalName: "b" } b || !labels.Contains(b.Value)).Skip(1)
            .TakeWhile(n => n is not XElement { Name.LocalName: "b" })
            .Select(n => n switch
            {
                XElement { Name.LocalName: "see" } see => see.Attribute("cref")!.Value.Split('.')[^1],
                XElement e => e.Value,
                _ => ((XText)n).Value,
            });
        return Spaces().Replace(string.Concat(words), " ").Trim(' ', ':', '.').Replace("|", "\\|", StringComparison.Ordinal);
    }

    private static string Paths(Distribution d)
    {
        var (explicitly, implicitly) = (Named(d, PathKind.Explicit), Named(d, PathKind.Implicit));
        return explicitly.Length + implicitly.Length == 0 ? "" : string.Join("; ", new[] { explicitly, implicitly.Length == 0 ? "" : $"implicitly: {implicitly}" }.Where(s => s.Length > 0));
    }

    private static string Named(Distribution d, PathKind path) => Names(d.Parameters.Where(p => p.Path == path));

    // Parameters of inner distributions by the name that stands in the constructor.
    private static string Names(IEnumerable<DistributionParameter> parameters) =>
        string.Join(", ", parameters.Select(p => p.Name.Split('.', '[')[0]).Distinct());

    private static IEnumerable<Distribution> Families(string rows)
    {
        var all = (IEnumerable<DistributionExample>)typeof(DistributionsPage).Assembly.GetType($"DiffProb.{rows}")!
            .GetProperty("All", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
        return all.Select(e => e.Distribution).DistinctBy(d => d.GetType());
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    private const string Introduction = """
        # The distributions

        Written by the tests from what each distribution states of itself (`DIFFPROB_REGENERATE=1` writes it anew). All of them are held to the same
        laws: total mass 1, draws against the distribution function, moments, quantiles, gradients in every parameter, bad parameters refused
        by name and element; numbers against tables of 45 digits and more.

        - **draws follow**: the parameters that a draw is a differentiable function of, so that pathwise gradients are open. "Implicitly" is
          the derivative of the quantile at a fixed probability, -(∂F/∂θ) / p, made from the draw and not from the sampler
          (Figurnov, Mohamed, Mnih 2018, arXiv 1805.08498); it can be taken once. The score function is open in every parameter that does not move the support.
        - **weak derivative**: parameters in which the derivative of the density is known as a difference of two laws (Mohamed et al. 2020, table 1).
        - **moves the support**: parameters in which the score function misses what happens at the edge, and is refused.
        - **finite**: a site can be summed over exactly.
        - **offers**: what there is beside density and draws.
        - Where a constructor has both `probs` and `logits`, exactly one is given.

        """;
}
