namespace DiffProb;

/// <summary>Runs segments of a program on particles, with what they hand on to each other. One thread uses it at a time.</summary>
internal sealed class SegmentRunner(ParticleProgram program, Executable[] executables, IEngine engine)
{
    private readonly Evaluator?[] evaluators = new Evaluator?[executables.Length];
    private readonly HashSet<string>[] labels = Array.ConvertAll(executables, e => e.Inputs.Select(Bindings.LabelOf).ToHashSet());
    private readonly Dictionary<int, Storage> kept = [];
    private Executable? executable;
    private Evaluator? evaluator;

    /// <summary>Log weights of the particles in the last segment, in nats: they live until the next is run.</summary>
    public ReadOnlySpan<double> LogWeights => evaluator!.Output<double>(0);

    /// <summary>Runs a segment.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="key">Key of its noise.</param>
    /// <exception cref="DiffProbException">A parameter of a law lies outside of its support.</exception>
    public void Run(int number, Key key)
    {
        var segment = program.Segments[number];
        executable = executables[segment.Family];
        evaluator = evaluators[segment.Family] ??= executable.CreateEvaluator();
        Bind(evaluator, segment);
        foreach (var (name, numbers) in segment.Numbers)
        {
            ParticleValues.Write(evaluator, name, numbers);
        }

        evaluator.Run(key);
        Check(segment);
        foreach (var dead in segment.Dying)
        {
            kept.Remove(dead);
        }

        for (var k = 0; k < segment.Kept.Length; k++)
        {
            kept[segment.Kept[k]] = ParticleValues.Read(evaluator, executable, 1 + segment.Doubts + k);
        }
    }

    /// <summary>What the last segment told under its k-th name: until the next is run.</summary>
    public ReadOnlySpan<double> Told(int segment, int k)
    {
        var s = program.Segments[segment];
        return evaluator!.Output<double>(1 + s.Doubts + s.Kept.Length + k);
    }

    /// <summary>Goes on with some of the particles.</summary>
    public void Choose(int[] places)
    {
        foreach (var number in kept.Keys.ToArray())
        {
            kept[number] = ParticleValues.Gather(kept[number], places, program.Particles);
        }
    }

    /// <summary>The first of the terms of a segment after which no particle of the last run has a weight, in words.</summary>
    public string Blame(int number, Key key)
    {
        var segment = program.Segments[number];
        var (weights, terms) = Terms(number, key);
        var total = new double[program.Particles];
        for (var t = 0; t < terms; t++)
        {
            System.Numerics.Tensors.TensorPrimitives.Add(total, weights.Output<double>(t), total);
            if (double.IsNegativeInfinity(total.Max()))
            {
                return segment.Terms[t];
            }
        }

        return string.Join(", ", segment.Terms);
    }

    /// <summary>Tests the weights of the segment that was run last.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="key">Key of its noise.</param>
    /// <param name="what">Whose particles these are, as in "Run 1".</param>
    /// <param name="weights">Weights before it: particles without one are not tested.</param>
    /// <exception cref="DiffProbException">A weight is not a number.</exception>
    public void CheckWeights(int number, Key key, string what, ParticleWeights? weights = null)
    {
        var last = LogWeights;
        for (var i = 0; i < last.Length; i++)
        {
            if (IsBad(last[i]) && weights?.IsDead(i) != true)
            {
                throw Fault(number, key, what, i);
            }
        }
    }

    private static bool IsBad(double weight) => double.IsNaN(weight) || double.IsPositiveInfinity(weight);

    private void Check(ParticleSegment segment)
    {
        for (var t = 0; t < segment.Doubts; t++)
        {
            if (evaluator!.Output<double>(1 + t)[0] != 0.0)
            {
                throw segment.OutsideAt(t);
            }
        }
    }

    // The first term that is to blame for a particle's weight.
    private DiffProbException Fault(int number, Key key, string what, int particle)
    {
        var names = program.Segments[number].Terms;
        var (weights, terms) = Terms(number, key);
        for (var t = 0; t < terms; t++)
        {
            if (IsBad(weights.Output<double>(t)[particle]))
            {
                return InferenceErrors.WeightNotANumber(what, names[t], weights.Output<double>(t)[particle]);
            }
        }

        return InferenceErrors.WeightNotANumber(what, string.Join(", ", names), LogWeights[particle]);
    }

    // The particles as they were handed to the segment: nothing that goes in is written before the next run.
    private (Evaluator Weights, int Terms) Terms(int number, Key key)
    {
        var segment = program.Segments[number];
        var single = program.CompileTerms(engine, number);
        var weights = single.CreateEvaluator();
        for (var k = 0; k < segment.Inputs.Length; k++)
        {
            var leaf = single.Inputs.FirstOrDefault(i => Bindings.LabelOf(i) == $"in{k}");
            if (leaf is not null && labels[segment.Family].Contains($"in{k}"))
            {
                Copy(evaluator!, weights, $"in{k}", leaf.DType);
            }
        }

        weights.Run(key);
        return (weights, single.Outputs.Count);
    }

    private static void Copy(Evaluator from, Evaluator to, string name, DType type)
    {
        switch (type)
        {
            case DType.Float64: from.Input<double>(name).CopyTo(to.Input<double>(name)); break;
            case DType.Float32: from.Input<float>(name).CopyTo(to.Input<float>(name)); break;
            case DType.Int64: from.Input<long>(name).CopyTo(to.Input<long>(name)); break;
            default: from.Input<byte>(name).CopyTo(to.Input<byte>(name)); break;
        }
    }

    private void Bind(Evaluator evaluator, ParticleSegment segment)
    {
        for (var k = 0; k < segment.Inputs.Length; k++)
        {
            var name = $"in{k}";
            if (labels[segment.Family].Contains(name))
            {
                ParticleValues.Write(evaluator, name, kept[segment.Inputs[k]]);
            }
        }
    }
}
