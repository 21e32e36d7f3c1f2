namespace DiffProb;

/// <summary>An engine that computes in single precision what is written in Float64: see <see cref="SinglePrecision"/>.</summary>
/// <param name="engine">The engine that does it.</param>
internal sealed class SinglePrecisionEngine(IEngine engine) : IEngine
{
    public string Name => $"{engine.Name}, Float32";

    public Executable Compile(IReadOnlyList<Tensor> outputs, IReadOnlyList<Tensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        return engine.Compile(SinglePrecision.Of(outputs), inputs);
    }

    public override string ToString() => Name;
}
