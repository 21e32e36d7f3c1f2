namespace DiffProb;

/// <summary>A graph without its data: constants of more than one number are places that a run fills. Graphs of the same structure have one skeleton.</summary>
/// <param name="Roots">The outputs.</param>
/// <param name="Data">The constants, by place.</param>
internal sealed record Skeleton(Tensor[] Roots, Storage[] Data)
{
    /// <summary>The skeleton of a simplified graph.</summary>
    public static Skeleton Of(Tensor[] roots)
    {
        var data = new List<Storage>();
        var made = new Dictionary<Tensor, Tensor>();
        foreach (var node in Topology.Sort(roots))
        {
            if (node.Operation is Constant { Storage.Length: not 1 } constant)
            {
                made[node] = Tensor.Create(new Held(data.Count, node.Shape, node.DType, node.Axes));
                data.Add(constant.Storage);
                continue;
            }

            var inputs = new Tensor[node.Inputs.Length];
            var isSame = true;
            for (var i = 0; i < inputs.Length; i++)
            {
                inputs[i] = made[node.Inputs[i]];
                isSame &= ReferenceEquals(inputs[i], node.Inputs[i]);
            }

            made[node] = isSame ? node : Tensor.Create(node.Operation, inputs);
        }

        return new(Array.ConvertAll(roots, r => made[r]), [.. data]);
    }
}
