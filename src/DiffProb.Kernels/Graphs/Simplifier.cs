namespace DiffProb;

/// <summary>What every engine does before it runs a graph: derivative markers go, and what is constant is computed once.</summary>
internal static class Simplifier
{
    private const int LargestFolded = 1 << 16;

    // Data as large as this is computed with once, where nothing grows: a step of an optimizer would do it again and again.
    private const int LargestKept = 1 << 22;

    /// <summary>The same outputs without StopGradient and magic boxes, with constant parts folded.</summary>
    public static Tensor[] Simplify(IEnumerable<Tensor> outputs)
    {
        var rewriter = new Rewriter(Replace);
        return [.. outputs.Select(o => rewriter.Rewrite(o).ExpandAlong(o.Axes))];
    }

    private static Tensor? Replace(Tensor node, Tensor[] inputs) => node.Operation switch
    {
        StopGradient or ImplicitPath or ProbabilityWithTails or Image => inputs[0],
        MagicBox => One(node),
        Multiply when IsOne(inputs[0]) && Fits(inputs[1], node) => inputs[1],
        Multiply when IsOne(inputs[1]) && Fits(inputs[0], node) => inputs[0],
        Add when IsZero(inputs[0]) && Fits(inputs[1], node) => inputs[1],
        Add when IsZero(inputs[1]) && Fits(inputs[0], node) => inputs[0],
        Where when IsConstant(inputs[0]) && Chosen(inputs) is { } chosen && Fits(chosen, node) => chosen,
        SumOver sum when sum.Over.Size == 1 => Dropped(inputs[0], sum.Over),
        Sum sum when inputs[0].Shape[sum.Dimension] == 1 => inputs[0].Reshape([.. node.Shape]),
        Elementwise and not (Draw or Neighbour) when inputs.Length > 0 && Array.TrueForAll(inputs, IsConstant) && IsFoldable(node) => Fold(node, inputs),
        Elementwise and not (Draw or Neighbour) when inputs.Length > 0 && Array.TrueForAll(inputs, t => NumberOf(t) is not null) =>
            Fold(node, Array.ConvertAll(inputs, t => NumberOf(t)!)).BroadcastTo(node.Shape),
        Elementwise and not (Draw or Neighbour) when Array.Exists(inputs, t => t.Operation is BroadcastTo) => Unrepeated(node, inputs),
        View when inputs.Length == 1 && IsConstant(inputs[0]) && IsNoLarger(node) => Fold(node, inputs),
        _ => null,
    };

    // What is repeated to a shape that other operands have need not be: operations broadcast.
    private static Tensor? Unrepeated(Tensor node, Tensor[] inputs)
    {
        Tensor[] fewer = [.. inputs];
        for (var i = 0; i < fewer.Length; i++)
        {
            if (fewer[i] is { Operation: BroadcastTo } repeated && !repeated.Inputs[0].IsLiteral)
            {
                fewer[i] = repeated.Inputs[0];
                fewer[i] = node.Operation.InferShape(fewer).Equals(node.Shape) ? fewer[i] : repeated;
            }
        }

        return fewer.AsSpan().SequenceEqual(inputs) ? null : node.Operation.Rebuild(fewer);
    }

    private static bool IsFoldable(Tensor node)
    {
        var size = (long)node.Shape.Size * node.Axes.Size;
        return size <= LargestFolded || (size <= LargestKept && node.Inputs.ToArray().Max(t => (long)t.Shape.Size * t.Axes.Size) >= size);
    }

    // What a condition that is the same everywhere chooses: data are often on one side of a support.
    private static Tensor? Chosen(Tensor[] inputs)
    {
        var condition = ((Constant)inputs[0].Operation).Storage.Values<byte>().AsSpan();
        return !condition.Contains((byte)0) ? inputs[1] : condition.Contains((byte)1) ? null : inputs[2];
    }

    // Elements in other places, such as those of a transposed matrix of data: moved once. Repeated ones are not stored.
    private static bool IsNoLarger(Tensor node) => (long)node.Shape.Size * node.Axes.Size <= (long)node.Inputs[0].Shape.Size * node.Inputs[0].Axes.Size;

    // The one element along the axes.
    private static Tensor Dropped(Tensor x, Axes over)
    {
        foreach (var axis in over)
        {
            x = x.FromAxis(axis).Select(0, 0);
        }

        return x;
    }

    // Constant along the box's axes: those it needs, its users bring.
    private static Tensor One(Tensor node) => Tensor.Scalar(1.0).Cast(node.DType).BroadcastTo(node.Shape);

    private static bool Fits(Tensor kept, Tensor node) => kept.Shape.Equals(node.Shape) && kept.DType == node.DType;

    private static bool IsOne(Tensor t) => Is(t, 1.0);

    private static bool IsZero(Tensor t) => Is(t, 0.0);

    private static bool Is(Tensor t, double value) => t.Operation switch
    {
        Constant { Storage.Length: 1 } c => c.Storage.ToDoubles()[0] == value,
        View => Is(t.Inputs[0], value),
        _ => false,
    };

    // The one number that is everywhere, as a tensor of one element.
    private static Tensor? NumberOf(Tensor t) => t.Operation switch
    {
        Constant { Storage.Length: 1 } => t,
        BroadcastTo or ExpandAlong => NumberOf(t.Inputs[0]),
        _ => null,
    };

    private static bool IsConstant(Tensor t) => t.Operation is Constant;

    private static Tensor Fold(Tensor node, Tensor[] inputs)
    {
        var rebuilt = node.Operation.Rebuild(inputs);
        return rebuilt.Operation is Constant ? rebuilt : Tensor.Constant(rebuilt.Shape, NodeRun.Alone(rebuilt), rebuilt.Axes);
    }
}
