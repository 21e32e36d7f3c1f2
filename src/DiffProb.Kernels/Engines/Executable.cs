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
    public abstract IReadOnlyList<Tensor> Run(Bindings bindings);

    /// <summary>What runs, step by step: the operation, its shape and where it is computed.</summary>
    public abstract string Explain();
}
