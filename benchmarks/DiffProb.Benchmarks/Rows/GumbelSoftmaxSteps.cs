using BenchmarkDotNet.Attributes;

namespace DiffProb;

/// <summary>Relaxed one-hot vectors of 20 parts, and the gradient in the logits of each.</summary>
public class GumbelSoftmaxSteps : ProgramSteps
{
    /// <summary>Vectors.</summary>
    [Params(1000, 100_000)]
    public int Rows { get; set; }

    /// <summary>Compiles the program.</summary>
    [GlobalSetup]
    public void Prepare() => Start(GumbelSoftmaxSum.Program(Rows), 1, Optimizer.Sgd(1e-12));
}
