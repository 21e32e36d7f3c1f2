namespace DiffProb;

/// <summary>The executable of the engine that was chosen, and why it was.</summary>
internal sealed class AutoExecutable(Executable chosen, string why) : Executable(chosen.Outputs, chosen.Inputs)
{
    internal override Storage[] Compute(Bindings bindings) => chosen.Compute(bindings);

    internal override void Release(Storage[] outputs) => chosen.Release(outputs);

    public override string Explain() => why + chosen.Explain();
}
