using BenchmarkDotNet.Attributes;

namespace DiffProb;

/// <summary>The gradient of E f(z), z normal.</summary>
public class NormalExpectationSteps : ProgramSteps
{
    /// <summary>The estimator.</summary>
    [Params("Pathwise", "Score LeaveOneOut")]
    public string By { get; set; } = "";

    /// <summary>Particles.</summary>
    [Params(100, 10_000, 1_000_000)]
    public int N { get; set; }

    /// <summary>Compiles the program.</summary>
    [GlobalSetup]
    public void Prepare() =>
        Start(NormalExpectation.Program(By == "Pathwise" ? Estimator.Pathwise : Estimator.Score(Baseline.LeaveOneOut)), N, Optimizer.Sgd(1e-12));
}
