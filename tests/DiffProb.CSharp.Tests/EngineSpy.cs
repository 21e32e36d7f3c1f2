using DiffProb;

namespace CSharpTests;

/// <summary>The managed engine, which remembers whether it was used.</summary>
internal sealed class EngineSpy : IEngine
{
    public string Name => "spy";

    internal bool IsUsed { get; private set; }

    public Executable Compile(IReadOnlyList<Tensor> outputs, IReadOnlyList<Tensor> inputs)
    {
        IsUsed = true;
        return ManagedEngine.Default.Compile(outputs, inputs);
    }
}
