using TorchSharp;

namespace DiffProb;

/// <summary>Factors, solutions and determinants. A matrix that has none is the error of the managed engine.</summary>
internal static class FactorizationKernels
{
    public static void AddTo(KernelTable table)
    {
        table.Add<Cholesky>((_, call) => Factor(call.Input(0)));
        table.Add<TriangularSolve>((solve, call) => torch.linalg.solve_triangular(
            solve.Transposed ? Matrices(call, 0).mT : Matrices(call, 0), Matrices(call, 1), upper: solve.Lower == solve.Transposed));
        table.Add<Solve>((solve, call) => Solution(solve.Transposed ? Matrices(call, 0).mT : Matrices(call, 0), Matrices(call, 1)));
        table.Add<LogDet>((_, call) => LogDeterminant(call.Input(0)));
    }

    private static torch.Tensor Factor(torch.Tensor x)
    {
        var (factor, failure) = torch.linalg.cholesky_ex(x.Plus(x.mT) * Scalars.Half);
        return FirstFailure(failure) is { } row ? throw Errors.NotPositiveDefinite(row) : factor;
    }

    private static torch.Tensor Solution(torch.Tensor a, torch.Tensor b)
    {
        var (solution, failure) = torch.linalg.solve_ex(a, b);
        return FirstFailure(failure) is { } row ? throw Errors.Singular("Solve", row) : solution;
    }

    private static torch.Tensor LogDeterminant(torch.Tensor x)
    {
        var (sign, value) = torch.linalg.slogdet(x);
        return torch.where(sign.lt(Scalars.Zero), torch.full_like(value, Scalars.NaN), value);
    }

    // The row at which the first of the matrices failed, from 0; libtorch counts from 1, and 0 is none.
    private static int? FirstFailure(torch.Tensor failure)
    {
        var failed = failure.ne(Scalars.Zero);
        return failed.any().cpu().item<bool>() ? failure.masked_select(failed).cpu()[0].item<int>() - 1 : null;
    }

    // Of full rank: libtorch would take some of lower rank for a list of vectors.
    private static torch.Tensor Matrices(KernelCall call, int index) =>
        call.Input(index).reshape(Dimensions.Aligned(call.Node.Inputs[index], call.Node.Axes, call.Node.Shape.Rank));
}
