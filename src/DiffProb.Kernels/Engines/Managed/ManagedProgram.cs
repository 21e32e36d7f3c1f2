using System.Text;

namespace DiffProb;

/// <summary>A graph without its data, compiled for the managed engine: what executables of the same structure share.</summary>
internal sealed class ManagedProgram
{
    private readonly CompiledGraph graph;
    private readonly Work work;
    private readonly StoragePool pool = new();
    private readonly Stage[] stages;
    private readonly (int Place, int Data)[] data;
    private readonly bool[] isGiven;
    private readonly bool[] isPooled;
    private readonly long chunks;

    public ManagedProgram(CompiledGraph graph, Work work)
    {
        (this.graph, this.work) = (graph, work);
        var kept = graph.Results.ToHashSet();
        data = [.. graph.Nodes.Select((n, i) => (i, n.Operation)).Where(p => p.Operation is Held).Select(p => (p.i, ((Held)p.Operation).Place))];
        isGiven = [.. graph.Results.Select((r, i) => graph.Nodes[r].Operation is not Leaf && Array.IndexOf(graph.Results, r) == i)];
        stages = Stages.Of(graph, work, pool);
        isPooled = [.. graph.Nodes.Select((n, i) => n.Operation is not Leaf && !kept.Contains(i))];
        foreach (var (whole, places, _) in stages)
        {
            for (var i = 0; i < places.Length; i++)
            {
                if (places[i] >= 0 && whole.IsShared(i))
                {
                    isPooled[places[i]] = false;
                }
            }
        }

        chunks = stages.Sum(s => s.Pass?.Chunks ?? 0L);
        StoredNumbers = graph.Nodes.Where(n => n.Operation is not Leaf).Sum(n => (long)n.Axes.Size * n.Shape.Size);
    }

    /// <summary>Numbers of all nodes together: more than it keeps between runs.</summary>
    public long StoredNumbers { get; }

    /// <summary>All of it, where that is one segment without passes over chunks; else null.</summary>
    public Segment? OneSegment => stages is [{ Pass: null } only] && Array.TrueForAll(graph.Results, r => r < only.Places.Length && only.Places[r] == r) ? only.Whole : null;

    /// <summary>The storages that a run of the one segment is passed: the data, where they are.</summary>
    public Storage[] Passed(Storage[] constants)
    {
        var passed = new Storage[graph.Nodes.Count];
        foreach (var (place, number) in data)
        {
            passed[place] = constants[number];
        }

        return passed;
    }

    /// <summary>Places of the outputs among the nodes.</summary>
    public int[] Results => graph.Results;

    /// <summary>Computes the outputs.</summary>
    /// <param name="bindings">What a run binds.</param>
    /// <param name="constants">The data, by place.</param>
    public Storage[] Compute(Bindings bindings, Storage[] constants)
    {
        var values = new Storage?[graph.Nodes.Count];
        foreach (var (place, number) in data)
        {
            values[place] = constants[number];
        }

        var tally = bindings.Monitor?.Begin(chunks);
        foreach (var (whole, places, pass) in stages)
        {
            whole.Run(bindings, values!, null, 0, storages =>
            {
                for (var i = 0; i < places.Length; i++)
                {
                    if (places[i] >= 0)
                    {
                        values[places[i]] = storages[i];
                    }
                }
            });
            pass?.Run(bindings, values, pool, tally);
        }

        for (var i = 0; i < values.Length; i++)
        {
            if (isPooled[i] && values[i] is { } storage)
            {
                pool.Return(storage);
            }
        }

        return Array.ConvertAll(graph.Results, r => values[r]!);
    }

    /// <summary>Takes outputs back. One that is an input or data is not ours, and one may be there twice.</summary>
    public void Release(Storage[] outputs)
    {
        for (var i = 0; i < outputs.Length; i++)
        {
            if (isGiven[i])
            {
                pool.Return(outputs[i]);
            }
        }
    }

    public string Explain()
    {
        var text = new StringBuilder($"managed engine, {work.Threads} threads, blocks of {work.BlockSize}\n");
        foreach (var (whole, _, pass) in stages)
        {
            whole.Explain(text, "  ");
            pass?.Explain(text);
        }

        return text.ToString();
    }
}
