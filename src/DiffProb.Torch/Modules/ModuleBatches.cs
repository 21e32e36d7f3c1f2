using TorchSharp;

namespace DiffProb;

/// <summary>How hidden axes and leading dimensions become what a module takes: a batch for each element of the outer axes.</summary>
/// <param name="all">Axes of all inputs.</param>
/// <param name="outer">Those for whose elements the module is called one by one.</param>
/// <param name="lead">Visible dimensions before the rows.</param>
internal sealed class ModuleBatches(Axes all, Axis[] outer, Shape lead)
{
    private readonly long[] order = [.. outer.Select(a => (long)all.IndexOf(a)), .. all.Except(Axes.Of(outer)).Select(a => (long)all.IndexOf(a))];

    /// <summary>Number of calls of the module.</summary>
    public int Outer { get; } = Axes.Of(outer).Size;

    private long[] Sizes => [.. order.Select(i => (long)all[(int)i].Size), .. lead.Select(d => (long)d)];

    private IEnumerable<long> Behind(int rank) => Enumerable.Range(all.Count, lead.Rank + rank).Select(d => (long)d);

    /// <summary>An input as [outer, batch, event...], repeated along what it lacks.</summary>
    public torch.Tensor Of(KernelCall call, int index, int eventRank)
    {
        var node = call.Node.Inputs[index];
        var shape = node.Shape.Select(d => (long)d).ToArray();
        var rows = shape[^eventRank..];
        return call.Input(index)
            .reshape([.. all.Select(a => node.Axes.Contains(a) ? (long)a.Size : 1), .. Enumerable.Repeat(1L, lead.Rank + eventRank - shape.Length), .. shape])
            .permute([.. order, .. Behind(eventRank)])
            .expand([.. Sizes, .. rows])
            .reshape([Outer, Sizes.Aggregate(1L, (a, b) => a * b) / Outer, .. rows]);
    }

    /// <summary>A parameter as [outer, shape...], or as it is where it is the same for all of them.</summary>
    public (torch.Tensor Value, bool IsShared) Outermost(KernelCall call, int index)
    {
        var node = call.Node.Inputs[index];
        if (node.Axes.Count == 0)
        {
            return (call.Input(index), true);
        }

        var shape = node.Shape.Select(d => (long)d).ToArray();
        long[] places = [.. outer.Where(node.Axes.Contains).Select(a => (long)node.Axes.IndexOf(a)), .. Enumerable.Range(node.Axes.Count, shape.Length).Select(d => (long)d)];
        return (call.Input(index)
            .permute(places)
            .reshape([.. outer.Select(a => node.Axes.Contains(a) ? (long)a.Size : 1), .. shape])
            .expand([.. outer.Select(a => (long)a.Size), .. shape])
            .reshape([Outer, .. shape]), false);
    }

    /// <summary>Results [outer, batch, event...] as [axes..., lead..., event...].</summary>
    public torch.Tensor ToNode(torch.Tensor results, Shape rows)
    {
        var inverse = order.Select((_, i) => (long)Array.IndexOf(order, i));
        return results.reshape([.. Sizes, .. rows.Select(d => (long)d)]).permute([.. inverse, .. Behind(rows.Rank)]);
    }
}
