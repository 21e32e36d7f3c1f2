namespace DiffProb;

/// <summary>Runs a compiled graph in managed code, with data of its own.</summary>
internal sealed class ManagedExecutable(IReadOnlyList<Tensor> outputs, IReadOnlyList<Tensor> inputs, ManagedProgram program, Storage[] data) : Executable(outputs, inputs)
{
    /// <summary>What it shares with executables of the same structure.</summary>
    public ManagedProgram Program => program;

    public override string Explain() => program.Explain();

    internal override Storage[] Compute(Bindings bindings) => program.Compute(bindings, data);

    internal override BoundRun Bind(Bindings bindings) => program.OneSegment is { } segment ? new SegmentBoundRun(this, segment, bindings, data) : base.Bind(bindings);

    internal override void Release(Storage[] outputs) => program.Release(outputs);
}
