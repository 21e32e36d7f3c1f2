using System.Reflection;

namespace DiffProb.Architecture;

/// <summary>Dependencies point down only.</summary>
public sealed class DependencyTests
{
    // What each project of src may refer to. A new project needs a row, and a page in docs/decisions if it moves an arrow.
    private static readonly Dictionary<string, string[]> Below = new()
    {
        ["DiffProb.Kernels"] = [],
        ["DiffProb.Torch"] = ["DiffProb.Kernels"],
        ["DiffProb.Distributions"] = ["DiffProb.Kernels"],
        ["DiffProb.Core"] = ["DiffProb.Kernels", "DiffProb.Distributions"],
        ["DiffProb.Inference"] = ["DiffProb.Kernels", "DiffProb.Distributions", "DiffProb.Core"],
        ["DiffProb.Infer"] = ["DiffProb.Kernels", "DiffProb.Distributions", "DiffProb.Core", "DiffProb.Inference"],
        ["DiffProb.CSharp"] = ["DiffProb.Kernels", "DiffProb.Distributions", "DiffProb.Core", "DiffProb.Inference"],
        ["DiffProb.Hosting"] = ["DiffProb.Kernels", "DiffProb.Distributions", "DiffProb.Core", "DiffProb.CSharp"],
        ["DiffProb.Interactive"] = ["DiffProb.Kernels", "DiffProb.Distributions", "DiffProb.Core", "DiffProb.Inference", "DiffProb.CSharp"],
        ["DiffProb.Jupyter"] = ["DiffProb.Kernels", "DiffProb.Distributions", "DiffProb.Core", "DiffProb.Inference", "DiffProb.Infer", "DiffProb.CSharp", "DiffProb.Interactive"],
    };

    public static TheoryData<string> Projects => [.. Below.Keys];

    [Fact]
    public void Every_project_has_a_row() =>
        Assert.Equal(Below.Keys.Order(), Repository.SourceProjects.Keys.Order());

    [Theory, MemberData(nameof(Projects))]
    public void A_project_refers_only_to_those_below_it(string project)
    {
        var file = Repository.SourceProjects[project];
        var above = Repository.Includes(file, "ProjectReference").Select(Path.GetFileNameWithoutExtension).Except(Below[project]);
        Assert.Empty(above);
        Assert.Empty(Repository.Includes(file, "Reference"));
    }

    [Theory, MemberData(nameof(Projects))]
    public void An_assembly_refers_only_to_those_below_it(string assembly)
    {
        var references = Assembly.Load(assembly).GetReferencedAssemblies().Select(r => r.Name!);
        Assert.Empty(references.Where(r => r.StartsWith("DiffProb", StringComparison.Ordinal)).Except(Below[assembly]));
    }

    [Fact]
    public void Only_charts_know_the_package_that_describes_them_to_a_browser()
    {
        var users = Repository.SourceProjects
            .Where(p => Repository.Includes(p.Value, "PackageReference").Intersect(["XPlot.Plotly", "Newtonsoft.Json"]).Any())
            .Select(p => p.Key);
        Assert.Equal(["DiffProb.Interactive"], users);
    }

    [Fact]
    public void Only_the_torch_engine_knows_TorchSharp()
    {
        var users = Repository.SourceProjects
            .Where(p => Repository.Includes(p.Value, "PackageReference").Contains("TorchSharp"))
            .Select(p => p.Key);
        Assert.Equal(["DiffProb.Torch"], users);
    }
}
