using System.Reflection;
using PublicApiGenerator;

namespace DiffProb.Architecture;

/// <summary>The public names of the projects below the facade, which has an analyzer for its own, are those approved in tests/approved.</summary>
/// <remarks>After a change that is meant, run the tests with DIFFPROB_APPROVE=1 and read the diff: it is the review of the surface.</remarks>
public sealed class PublicApiTests
{
    public static TheoryData<string, Assembly> Assemblies => new()
    {
        { "DiffProb.Kernels", typeof(Tensor).Assembly },
        { "DiffProb.Distributions", typeof(Distribution).Assembly },
        { "DiffProb.Core", typeof(Estimator).Assembly },
        { "DiffProb.Infer", typeof(Infer).Assembly },
    };

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void The_public_names_are_the_approved_ones(string name, Assembly assembly)
    {
        var options = new ApiGeneratorOptions
        {
            IncludeAssemblyAttributes = false,
            ExcludeAttributes = ["Microsoft.FSharp.Core.CompilationMappingAttribute", "Microsoft.FSharp.Core.CompilationArgumentCountsAttribute"],
        };
        var actual = assembly.GeneratePublicApi(options).ReplaceLineEndings("\n").Trim() + "\n";
        var file = Path.Combine(Repository.Root, "tests", "approved", name + ".txt");
        if (Environment.GetEnvironmentVariable("DIFFPROB_APPROVE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
        }

        Assert.True(File.Exists(file), $"tests/approved/{name}.txt is missing: run with DIFFPROB_APPROVE=1");
        Assert.Equal(File.ReadAllText(file).ReplaceLineEndings("\n"), actual);
    }
}
