namespace DiffProb;

/// <summary>A program that all runs share, compiled.</summary>
internal sealed class TemperedParts
{
    private readonly IEngine engine;
    private readonly ParticleProgram prior;
    private readonly Executable[] priorParts;
    private readonly Executable quantities;
    private readonly Func<IEngine, double[], string> fault;

    public TemperedParts(TemperedProgram program, TemperingOptions options, Func<IEngine, double[], string> fault)
    {
        (Program, engine, this.fault) = (program, options.Engine, fault);
        prior = program.Prior();
        priorParts = prior.Compile(engine);
        quantities = program.CompileQuantities(engine, options.Particles);
        Density = program.CompileDensity(engine, options.Particles, options.Move == MoveKind.Hamiltonian);
    }

    public TemperedProgram Program { get; }

    public Executable Density { get; }

    /// <summary>Positions drawn from the prior.</summary>
    public Cloud FromPrior(Key key)
    {
        var cloud = new Cloud(Program.Particles, Program.Dimension);
        var runner = new SegmentRunner(prior, priorParts, engine);
        runner.Run(0, key);
        var offset = 0;
        foreach (var place in Program.PriorPlaces)
        {
            var values = runner.Told(0, place);
            var width = values.Length / cloud.Count;
            for (var i = 0; i < cloud.Count; i++)
            {
                values.Slice(i * width, width).CopyTo(cloud.PositionOf(i)[offset..]);
            }

            offset += width;
        }

        return cloud;
    }

    /// <summary>What each particle tells: by quantity, particles one after the other.</summary>
    public double[][] Tell(Cloud cloud)
    {
        var evaluator = quantities.CreateEvaluator();
        cloud.Positions.CopyTo(evaluator.Input<double>(Program.Input));
        evaluator.Run();
        return [.. Program.Names.Select((_, q) => evaluator.Output<double>(q).ToArray())];
    }

    /// <summary>What makes the density vanish at a position, in words.</summary>
    public string FaultAt(ReadOnlySpan<double> position)
    {
        try
        {
            return fault(engine, position.ToArray()).TrimEnd('.');
        }
        catch (ValueException e)
        {
            return $"an operation that has no value there: {e.Message}".TrimEnd('.');
        }
    }
}
