namespace DiffProb;

/// <summary>Random expressions of matrices of short rows, of their columns and of numbers for each row.</summary>
/// <param name="seed">Which.</param>
/// <param name="leaves">A matrix of short rows, and what broadcasts to it.</param>
internal sealed class RandomRows(int seed, Tensor[] leaves)
{
    private readonly Random random = new(seed);

    public Tensor[] Outputs() => [.. Enumerable.Range(0, 3).Select(_ => Rows(4)).Select(Folded)];

    private Tensor Folded(Tensor x) => random.Next(6) switch
    {
        0 => x.Sum(),
        1 => x.LogSumExp(1).Sum(),
        2 => x.Sum(0),
        3 => x.Max(1).Sin(),
        4 => x.Mean(1) * 0.5,
        _ => x,
    };

    // Of the shape of the first leaf.
    private Tensor Rows(int depth)
    {
        if (depth == 0)
        {
            return leaves[0] * leaves[random.Next(leaves.Length)];
        }

        var x = Rows(depth - 1);
        return random.Next(12) switch
        {
            0 => x.Sin(),
            1 => x * leaves[random.Next(leaves.Length)],
            2 => x + Rows(depth - 1).Tanh(),
            3 => x - x.Mean(0),
            4 => x - x.LogSumExp(1).Unsqueeze(1),
            5 => x.CumSum(1, random.Next(2) == 0).Tanh(),
            6 => Tensor.Where(x > leaves[random.Next(leaves.Length)], x, Rows(depth - 1)),
            7 => Shapes.Concatenate([x.Slice(1, 1, 3), x.Slice(1, 0, 1).Cos()], 1),
            8 => x.Transpose().Exp().Transpose().Log1p(),
            9 => (x * 0.3).Softmax(1) + x.Sum(1).Unsqueeze(1).Sin(),
            10 => x.ArgMax(1).Cast(DType.Float64).Unsqueeze(1) + x,
            _ => Tensor.Max(x, leaves[random.Next(leaves.Length)]),
        };
    }
}
