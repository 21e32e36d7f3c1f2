namespace DiffProb;

/// <summary>Compiled programs by structure: those in use, and the last small ones that were.</summary>
/// <remarks>
/// The key is the skeleton's nodes, of which there is one for each structure while a program holds it. Of programs with much storage nothing is kept alive here.
/// </remarks>
internal sealed class ProgramCache
{
    private const int MostKept = 64;
    private const int MostKnown = 1024;
    private const long MostStored = 1 << 18;

    private readonly Lock gate = new();
    private readonly Dictionary<Key, WeakReference<ManagedProgram>> known = [];
    private readonly LinkedList<ManagedProgram> recent = [];

    /// <summary>Programs that are there, whoever holds them, and places for those that were.</summary>
    public (int Alive, int Known) Count
    {
        get
        {
            lock (gate)
            {
                return (known.Values.Count(weak => weak.TryGetTarget(out _)), known.Count);
            }
        }
    }

    /// <summary>The program of a structure, compiled if there is none.</summary>
    public ManagedProgram Of(CompiledGraph graph, Work work)
    {
        var key = new Key([.. graph.Results.Select(r => graph.Nodes[r].Id)], work);
        lock (gate)
        {
            if (known.TryGetValue(key, out var weak) && weak.TryGetTarget(out var program))
            {
                Keep(program);
                return program;
            }
        }

        // Two threads may compile the same; one of the two is forgotten.
        var made = new ManagedProgram(graph, work);
        lock (gate)
        {
            if (known.Count >= MostKnown)
            {
                foreach (var (dead, _) in known.Where(p => !p.Value.TryGetTarget(out _)).ToList())
                {
                    known.Remove(dead);
                }
            }

            if (known.Count < MostKnown)
            {
                known[key] = new(made);
                Keep(made);
            }
        }

        return made;
    }

    private void Keep(ManagedProgram program)
    {
        if (program.StoredNumbers > MostStored)
        {
            return;
        }

        recent.Remove(program);
        recent.AddFirst(program);
        if (recent.Count > MostKept)
        {
            recent.RemoveLast();
        }
    }

    private sealed record Key(long[] Roots, Work Work)
    {
        public bool Equals(Key? other) => other is not null && Roots.AsSpan().SequenceEqual(other.Roots) && Work.Equals(other.Work);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            hash.Add(Work);
            foreach (var root in Roots)
            {
                hash.Add(root);
            }

            return hash.ToHashCode();
        }
    }
}
