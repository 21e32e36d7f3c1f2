namespace DiffProb;

/// <summary>A compiled graph: immutable, and safe to run from any number of threads at once.</summary>
public abstract class Executable
{
    private protected Executable(IReadOnlyList<Tensor> outputs, IReadOnlyList<Tensor> inputs)
    {
        Outputs = outputs;
        Inputs = inputs;
    }

    /// <summary>The expressions that it computes.</summary>
    public IReadOnlyList<Tensor> Outputs { get; }

    /// <summary>The parameters and data slots that a run binds.</summary>
    public IReadOnlyList<Tensor> Inputs { get; }

    /// <summary>Computes the outputs.</summary>
    /// <param name="bindings">Values of the inputs, and the key of the random numbers.</param>
    /// <returns>Values in the order of <see cref="Outputs"/>.</returns>
    /// <exception cref="DiffProbException">An input is not bound, or its value has another shape.</exception>
    public virtual IReadOnlyList<Tensor> Run(Bindings bindings)
    {
        ArgumentNullException.ThrowIfNull(bindings);
        var storages = Compute(bindings);
        var results = new Tensor[storages.Length];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = Tensor.Result(Outputs[i].Shape, storages[i], Outputs[i].Axes);
        }

        return results;
    }

    /// <summary>Buffers for its inputs and outputs, to run it very many times without allocating: as a sampler or an optimizer does.</summary>
    /// <returns>An evaluator, which one thread uses at a time.</returns>
    public Evaluator CreateEvaluator() => new(this);

    /// <summary>What runs, step by step: the operation, its shape and where it is computed.</summary>
    public abstract string Explain();

    /// <summary>Computes the outputs: storages that nobody else writes.</summary>
    internal abstract Storage[] Compute(Bindings bindings);

    /// <summary>Runs of the same inputs over and over: their numbers may change in between, their storages do not.</summary>
    /// <param name="bindings">The inputs.</param>
    internal virtual BoundRun Bind(Bindings bindings) => new PlainBoundRun(this, bindings);

    /// <summary>Takes back what <see cref="Compute"/> gave and nobody reads any more.</summary>
    internal virtual void Release(Storage[] outputs)
    {
    }
}
