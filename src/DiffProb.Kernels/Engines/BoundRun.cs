namespace DiffProb;

/// <summary>Runs of an executable whose inputs stay where they are. One thread uses it at a time.</summary>
/// <param name="bindings">Inputs that are read where they lie.</param>
internal abstract class BoundRun(Bindings bindings)
{
    /// <summary>The inputs.</summary>
    protected Bindings Bindings => bindings;

    /// <summary>Computes the outputs, which the next run writes anew.</summary>
    public Storage[] Run() => Compute(bindings);

    /// <summary>The same with the random numbers of a key.</summary>
    public Storage[] Run(Key key) => Compute(bindings.With(key));

    /// <summary>Computes the outputs of these inputs, with the key of these bindings.</summary>
    protected abstract Storage[] Compute(Bindings bound);
}

/// <summary>Each run by itself; what the last one gave goes back before the next.</summary>
/// <param name="executable">What runs.</param>
/// <param name="bindings">Inputs that are read where they lie.</param>
internal sealed class PlainBoundRun(Executable executable, Bindings bindings) : BoundRun(bindings)
{
    private Storage[]? outputs;

    protected override Storage[] Compute(Bindings bound)
    {
        if (outputs is { } last)
        {
            outputs = null;
            executable.Release(last);
        }

        return outputs = executable.Compute(bound);
    }
}
