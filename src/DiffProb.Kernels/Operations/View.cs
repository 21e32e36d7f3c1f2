namespace DiffProb;

/// <summary>Contract of operations whose elements are elements of their one input in other places.</summary>
internal abstract record View : Operation
{
    public override Dependence DependsOn(int input) => Dependence.Affine;

    // A logarithm or a complement that is known of the elements is known of them in other places.
    public override Tensor? Logarithm(Tensor output) => output.Inputs[0].Operation.Logarithm(output.Inputs[0]) is { } log ? Rebuild([log]) : null;

    public override Tensor? Complement(Tensor output) => output.Inputs[0].Operation.Complement(output.Inputs[0]) is { } rest ? Rebuild([rest]) : null;

    /// <summary>Where each element of the output lies in the input.</summary>
    internal abstract StridedView Of(Tensor output);

    internal sealed override void Execute(NodeRun run) => ViewRunner.Run(run);

    /// <summary>Whether a node is a view of all elements of its input, in their order: the same array under another shape.</summary>
    internal static bool IsSameArray(Tensor node) =>
        node.Operation is View view
        && (long)node.Axes.Size * node.Shape.Size == (long)node.Inputs[0].Axes.Size * node.Inputs[0].Shape.Size
        && view.Of(node).Coalesce().IsRun(Segment.SizeOf(node));
}

/// <summary>Places in a row-major array: element (i₀, i₁, …) lies at Offset + Σ iₖ Strides[k].</summary>
internal sealed record StridedView(int[] Sizes, int[] Strides, int Offset)
{
    /// <summary>Sizes of a tensor in memory: hidden axes, then visible dimensions.</summary>
    public static int[] SizesOf(Tensor t) => [.. t.Axes.Select(a => a.Size), .. t.Shape];

    public static int[] StridesOf(Tensor t) => RowMajor(SizesOf(t));

    public static int[] RowMajor(int[] sizes)
    {
        var strides = new int[sizes.Length];
        var stride = 1;
        for (var i = sizes.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= sizes[i];
        }

        return strides;
    }

    public static StridedView Contiguous(Tensor t) => new(SizesOf(t), StridesOf(t), 0);

    /// <summary>The input aligned with the output: axes by identity, visible dimensions from the last, stride 0 where it is repeated.</summary>
    public static StridedView Broadcast(Tensor input, Tensor output)
    {
        var strides = StridesOf(input);
        var aligned = new int[output.Axes.Count + output.Shape.Rank];
        for (var i = 0; i < output.Axes.Count; i++)
        {
            var at = input.Axes.IndexOf(output.Axes[i]);
            aligned[i] = at < 0 ? 0 : strides[at];
        }

        for (var i = 1; i <= input.Shape.Rank; i++)
        {
            aligned[^i] = input.Shape[^i] == 1 ? 0 : strides[^i];
        }

        return new(SizesOf(output), aligned, 0);
    }

    /// <summary>Whether the view, coalesced, sees so many elements that lie together.</summary>
    public bool IsRun(int count) => Sizes.Length == 0 ? count == 1 : Sizes.Length == 1 && Strides[0] == 1 && Sizes[0] == count;

    /// <summary>The same places with as few dimensions as possible, so that runs are long.</summary>
    public StridedView Coalesce()
    {
        var sizes = new List<int>();
        var strides = new List<int>();
        for (var i = 0; i < Sizes.Length; i++)
        {
            if (Sizes[i] == 1)
            {
                continue;
            }

            if (sizes.Count > 0 && strides[^1] == Strides[i] * Sizes[i])
            {
                sizes[^1] *= Sizes[i];
                strides[^1] = Strides[i];
            }
            else
            {
                sizes.Add(Sizes[i]);
                strides.Add(Strides[i]);
            }
        }

        return new([.. sizes], [.. strides], Offset);
    }
}
