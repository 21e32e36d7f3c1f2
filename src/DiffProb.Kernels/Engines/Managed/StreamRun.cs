namespace DiffProb;

/// <summary>One run over an axis in chunks: what is the same for all of them.</summary>
internal sealed class StreamRun(Axis axis)
{
    private readonly Dictionary<Tensor, object> made = [];

    /// <summary>The axis as a chunk of it, outermost in memory where a node has it.</summary>
    public Axis Axis => axis;

    /// <summary>Numbers of a node for each element of the axis.</summary>
    public int InnerOf(Tensor node) => node.Axes.Contains(axis) ? node.Axes.Size / axis.Size * node.Shape.Size : 0;

    /// <summary>What is made of inputs that no chunk changes.</summary>
    public T Once<T>(NodeRun run, Func<T> make)
        where T : class
    {
        lock (made)
        {
            if (!made.TryGetValue(run.Node, out var known))
            {
                made[run.Node] = known = make();
            }

            return (T)known;
        }
    }
}
