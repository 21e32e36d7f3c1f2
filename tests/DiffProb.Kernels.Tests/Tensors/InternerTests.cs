namespace DiffProb;

/// <summary>Equal expressions are one node, and no node is kept for it.</summary>
[Collection(nameof(Alone))]
public sealed class InternerTests
{
    [Fact]
    public void Equal_expressions_are_one_node()
    {
        var x = Tensor.Parameter("x", Shape.Of(3));
        Assert.Same(Tensor.Parameter("x", Shape.Of(3)), x);
        Assert.Same((2.0 * x).Sin() + x.Sum(), (2.0 * x).Sin() + x.Sum());
        Assert.Same(Tensor.Vector(1, 2), Tensor.Vector(1, 2));
        Assert.Same(x.Gather(Tensor.Of([1L])), x.Gather(Tensor.Of([1L])));
    }

    [Fact]
    public void Different_expressions_are_different_nodes()
    {
        var x = Tensor.Parameter("x", Shape.Of(3));
        Assert.NotSame(Tensor.Parameter("x", Shape.Of(4)), x);
        Assert.NotSame(Tensor.Data("x", Shape.Of(3)), x);
        Assert.NotSame(x.CumSum(), x.CumSum(reverse: true));
        Assert.NotSame(Tensor.Scalar(0.0), Tensor.Scalar(-0.0));
        Assert.NotSame(Tensor.Vector(1), Tensor.Scalar(1));
    }

    [Fact]
    public void A_node_built_by_many_threads_at_once_is_one()
    {
        var nodes = new Tensor[64];
        Parallel.For(0, nodes.Length, i => nodes[i] = (Tensor.Parameter("raced", Shape.Of(2)).Exp() * 3.0).Sum());
        Assert.Single(nodes.Distinct());
    }

    [Fact]
    public void A_hundred_thousand_programs_leave_no_memory_behind()
    {
        // The first half also lets go of what earlier tests left: only growth over the second half is ours.
        Programs(0, 60_000);
        var before = Settled();
        Programs(60_000, 120_000);
        var grown = Settled() - before;
        Assert.True(grown < 2_000_000, $"{grown} bytes more after the second half than after the first");
        Assert.InRange(Interner.EntryCount, 0, 400_000);
    }

    private static long Settled()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }

    // About 30 nodes each, all different: 3.6 million in all.
    private static void Programs(int from, int to)
    {
        var engine = new ManagedEngine(threads: 1);
        for (var i = from; i < to; i++)
        {
            var x = Tensor.Parameter("x", Shape.Of(2));
            var loss = ((x * i).Sin() + x.Square()).Sum();
            var gradient = Gradient.Of(loss, x)[0];
            var value = engine.Compile([loss, gradient], [x]).Run(Bindings.Empty.With("x", Tensor.Vector(i, 1.0)))[1];
            if (i % 10_000 == 0)
            {
                Close.Assert([(i * Math.Cos((double)i * i)) + (2.0 * i), (i * Math.Cos(i)) + 2.0], value.ToArray(), 1e-9);
            }
        }
    }
}

/// <summary>Tests that measure the process run when no other does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
