using System.Runtime.CompilerServices;

namespace DiffProb;

/// <summary>Runs of a graph that is one segment, in storage of its own once that is compiled: then a run looks nothing up, and allocates nothing.</summary>
/// <param name="executable">What runs.</param>
/// <param name="segment">All of its program.</param>
/// <param name="bindings">Inputs that are read where they lie.</param>
/// <param name="data">Its data, by place.</param>
internal sealed class SegmentBoundRun(ManagedExecutable executable, Segment segment, Bindings bindings, Storage[] data) : BoundRun(bindings)
{
    private readonly PlainBoundRun before = new(executable, bindings);
    private CompiledRun? compiled;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override Storage[] Compute(Bindings bound)
    {
        if (compiled is null)
        {
            if (segment.Code is not { } code)
            {
                return before.Run(bound.Key);
            }

            compiled = code.Bind(Bindings, executable.Program.Passed(data), executable.Program.Results);
        }

        return compiled.Run(bound);
    }
}
