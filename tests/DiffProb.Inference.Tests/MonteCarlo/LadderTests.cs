namespace DiffProb.MonteCarlo;

/// <summary>Steps of temperature, and what they are made from.</summary>
public sealed class LadderTests
{
    private static readonly double[] Weights = [0.1, 0.4, 0.2, 0.3];
    private static readonly double[] LogLikelihood = [-10.0, -500.0, -3.0, -40.0];

    [Theory]
    [InlineData(0.0, 0.5)]
    [InlineData(0.0, 0.9)]
    [InlineData(0.01, 0.6)]
    public void The_step_leaves_the_conditional_size_that_was_asked_for(double from, double part)
    {
        var next = Ladder.Next(from, Weights, LogLikelihood, part);
        Assert.InRange(next, from + 1e-6, 0.99);
        var step = next - from;
        var u = LogLikelihood.Select(l => Math.Exp(step * l)).ToArray();
        var first = Weights.Zip(u, (w, x) => w * x).Sum();
        var second = Weights.Zip(u, (w, x) => w * x * x).Sum();
        Assert.Equal(part, first * first / second, 1e-9);
    }

    [Fact]
    public void The_last_step_goes_to_one() => Assert.Equal(1.0, Ladder.Next(0.7, Weights, [-1.0, -1.1, -1.2, -1.0], 0.9));

    [Fact]
    public void The_dead_do_not_count()
    {
        double[] some = [double.NegativeInfinity, -500.0, -3.0, -40.0];
        double[] living = [0.4 / 0.9, 0.2 / 0.9, 0.3 / 0.9];
        Assert.Equal(Ladder.SizeOf(0.01, living, some.AsSpan(1)), Ladder.SizeOf(0.01, Weights, some), 1e-12);
    }

    [Fact]
    public void Likelihoods_many_orders_apart_have_a_first_step()
    {
        double[] far = [-1e12, -3e12, -2e15, -5e11];
        var next = Ladder.Next(0.0, Weights, far, 0.8);
        Assert.InRange(next, 1e-18, 1e-9);
        Assert.Equal(0.8, Ladder.SizeOf(next, Weights, far), 1e-9);
    }

    [Fact]
    public void Evidence_is_the_mean_of_the_runs_with_its_error()
    {
        double[] logs = [-1000.0, -1001.0, -999.5];
        var z = logs.Select(l => Math.Exp(l + 1000.0)).ToArray();
        var mean = z.Average();
        var error = Math.Sqrt(z.Sum(x => (x - mean) * (x - mean)) / 2.0 / 3.0) / mean;
        Assert.Equal(Math.Log(mean) - 1000.0, EvidenceRuns.Mean(logs), 1e-10);
        Assert.Equal(error, EvidenceRuns.StandardError(logs), 1e-12);
        Assert.True(double.IsNaN(EvidenceRuns.StandardError([-3.0])));
    }

    [Fact]
    public void Weights_add_up_and_the_dead_stay_dead()
    {
        var weights = new ParticleWeights(3);
        Assert.True(weights.Add([0.0, Math.Log(2.0), double.NegativeInfinity]));
        Assert.Equal(Math.Log(1.0), weights.LogEvidence, 1e-12);
        Assert.Equal([1.0 / 3.0, 2.0 / 3.0, 0.0], weights.Weights, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(1.8, weights.EffectiveSampleSize, 1e-12);
        Assert.True(weights.Add([0.0, 0.0, double.NaN]));
        Assert.Equal(0.0, weights.Weights[2]);
        Assert.False(weights.Add([double.NegativeInfinity, double.NegativeInfinity, 0.0]));
    }

    [Fact]
    public void Covariance_of_weighted_particles()
    {
        var cloud = new Cloud(3, 2);
        double[] positions = [0.0, 1.0, 2.0, -1.0, 5.0, 3.0];
        positions.CopyTo(cloud.Positions, 0);
        double[] weights = [0.5, 0.3, 0.2];
        var size = 1.0 / weights.Sum(w => w * w);
        double Mean(int k) => Enumerable.Range(0, 3).Sum(i => weights[i] * positions[(2 * i) + k]);
        double Of(int a, int b) => Enumerable.Range(0, 3).Sum(i => weights[i] * (positions[(2 * i) + a] - Mean(a)) * (positions[(2 * i) + b] - Mean(b)));
        var dense = CloudCovariance.Of(cloud, weights, MetricKind.Dense);
        var shrink = size / (size + 5.0);
        var add = 1e-3 * 5.0 / (size + 5.0);
        Assert.Equal((shrink * Of(0, 0)) + add, dense[0], 1e-12);
        Assert.Equal(shrink * Of(0, 1), dense[1], 1e-12);
        Assert.Equal(dense[1], dense[2], 1e-12);
        Assert.Equal(dense[3], CloudCovariance.Of(cloud, weights, MetricKind.Diagonal)[1], 1e-12);
    }
}
