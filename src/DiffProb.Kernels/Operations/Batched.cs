using System.Numerics;

namespace DiffProb;

/// <summary>Contract of operations on whole visible tensors (gathering, factorizing), repeated along the hidden axes.</summary>
internal abstract record Batched : Operation
{
    /// <summary>Type that the kernel is written in; the output's unless they differ.</summary>
    protected virtual DType KernelType(Tensor node) => node.DType;

    /// <summary>How many dimensions, the last ones, the kernel sees of an input, or of the result (-1); it is repeated along the others, which broadcast.</summary>
    internal virtual int CoreRank(Tensor node, int operand) => operand < 0 ? node.Shape.Rank : node.Inputs[operand].Shape.Rank;

    /// <summary>Batch elements that a thread takes at a time, for a core of the given size.</summary>
    internal virtual int PerCall(Work work, int size) => Math.Max(1, work.BlockSize / size);

    /// <summary>Computes the batch elements From to To of the call.</summary>
    protected abstract void Compute<T>(ref BatchCall<T> call)
        where T : unmanaged, INumber<T>;

    internal sealed override void Execute(NodeRun run) => BatchRunner.Run(this, run);

    internal void Compute(NodeRun run, Storage output, BatchLayout layout, int from, int to)
    {
        switch (KernelType(run.Node))
        {
            case DType.Float64: Start<double>(run, output, layout, from, to); break;
            case DType.Float32: Start<float>(run, output, layout, from, to); break;
            case DType.Int64: Start<long>(run, output, layout, from, to); break;
            default: Start<byte>(run, output, layout, from, to); break;
        }
    }

    private void Start<T>(NodeRun run, Storage output, BatchLayout layout, int from, int to)
        where T : unmanaged, INumber<T>
    {
        var call = new BatchCall<T>(run, output, layout, from, to);
        Compute(ref call);
    }
}
