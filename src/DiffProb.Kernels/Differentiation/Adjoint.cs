namespace DiffProb;

/// <summary>Derivative of the output with respect to a node, and where it is zero because a choice did not take the node.</summary>
/// <remarks>
/// A zero that only multiplies what follows would become NaN where the branch not taken has an infinite slope: sqrt at 0 below a
/// <see cref="Where"/>. So the condition goes down with the adjoint and is applied again after each operation that multiplies.
/// </remarks>
/// <param name="Value">The derivative; zero where the mask does not hold.</param>
/// <param name="Mask">Bool, broadcasts to the node: where it may differ from zero; null for everywhere.</param>
internal readonly record struct Adjoint(Tensor Value, Tensor? Mask)
{
    /// <summary>The sum of two shares.</summary>
    public Adjoint Plus(Adjoint other) => new(
        Value + other.Value,
        Mask is null || other.Mask is null ? null : ReferenceEquals(Mask, other.Mask) ? Mask : Mask | other.Mask);

    /// <summary>The share of one input of a node, or null where nothing flows.</summary>
    /// <param name="node">The node that this is the adjoint of.</param>
    /// <param name="k">Which of its inputs.</param>
    /// <param name="kept">An axis along which shares are kept apart (see <see cref="Gradient.PerElement"/>); null for none.</param>
    public Adjoint? Through(Tensor node, int k, Axis? kept)
    {
        // Above an operation that folds the kept axis, shares are put together: each element of the input gets the whole.
        var folds = kept is not null && node.Inputs[k].Axes.Contains(kept) && !node.Axes.Contains(kept);
        var value = folds ? Value.SumOver(Axes.Of(kept!)) : Value;
        var input = node.Inputs[k];
        if (node.Operation.SummedDerivative(k, node, value, Repeated(node, input, value, kept)) is { } sum)
        {
            return new(sum.SumTo(input.Shape).Cast(input.DType), null);
        }

        if (node.Operation.Derivative(k, node, value) is not { } given)
        {
            return null;
        }

        var mask = Below(node, k);
        if (Mask is not null && mask is not null && Multiplies(node.Operation, k))
        {
            given = Tensor.Where(mask, given, 0.0);
        }

        var choice = node.Operation.Takes(k, node);
        mask = mask is null ? choice : choice is null ? mask : mask & choice;

        var broadcast = Repeated(node, input, given, kept);
        return new(given.SumOver(broadcast).SumTo(input.Shape).Cast(input.DType), Any(mask, node, input, broadcast));
    }

    // An input that lacks an axis of the output was constant along it: its derivative is the sum over that axis.
    private static Axes Repeated(Tensor node, Tensor input, Tensor given, Axis? kept)
    {
        var axes = node.Axes.Union(given.Axes).Except(input.Axes).Except(node.Operation.OwnAxes);
        return kept is null ? axes : axes.Except(Axes.Of(kept));
    }

    private static bool Multiplies(Operation operation, int input) =>
        operation.IsProduct || operation.DependsOn(input) != Dependence.Affine;

    // The mask at the places of the input, before what broadcasting repeated is put together; null where places have no counterpart.
    private Tensor? Below(Tensor node, int k) => node.Operation switch
    {
        _ when Mask is null => null,
        Elementwise => Mask,
        DimensionReduction reduction => reduction.Spread(Mask.BroadcastTo(node.Shape), node.Inputs[k]),
        View or SumOver or Concatenate or Embed => node.Operation.Derivative(k, node, Mask.BroadcastTo(node.Shape)),
        _ => null,
    };

    private static Tensor? Any(Tensor? mask, Tensor node, Tensor input, Axes broadcast)
    {
        if (mask is null || (mask.Axes.IsSubsetOf(input.Axes) && Shape.Broadcast(mask.Shape, input.Shape).Equals(input.Shape)))
        {
            return mask;
        }

        var shape = Shape.Broadcast(mask.Shape, node.Operation is Elementwise ? node.Shape : input.Shape);
        return mask.BroadcastTo(shape).Cast(DType.Int64).SumOver(broadcast.Intersect(mask.Axes)).SumTo(input.Shape) > 0;
    }
}
