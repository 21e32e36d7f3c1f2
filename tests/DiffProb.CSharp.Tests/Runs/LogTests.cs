using DiffProb;
using Microsoft.Extensions.Logging;
using static DiffProb.Prob;

namespace CSharpTests.Runs;

/// <summary>What runs write to a log.</summary>
public sealed class LogTests
{
    private static readonly Prob<Tensor> Squared =
        from m in Param("m", 0.5)
        from x in Sample("x", new Normal(m, 1.0))
        select x.Square();

    private static readonly Prob<Tensor> Bit = from l in Param("l", 0.0) from b in Sample("b", new Bernoulli(logits: l)) select b;

    [Fact]
    public void An_estimate_says_what_it_is_what_was_planned_and_why_and_how_it_ended()
    {
        var log = new LogSpy(LogLevel.Debug);
        var g = Squared.Estimate().Particles(50).Replicates(2).Seed(7).LogTo(log).Gradient();
        Assert.Equal(
            [
                (LogLevel.Debug, 1, "Gradient begins: 50 particles, 2 replicates, seed 7, Float64, engine managed"),
                (LogLevel.Information, 3, "Gradient on managed: Pathwise at x for result"),
                (LogLevel.Debug, 4, $"Gradient: Pathwise at site x for cost result: {g.Plan.Entries[0].Reason}"),
            ],
            log.Lines.Take(3));
        var (level, id, text) = log.Lines[3];
        Assert.Equal((LogLevel.Information, 8, 4), (level, id, log.Lines.Count));
        Assert.Matches($@"^Gradient done in [0-9]+\.[0-9]{{3}} s: {g.Value.ToString().Replace("+", @"\+", StringComparison.Ordinal)}$", text);
    }

    [Fact]
    public void Reasons_are_for_those_who_ask()
    {
        var log = new LogSpy(LogLevel.Information);
        Squared.Estimate().LogTo(log).Value();
        Assert.Equal([3, 8], log.Lines.Select(l => l.Id));
        var quiet = new LogSpy(LogLevel.Warning);
        Squared.Minimize().Steps(20).LogTo(quiet).Run();
        Squared.Estimate().LogTo(quiet).Audit();
        Assert.Empty(quiet.Lines);
    }

    [Fact]
    public void A_fit_says_each_tenth_of_its_steps_and_tells_its_listener_of_all()
    {
        var log = new LogSpy(LogLevel.Debug);
        var heard = 0;
        var fit = Squared.Maximize().Steps(25).Particles(10).Using(Optimizer.Sgd(0.01)).Progress(new Listener<OptimizationProgress>(_ => heard++)).LogTo(log).Run();
        Assert.Equal(25, heard);
        Assert.Equal((2, "Maximize begins: 25 steps of 10 particles, SGD 0.01, seed 0, Float64, engine managed"), (log.Lines[0].Id, log.Lines[0].Text));
        int[] steps = [3, 5, 8, 10, 13, 15, 18, 20, 23, 25];
        Assert.Equal(
            steps.Select(s => FormattableString.Invariant($"Maximize: step {s} of 25, objective {fit.History[s - 1]}")),
            log.Lines.Where(l => l.Id == 5).Select(l => l.Text));
        Assert.Matches(@"^Maximize done in [0-9.]+ s: 25 steps, objective .+ at the last$", log.Lines[^1].Text);
    }

    [Fact]
    public void A_log_changes_no_bits()
    {
        var log = new LogSpy(LogLevel.Trace);
        Judge.SameBits(Squared.Estimate().Gradient(), Squared.Estimate().LogTo(log).Gradient());
        Assert.Equal(Squared.Minimize().Steps(5).Run().History, Squared.Minimize().Steps(5).LogTo(log).Run().History);
        var derivative = Squared.Estimate().LogTo(log).Hessian();
        Assert.Equal(Squared.Estimate().Hessian()["m", "m"].ToDouble(), derivative["m", "m"].ToDouble());
        Assert.Throws<ArgumentNullException>(() => Squared.Estimate().LogTo(null!));
        Assert.Throws<ArgumentNullException>(() => Squared.Minimize().LogTo(null!));
    }

    [Fact]
    public void What_is_to_beware_of_is_a_warning()
    {
        var log = new LogSpy(LogLevel.Warning);
        Bit.Via(Estimator.GumbelSoftmax(Temperature.Constant(0.5))).Estimate().AllowBias().LogTo(log).Gradient();
        Bit.Via(Estimator.ReinMax).Minimize().AllowBias().Steps(1).LogTo(log).Run();
        Squared.Estimate().Particles(1).LogTo(log).Value();
        var heavy =
            from s in Param("s", 1.0)
            from x in Sample("x", new Normal(0.0, s))
            select (0.35 * x.Square()).Exp();
        heavy.Estimate().Particles(5000).LogTo(log).Audit();
        Assert.All(log.Lines, l => Assert.Equal((LogLevel.Warning, 7), (l.Level, l.Id)));
        Assert.Equal("Gradient: biased at site b (GumbelSoftmax 0.5): the gradient is that of another objective", log.Lines[0].Text);
        Assert.StartsWith("Minimize: biased at site b (ReinMax)", log.Lines[1].Text, StringComparison.Ordinal);
        Assert.Equal("Value: one run cannot tell the standard error (one particle, or a minibatch): ask for two replicates or more", log.Lines[2].Text);
        Assert.Contains(log.Lines.Skip(3), l => l.Text.StartsWith("Audit: Pathwise at site x for cost result has infinite variance in d/d s (tail index ", StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_canceled_or_failed_says_so()
    {
        var log = new LogSpy(LogLevel.Information);
        var stopped = new CancellationToken(canceled: true);
        Assert.Throws<OperationCanceledException>(() => Squared.Estimate().LogTo(log).Value(stopped));
        Assert.Matches(@"^Value canceled after [0-9.]+ s: there is no result$", Assert.Single(log.Lines).Text);
        Squared.Minimize().LogTo(log).Run(stopped);
        Assert.Matches(@"^Minimize canceled after [0-9.]+ s: no step was done$", log.Lines[^1].Text);
        Assert.ThrowsAny<DiffProbException>(() => Squared.Estimate().With("n", 1.0).LogTo(log).Value());
        Assert.Matches(@"^Value failed after [0-9.]+ s with \w*Exception, which the caller gets$", log.Lines[^1].Text);
    }

    [Fact]
    public void A_long_plan_is_cut_short_and_a_program_without_sites_says_so()
    {
        var log = new LogSpy(LogLevel.Information);
        var chain = Model(m =>
        {
            var x = m.Param("m", 0.0);
            for (var i = 0; i < 12; i++)
            {
                x = m.Sample($"x{i}", new Normal(x, 1.0));
            }

            return x.Square();
        });
        chain.Estimate().LogTo(log).Gradient();
        Assert.StartsWith("Gradient on managed: Pathwise at x0 for result; Pathwise at x1 for result; ", log.Lines[0].Text, StringComparison.Ordinal);
        Assert.EndsWith("Pathwise at x7 for result; and 4 more", log.Lines[0].Text, StringComparison.Ordinal);
        Param("a", 2.0).Select(a => a.Square()).Estimate().LogTo(log).Value();
        Assert.Equal("Value on managed: no site needs an estimator", log.Lines[2].Text);
    }

    /// <summary>Thirty seconds after the last line there is another, by a clock that the test turns.</summary>
    [Fact]
    public void Long_steps_and_estimates_speak_up_now_and_then()
    {
        var (log, clock) = (new LogSpy(LogLevel.Information), new Clock());
        var of = new RunLog(log, "Audit", ManagedEngine.Default, clock);
        var fit = of.Heard((IProgress<OptimizationProgress>?)null)!;
        foreach (var step in Enumerable.Range(1, 50))
        {
            clock.Seconds += 11;
            fit.Report(new(step, 1000, 0.5));
        }

        // The third second line since the last, each time.
        Assert.Equal(Enumerable.Range(1, 16).Select(i => $"Audit: step {3 * i} of 1000, objective 0.5"), log.Lines.Select(l => l.Text));
        log.Lines.Clear();
        var estimate = of.Heard((IProgress<EstimationProgress>?)null)!;
        estimate.Report(new("measuring x", 0.25));
        clock.Seconds += 30;
        estimate.Report(new("measuring x", 0.5));
        estimate.Report(new("measuring y", 0.75));
        Assert.Equal(["Audit: 50 % done, measuring x"], log.Lines.Select(l => l.Text));
    }

    private sealed class Clock : TimeProvider
    {
        internal long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
