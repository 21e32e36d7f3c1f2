namespace DiffProb;

/// <summary>Turns expressions into numbers. The managed engine and the libtorch engine implement it; they give the same numbers.</summary>
public interface IEngine
{
    /// <summary>Name in plans and reports.</summary>
    string Name { get; }

    /// <summary>Compiles a graph once, to be run many times.</summary>
    /// <param name="outputs">Expressions wanted. They hold no traced site.</param>
    /// <param name="inputs">The parameters and data slots that will be bound at each run; every one below the outputs must be named.</param>
    /// <returns>An immutable executable, safe to run from any number of threads at once.</returns>
    /// <exception cref="DiffProbException">A parameter or data slot below the outputs is not among the inputs.</exception>
    Executable Compile(IReadOnlyList<Tensor> outputs, IReadOnlyList<Tensor> inputs);
}
