using BenchmarkDotNet.Attributes;

namespace DiffProb;

/// <summary>A step of mean-field variational inference: one draw, Adam.</summary>
public class ElboSteps : ProgramSteps
{
    /// <summary>The model.</summary>
    [Params("eight schools", "logistic 10000 x 50")]
    public string Posterior { get; set; } = "";

    /// <summary>Compiles the program.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        var logistic = new LogisticRegression(10_000, 50);
        Start(
            Posterior == "eight schools" ? MeanField.Elbo(EightSchools.LogDensity, EightSchools.Dimension) : MeanField.Elbo(logistic.LogDensity, logistic.Dimension),
            1,
            Optimizer.Adam(0.01));
    }
}
