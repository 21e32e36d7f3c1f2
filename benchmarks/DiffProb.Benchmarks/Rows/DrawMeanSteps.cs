using BenchmarkDotNet.Attributes;

namespace DiffProb;

/// <summary>Draws of gamma, beta and Dirichlet laws, and the gradient of their mean.</summary>
public class DrawMeanSteps : ProgramSteps
{
    /// <summary>What is drawn.</summary>
    [Params("Gamma", "Beta", "Dirichlet")]
    public string Law { get; set; } = "";

    /// <summary>Particles.</summary>
    [Params(10_000, 1_000_000)]
    public int N { get; set; }

    /// <summary>Compiles the program.</summary>
    [GlobalSetup]
    public void Prepare() =>
        Start(Law switch { "Gamma" => DrawMeans.Gamma, "Beta" => DrawMeans.Beta, _ => DrawMeans.Dirichlet }, N, Optimizer.Sgd(1e-12));
}
