using DiffProb;
using static DiffProb.Prob;

namespace CSharpTests.Runs;

/// <summary>Each kind of run stops within a chunk of particles, and tells how much it has done.</summary>
public sealed class CancellationTests
{
    private const int Many = 100_000_000;

    private static readonly Prob<Tensor> Squared =
        from m in Param("m", 0.5)
        from x in Sample("x", new Normal(m, 1.0))
        select x.Square();

    // Two sites, of which one can be scored in many ways.
    private static readonly Prob<Tensor> Mixed =
        from m in Param("m", 0.5)
        from b in Sample("b", new Bernoulli(logits: m))
        from x in Sample("x", new Normal(m + b, 1.0))
        select (x.Square() * b) + x.Square();

    /// <summary>What runs of an estimate are there, each of which would take minutes.</summary>
    public static TheoryData<string> Kinds => ["Value", "Gradient", "Derivatives", "Hessian", "Audit", "Measured plan", "Measured gradient"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_run_of_a_hundred_million_particles_stops_when_it_is_told(string kind)
    {
        using var source = new CancellationTokenSource();
        var told = new List<EstimationProgress>();
        var listener = new Listener<EstimationProgress>(p =>
        {
            told.Add(p);
            source.Cancel();
        });
        var stopped = Assert.Throws<OperationCanceledException>(() => Start(kind, Mixed.Estimate().Particles(Many).Progress(listener), source.Token));
        Assert.Equal(source.Token, stopped.CancellationToken);
        Assert.InRange(Assert.Single(told).Fraction, 0.0, 0.011);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_run_that_was_canceled_before_it_began_computes_nothing(string kind)
    {
        var spy = new EngineSpy();
        Assert.Throws<OperationCanceledException>(() => Start(kind, Mixed.Estimate().On(spy), new CancellationToken(canceled: true)));
        Assert.False(spy.IsUsed);
    }

    [Fact]
    public void A_fit_stops_in_the_middle_of_a_step_and_is_where_the_last_whole_step_left_it()
    {
        using var source = new CancellationTokenSource();
        var (calls, until) = (0L, long.MaxValue);
        var count = TensorFunction.Of("count", Shape.Scalar, x =>
        {
            if (Interlocked.Increment(ref calls) == until)
            {
                source.Cancel();
            }

            return [x[0]];
        });
        var program =
            from m in Param("m", 0.5)
            from x in Sample("x", new Normal(m, 1.0))
            select count.Apply(x).Square();
        var run = program.Minimize().Particles(200_000).On(new ManagedEngine(2));
        var two = run.Steps(2).Run();
        var perStep = calls / 2;
        (calls, until) = (0, perStep * 5 / 2);
        var fit = run.Steps(1000).Run(source.Token);
        Assert.True(fit.IsCanceled);
        Assert.Equal(two.History, fit.History);
        Assert.Equal(two["m"].ToDouble(), fit["m"].ToDouble());

        // Each of two threads ends the chunk that it is in: 4096 particles at most.
        Assert.InRange(calls, until, until + (2 * 4096));
    }

    /// <summary>Where it is not yet known by what estimators to fit, there is no fit that could be returned.</summary>
    [Fact]
    public void A_fit_stops_while_it_is_measured_what_to_do()
    {
        using var source = new CancellationTokenSource();
        var calls = 0;
        var stop = TensorFunction.Of("stop", Shape.Scalar, x =>
        {
            if (Interlocked.Increment(ref calls) == 10)
            {
                source.Cancel();
            }

            return [x[0]];
        });
        var program =
            from m in Param("m", 0.5)
            from x in Sample("x", new Normal(m, 1.0))
            select stop.Apply(x).Square();
        Assert.Throws<OperationCanceledException>(() => program.Minimize().Measure().Particles(200_000).Run(source.Token));
        Assert.InRange(calls, 10, 10 + (Environment.ProcessorCount * 4096));
    }

    [Fact]
    public void A_fit_that_was_canceled_is_gone_on_with_to_the_same_bits()
    {
        using var source = new CancellationTokenSource();
        var run = Squared.Minimize().Steps(20);
        var part = run.Progress(new Listener<OptimizationProgress>(p =>
        {
            if (p.Step == 7)
            {
                source.Cancel();
            }
        })).Run(source.Token);
        Assert.Equal(7, part.History.Count);
        Assert.Equal(run.Run()["m"].ToDouble(), run.ResumeFrom(part.Checkpoint).Run()["m"].ToDouble());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Progress_goes_up_to_the_end_and_says_what_is_done(string kind)
    {
        var told = new List<EstimationProgress>();
        Start(kind, Mixed.Estimate().Particles(20_000).Replicates(2).Progress(new Listener<EstimationProgress>(told.Add)), default);
        Assert.Equal(told.Select(p => p.Fraction).Order(), told.Select(p => p.Fraction));
        Assert.True(told[0].Fraction > 0.0);
        Assert.Equal(1.0, told[^1].Fraction, 1e-12);
        Assert.All(told, p => Assert.NotEmpty(p.Doing));
        var isMeasured = kind.StartsWith("Measured", StringComparison.Ordinal) || kind == "Audit";
        Assert.Equal(isMeasured, told.Exists(p => p.Doing.StartsWith("measuring Enumerate at b for result", StringComparison.Ordinal)));
        Assert.Equal(kind is not ("Measured plan" or "Audit"), told.Exists(p => p.Doing == "replicate 2 of 2"));
    }

    [Fact]
    public void Who_listens_changes_no_bits()
    {
        using var source = new CancellationTokenSource();
        var run = Mixed.Estimate().Particles(20_000);
        Judge.SameBits(run.Gradient(), run.Progress(new Listener<EstimationProgress>(_ => { })).Gradient(source.Token));
        Assert.Equal(Squared.Minimize().Steps(5).Run().History, Squared.Minimize().Steps(5).Run(source.Token).History);
        Assert.Equal("listener", Assert.Throws<ArgumentNullException>(() => run.Progress(null!)).ParamName);
    }

    private static object Start(string kind, EstimationBuilder<Tensor> run, CancellationToken cancellation) => kind switch
    {
        "Value" => run.Value(cancellation),
        "Gradient" => run.Gradient(cancellation),
        "Derivatives" => run.Derivatives(1, cancellation),
        "Hessian" => run.Hessian(cancellation),
        "Audit" => run.Audit(cancellation),
        "Measured plan" => run.Measure().Plan(cancellation),
        "Measured gradient" => run.Measure().Gradient(cancellation),
        _ => throw new ArgumentException(kind),
    };
}
