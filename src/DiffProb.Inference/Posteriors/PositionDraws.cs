namespace DiffProb;

/// <summary>Draws of the position of a program, and what its expressions are at them. Whatever draws positions makes its posterior by this.</summary>
internal sealed class PositionDraws
{
    private readonly ConditionedProgram program;
    private readonly IEngine engine;
    private readonly double[][] chains;
    private readonly int count;
    private readonly Lazy<IReadOnlyList<Draws>> logLikelihood;

    /// <param name="program">The program.</param>
    /// <param name="engine">Where its expressions run.</param>
    /// <param name="chains">Positions of each chain, one after the other: as many of each.</param>
    public PositionDraws(ConditionedProgram program, IEngine engine, double[][] chains)
    {
        (this.program, this.engine, this.chains) = (program, engine, chains);
        count = chains[0].Length / program.Dimension;
        logLikelihood = new(() => Steps.Together(Evaluate(program.DataNames, program.DataShapes, program.CompileLogLikelihood(engine), null)));
    }

    /// <summary>Log-likelihood of each datum, in nats, computed when it is asked for.</summary>
    public IReadOnlyList<Draws> LogLikelihood => logLikelihood.Value;

    /// <summary>Sites of finite support that were summed out.</summary>
    public IReadOnlyList<string> DiscreteNames => program.DiscreteNames;

    /// <summary>Sites, then recorded values, then probabilities of discrete sites, as in "probs(z)".</summary>
    public Posterior ToPosterior() =>
        new Posterior(Evaluate(program.Names, program.Shapes, program.CompileQuantities(engine), null))
            .WithObserved(Steps.Together(program.Observed))
            .WithOrigin(this);

    /// <summary>A draw of all sites that were summed out, at each draw, given that draw and the data.</summary>
    public Draws[] Discrete(ulong seed) =>
        Evaluate(program.DiscreteNames, program.DiscreteShapes, program.CompileDiscrete(engine), Key.FromSeed(seed).Child("discrete"));

    // The outputs of an executable of the position, at each draw.
    private Draws[] Evaluate(string[] names, Shape[] shapes, Executable executable, Key? key)
    {
        var values = Array.ConvertAll(shapes, s => Array.ConvertAll(chains, _ => new double[checked(count * s.Size)]));
        var evaluators = Array.ConvertAll(chains, _ => executable.CreateEvaluator());
        Parallel.For(0, chains.Length, c =>
        {
            var evaluator = evaluators[c];
            for (var i = 0; i < count; i++)
            {
                chains[c].AsSpan(i * program.Dimension, program.Dimension).CopyTo(evaluator.Input<double>(program.Input));
                evaluator.Run(key?.Child((ulong)c).Child((ulong)i) ?? Bindings.Empty.Key);
                for (var q = 0; q < shapes.Length; q++)
                {
                    evaluator.Output<double>(q).CopyTo(values[q][c].AsSpan(i * shapes[q].Size));
                }
            }
        });
        return [.. names.Select((name, q) => Draws.Owning(name, shapes[q], values[q]))];
    }
}
