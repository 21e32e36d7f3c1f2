namespace DiffProb;

/// <summary>Steers the step size to a mean acceptance: the primal-dual averages of Nesterov, with shrinkage to ten times where it begins.</summary>
/// <remarks>Source: Hoffman and Gelman (2014), JMLR 15, section 3.2.1, with their constants γ = 0.05, t₀ = 10, κ = 0.75.</remarks>
/// <param name="target">Mean acceptance wanted, in (0, 1).</param>
internal sealed class DualAveraging(double target)
{
    private const double Shrinkage = 0.05;
    private const double Delay = 10.0;
    private const double Forgetting = 0.75;

    private double center;
    private double error;
    private double average;
    private double count;

    /// <summary>The step size to keep, once enough is learnt.</summary>
    public double Final => Math.Exp(average);

    /// <summary>All that it remembers.</summary>
    public double[] Memory
    {
        get => [center, error, average, count];
        set => (center, error, average, count) = (value[0], value[1], value[2], value[3]);
    }

    /// <summary>Begins anew.</summary>
    /// <param name="stepSize">Where it begins.</param>
    public void Restart(double stepSize) => RestartAt(10.0 * stepSize);

    /// <summary>Begins anew, with shrinkage to a step size.</summary>
    /// <param name="likely">The step size that is likely, positive.</param>
    public void RestartAt(double likely) => (center, error, average, count) = (Math.Log(likely), 0.0, 0.0, 0.0);

    /// <summary>The step size after one more transition.</summary>
    /// <param name="acceptance">Its mean acceptance, in [0, 1].</param>
    public double Learn(double acceptance)
    {
        count++;
        var weight = 1.0 / (count + Delay);
        error = ((1.0 - weight) * error) + (weight * (target - acceptance));
        var logStep = center - (error * Math.Sqrt(count) / Shrinkage);
        var share = Math.Pow(count, -Forgetting);
        average = (share * logStep) + ((1.0 - share) * average);
        return Math.Exp(logStep);
    }
}
