namespace DiffProb;

/// <summary>The numbers of expressions that depend on nothing symbolic.</summary>
internal static class Evaluation
{
    /// <summary>Numbers of a tensor without hidden axes.</summary>
    /// <exception cref="SymbolicValueException">It depends on a site, a parameter, data or noise.</exception>
    public static Storage Of(Tensor tensor)
    {
        if (tensor.Operation is Constant { Along.Count: 0 } constant)
        {
            return constant.Storage;
        }

        if (Obstacle(tensor) is { } obstacle)
        {
            throw Errors.Symbolic(tensor, obstacle);
        }

        var value = ManagedEngine.Default.Compile([tensor], []).Run(Bindings.Empty)[0];
        return ((Constant)value.Operation).Storage;
    }

    /// <summary>Numbers of a tensor without symbols, along its hidden axes too.</summary>
    public static double[] Values(Tensor tensor) =>
        tensor.Operation is Constant constant
            ? constant.Storage.ToDoubles()
            : ((Constant)ManagedEngine.Default.Compile([tensor], []).Run(Bindings.Empty)[0].Operation).Storage.ToDoubles();

    /// <summary>A leaf below the tensor that has no number yet, or an axis that it still has; null for a value.</summary>
    public static Leaf? Obstacle(Tensor tensor)
    {
        foreach (var node in Topology.Sort(tensor))
        {
            if (node.Operation is Leaf and not Constant)
            {
                return (Leaf)node.Operation;
            }

            if (node.Operation is Draw draw)
            {
                return new DataSlot(draw.Stream, node.Shape, node.DType);
            }

            if (tensor.Axes.Count > 0 && node.Operation is Constant { Along.Count: > 0 } row)
            {
                return row;
            }
        }

        // A row of a plate over known data: its numbers are known, but it is one number per row.
        return tensor.Axes.Count > 0 ? new DataSlot(tensor.Axes[0].Name, tensor.Shape, tensor.DType) : null;
    }
}
