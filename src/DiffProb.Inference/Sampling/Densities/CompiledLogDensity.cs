using System.Runtime.CompilerServices;

namespace DiffProb;

/// <summary>A compiled log density: its executable may be shared, its buffers are its own.</summary>
/// <remarks>Where an operation has no value, as the Cholesky factor of a matrix that rounds to one that is not positive definite, there is no density: NaN.</remarks>
/// <param name="executable">Log density and gradient.</param>
/// <param name="input">Name of the position.</param>
/// <param name="dimension">Length of a position.</param>
internal sealed class CompiledLogDensity(Executable executable, string input, int dimension) : ILogDensity
{
    private readonly Evaluator evaluator = executable.CreateEvaluator();
    private double[]? numbers;

    public int Dimension => dimension;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Evaluate(ReadOnlySpan<double> position, Span<double> gradient)
    {
        position.CopyTo(numbers ??= evaluator.InputArray<double>(input));
        try
        {
            evaluator.Run();
        }
        catch (ValueException)
        {
            gradient.Fill(double.NaN);
            return double.NaN;
        }

        evaluator.Output<double>(1).CopyTo(gradient);
        return evaluator.Output<double>(0)[0];
    }
}
