namespace DiffProb;

/// <summary>How much a run of a graph computes, by what the engines differ in.</summary>
/// <param name="ProductFlops">Multiplications and additions of matrix products.</param>
/// <param name="FactorFlops">Multiplications and additions of factors, solutions and determinants.</param>
/// <param name="Elements">Elements of the results of all other operations.</param>
/// <param name="Operations">Operations.</param>
internal sealed record GraphWork(double ProductFlops, double FactorFlops, double Elements, int Operations)
{
    /// <summary>Multiplications and additions of matrices.</summary>
    public double Flops => ProductFlops + FactorFlops;

    public static GraphWork Of(CompiledGraph graph)
    {
        var (products, factors, elements, operations) = (0.0, 0.0, 0.0, 0);
        foreach (var node in graph.Nodes.Where(n => n.Operation is not Leaf))
        {
            operations++;
            switch (node.Operation)
            {
                case MatMul: products += 2.0 * Size(node) * node.Inputs[0].Shape[^1]; break;
                case MatrixOperation: factors += FlopsOf(node); break;
                default: elements += Size(node); break;
            }
        }

        return new(products, factors, elements, operations);
    }

    private static double Size(Tensor t) => (double)t.Axes.Size * t.Shape.Size;

    // Leading terms: Golub and Van Loan, Matrix Computations, 4th edition, sections 3.1, 3.2 and 4.2.
    private static double FlopsOf(Tensor node)
    {
        double n = node.Inputs[0].Shape[^1];
        double columns = node.Inputs.Length > 1 ? node.Shape[^1] : 0;
        var count = (double)node.Axes.Size * node.Shape.Take(node.Shape.Rank - (node.Operation is LogDet or PositiveDefiniteTest ? 0 : 2)).Size;
        return count * node.Operation switch
        {
            Cholesky or PositiveDefiniteTest => n * n * n / 3,
            TriangularSolve => n * n * columns,
            _ => (2 * n * n * n / 3) + (2 * n * n * columns),
        };
    }
}
