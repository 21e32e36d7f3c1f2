using System.Runtime.InteropServices;

namespace DiffProb;

/// <summary>Makes equal expressions one node, without keeping any of them alive.</summary>
/// <remarks>
/// A table of weak references in stripes. When a stripe is full, dead entries are dropped first, and it grows only if most
/// are alive: it is never larger than a constant times the nodes in use, so nothing grows for the life of the process.
/// </remarks>
internal static class Interner
{
    private const int StripeCount = 32;
    private static readonly Stripe[] Stripes = [.. Enumerable.Range(0, StripeCount).Select(_ => new Stripe())];

    /// <summary>The node equal to <paramref name="candidate"/> if one is alive, else the candidate itself.</summary>
    public static Tensor Intern(Tensor candidate) => Stripes[(uint)candidate.Hash % StripeCount].Intern(candidate);

    /// <summary>Entries held now, dead ones included.</summary>
    public static int EntryCount => Stripes.Sum(s => s.Count);

    private sealed class Stripe
    {
        private readonly Lock gate = new();
        private int[] heads = Empty(64);
        private Entry[] entries = new Entry[64];

        public int Count { get; private set; }

        public Tensor Intern(Tensor candidate)
        {
            lock (gate)
            {
                for (var i = heads[Bucket(candidate.Hash)]; i >= 0; i = entries[i].Next)
                {
                    if (entries[i].Hash == candidate.Hash && entries[i].Node.TryGetTarget(out var known) && known.SameNode(candidate))
                    {
                        return known;
                    }
                }

                if (Count == entries.Length)
                {
                    Rebuild();
                }

                Add(new WeakGCHandle<Tensor>(candidate), candidate.Hash);
                return candidate;
            }
        }

        private static int[] Empty(int length)
        {
            var heads = new int[length];
            Array.Fill(heads, -1);
            return heads;
        }

        private int Bucket(int hash) => (int)((uint)hash / StripeCount % (uint)heads.Length);

        private void Add(WeakGCHandle<Tensor> node, int hash)
        {
            var bucket = Bucket(hash);
            entries[Count] = new(node, hash, heads[bucket]);
            heads[bucket] = Count++;
        }

        private void Rebuild()
        {
            var old = entries;
            var alive = 0;
            foreach (var entry in old)
            {
                alive += entry.Node.TryGetTarget(out _) ? 1 : 0;
            }

            var size = 64;
            while (size < 2 * alive)
            {
                size *= 2;
            }

            entries = new Entry[size];
            heads = Empty(size);
            Count = 0;
            foreach (var entry in old)
            {
                // A node may die between the count and here; never the other way round, so the new table is large enough.
                if (entry.Node.TryGetTarget(out _))
                {
                    Add(entry.Node, entry.Hash);
                }
                else
                {
                    entry.Node.Dispose();
                }
            }
        }

        private readonly record struct Entry(WeakGCHandle<Tensor> Node, int Hash, int Next);
    }
}
