namespace DiffProb;

/// <summary>Reverse-mode derivatives of expressions, as expressions again: any order follows by repetition.</summary>
public static class Gradient
{
    /// <summary>Derivatives of a scalar with respect to tensors.</summary>
    /// <param name="output">Float scalar (shape []).</param>
    /// <param name="wrt">Parameters or any other nodes.</param>
    /// <returns>One tensor for each, of its shape; zeros where the output does not depend on it.</returns>
    /// <exception cref="ShapeException">The output is not a scalar.</exception>
    /// <exception cref="DerivativeException">An operation on the way has no such derivative.</exception>
    public static IReadOnlyList<Tensor> Of(Tensor output, params IReadOnlyList<Tensor> wrt)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(wrt);
        if (output.Shape.Rank != 0 || !output.DType.IsFloat())
        {
            throw Errors.NotAScalar(output);
        }

        return Pass(output, wrt, null);
    }

    /// <summary>The same derivatives as one share for each element of an axis: their sum over the axis is the derivative.</summary>
    /// <remarks>What lacks the axis gives every element the same share. With the axis of particles, the spread of the shares tells
    /// the standard error of a mean over particles.</remarks>
    internal static IReadOnlyList<Tensor> PerElement(Tensor output, IReadOnlyList<Tensor> wrt, Axis kept) => Pass(output, wrt, kept);

    private static Tensor[] Pass(Tensor output, IReadOnlyList<Tensor> wrt, Axis? kept)
    {
        var order = Topology.Sort(output);
        var active = Active(order, wrt);
        var seed = Tensor.Scalar(kept is null || output.Axes.Contains(kept) ? 1.0 : 1.0 / kept.Size);
        var adjoints = new Dictionary<Tensor, Adjoint> { [output] = new(seed.Cast(output.DType), null) };
        for (var i = order.Count - 1; i >= 0; i--)
        {
            var node = order[i];
            if (active.Contains(node) && adjoints.TryGetValue(node, out var adjoint))
            {
                Propagate(node, adjoint, kept, active, adjoints);
            }
        }

        return [.. wrt.Select(t => adjoints.TryGetValue(t, out var d) && active.Contains(t) ? d.Value : Tensor.Zeros(t.Shape).Cast(t.DType))];
    }

    // Nodes above one of the tensors: the others' adjoints are never built.
    private static HashSet<Tensor> Active(List<Tensor> order, IReadOnlyList<Tensor> wrt)
    {
        var active = new HashSet<Tensor>(wrt);
        foreach (var node in order)
        {
            foreach (var input in node.Inputs)
            {
                if (node.Operation is not StopGradient && active.Contains(input))
                {
                    active.Add(node);
                    break;
                }
            }
        }

        return active;
    }

    private static void Propagate(Tensor node, Adjoint adjoint, Axis? kept, HashSet<Tensor> active, Dictionary<Tensor, Adjoint> adjoints)
    {
        for (var k = 0; k < node.Inputs.Length; k++)
        {
            var input = node.Inputs[k];
            if (active.Contains(input) && adjoint.Through(node, k, kept) is { } share)
            {
                adjoints[input] = adjoints.TryGetValue(input, out var sum) ? sum.Plus(share) : share;
            }
        }
    }
}
