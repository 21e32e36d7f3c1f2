using BenchmarkDotNet.Attributes;

namespace DiffProb;

/// <summary>A log density and its gradient, compiled: what a sampler asks for at each leapfrog step.</summary>
public class LogDensities
{
    private LogDensity density = null!;
    private double[] position = [];

    /// <summary>The model.</summary>
    [Params("eight schools", "logistic 1000 x 20")]
    public string Posterior { get; set; } = "";

    /// <summary>Differentiates and compiles it.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        var logistic = new LogisticRegression(1000, 20);
        var (of, dimension) = Posterior == "eight schools"
            ? ((Func<Tensor, Tensor>)EightSchools.LogDensity, EightSchools.Dimension)
            : (logistic.LogDensity, logistic.Dimension);
        density = new(of, dimension, new ManagedEngine(threads: 1));
        position = Inputs.Normal(dimension, 7);
    }

    /// <summary>One evaluation.</summary>
    [Benchmark]
    public double Evaluate() => density.At(position).Value;
}
