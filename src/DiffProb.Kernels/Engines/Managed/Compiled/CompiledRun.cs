using System.Runtime.CompilerServices;

namespace DiffProb;

/// <summary>Runs of a compiled segment in a workspace of their own. One thread uses it at a time.</summary>
/// <param name="compute">Computes all that is in the workspace.</param>
/// <param name="values">Storages in the workspace, by place.</param>
/// <param name="results">Places of what is wanted.</param>
internal sealed class CompiledRun(Action<Bindings> compute, Storage[] values, int[] results)
{
    private readonly Storage[] outputs = new Storage[results.Length];

    /// <summary>Computes what is wanted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Storage[] Run(Bindings bindings)
    {
        compute(bindings);
        for (var r = 0; r < outputs.Length; r++)
        {
            outputs[r] = values[results[r]];
        }

        return outputs;
    }
}
