namespace DiffProb;

/// <summary>Moves between visible dimensions and hidden axes, and reduction over axes: words of the language, not of users.</summary>
internal static class AxisOperations
{
    /// <summary>The first visible dimension becomes a hidden axis: [N, ...] is now [...] on an axis of size N.</summary>
    public static Tensor ToAxis(this Tensor x, Axis axis) => Tensor.Create(new ToAxis(axis), x);

    /// <summary>The hidden axis becomes the first visible dimension; a tensor without it is repeated along it.</summary>
    public static Tensor FromAxis(this Tensor x, Axis axis) =>
        x.Axes.Contains(axis) ? Tensor.Create(new FromAxis(axis), x) : x.BroadcastTo(Shape.Of([axis.Size, .. x.Shape]));

    /// <summary>The same values repeated along axes that the tensor lacks, so that derivatives can be taken for each element of them.</summary>
    public static Tensor ExpandAlong(this Tensor x, Axes axes) =>
        axes.IsSubsetOf(x.Axes) ? x : Tensor.Create(new ExpandAlong(axes), x);

    /// <summary>Sum over the axes; a tensor without one of them was constant along it.</summary>
    public static Tensor SumOver(this Tensor x, Axes axes)
    {
        var present = axes.Intersect(x.Axes);
        var repeated = axes.Except(present).Size;
        x = x.DType == DType.Bool && axes.Count > 0 ? x.Cast(DType.Int64) : x;
        var sum = present.Count == 0 ? x : Tensor.Create(new SumOver(present), x);
        return repeated == 1 ? sum : sum * (double)repeated;
    }

    /// <summary>Mean over those of the axes that the tensor has.</summary>
    public static Tensor MeanOver(this Tensor x, Axes axes)
    {
        var present = axes.Intersect(x.Axes);
        return present.Count == 0 ? x : x.SumOver(present) * (1.0 / present.Size);
    }
}

internal sealed record ToAxis(Axis Axis) : View
{
    public override Axes OwnAxes => Axes.Of(Axis);

    public override Shape InferShape(ReadOnlySpan<Tensor> inputs) => inputs[0].Shape.Skip(1);

    public override Axes InferAxes(ReadOnlySpan<Tensor> inputs) => inputs[0].Axes.Union(OwnAxes);

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint.FromAxis(Axis);

    internal override StridedView Of(Tensor output)
    {
        var input = output.Inputs[0];
        var strides = StridedView.StridesOf(input);
        var axes = output.Axes.Select(a => strides[a.Equals(Axis) ? input.Axes.Count : input.Axes.IndexOf(a)]);
        return new(StridedView.SizesOf(output), [.. axes, .. strides.AsSpan(input.Axes.Count + 1)], 0);
    }
}

internal sealed record FromAxis(Axis Axis) : View
{
    public override Tensor Rebuild(Tensor[] inputs) => inputs[0].FromAxis(Axis);

    public override Shape InferShape(ReadOnlySpan<Tensor> inputs) => Shape.Of([Axis.Size, .. inputs[0].Shape]);

    public override Axes InferAxes(ReadOnlySpan<Tensor> inputs) => inputs[0].Axes.Except(Axes.Of(Axis));

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint.ToAxis(Axis);

    internal override StridedView Of(Tensor output)
    {
        var input = output.Inputs[0];
        var strides = StridedView.StridesOf(input);
        var axes = output.Axes.Select(a => strides[input.Axes.IndexOf(a)]);
        return new(StridedView.SizesOf(output), [.. axes, strides[input.Axes.IndexOf(Axis)], .. strides.AsSpan(input.Axes.Count)], 0);
    }
}

internal sealed record ExpandAlong(Axes Along) : View
{
    public override Tensor Rebuild(Tensor[] inputs) => inputs[0].ExpandAlong(Along);

    public override Shape InferShape(ReadOnlySpan<Tensor> inputs) => inputs[0].Shape;

    public override Axes InferAxes(ReadOnlySpan<Tensor> inputs) => inputs[0].Axes.Union(Along);

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint;

    internal override StridedView Of(Tensor output) => StridedView.Broadcast(output.Inputs[0], output);
}

internal sealed record SumOver(Axes Over) : Reduction
{
    public override bool Accumulates => true;

    public override Tensor Rebuild(Tensor[] inputs) => inputs[0].SumOver(Over);

    public override Shape InferShape(ReadOnlySpan<Tensor> inputs) => inputs[0].Shape;

    public override Axes InferAxes(ReadOnlySpan<Tensor> inputs) => inputs[0].Axes.Except(Over);

    public override Dependence DependsOn(int input) => Dependence.Affine;

    // The adjoint lacks the axes, and what lacks an axis is constant along it.
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint;

    public override bool[] Reduced(Tensor input) => [.. input.Axes.Select(Over.Contains), .. input.Shape.Select(_ => false)];

    protected override void Reduce<T>(ReadOnlySpan<T> x, Span<T> y, int count, int inner) => Summation.Rows(x, y, count, inner);
}
