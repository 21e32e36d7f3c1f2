using System.Runtime.CompilerServices;

namespace DiffProb;

/// <summary>Answers the questions of one chain, by evaluators of its own.</summary>
/// <remarks>Where an operation has no value, as the Cholesky factor of a matrix that rounds to one that is not positive definite, there is no density: NaN.</remarks>
/// <param name="executables">What all chains share.</param>
internal sealed class CompiledDensities(DensityExecutables executables)
{
    private readonly Dictionary<string, Evaluator> conditionals = [];
    private CompiledLogDensity? gradient;
    private Evaluator? density;
    private double[]? position;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Answer(DensityQuery query)
    {
        if (query.Kind == QueryKind.Gradient)
        {
            gradient ??= new(executables.Of(QueryKind.Gradient, ""), executables.Program.Input, executables.Program.Dimension);
            query.LogDensity = gradient.Evaluate(query.Position, query.Gradient);
        }
        else if (query.Kind == QueryKind.Density)
        {
            query.LogDensity = DensityAt(query.Position);
        }
        else
        {
            Conditional(query);
        }
    }

    private double DensityAt(double[] at)
    {
        density ??= executables.Of(QueryKind.Density, "").CreateEvaluator();
        at.CopyTo(position ??= density.InputArray<double>(executables.Program.Input), 0);
        try
        {
            density.Run();
        }
        catch (ValueException)
        {
            return double.NaN;
        }

        return density.Output<double>(0)[0];
    }

    private void Conditional(DensityQuery query)
    {
        if (!conditionals.TryGetValue(query.Site, out var evaluator))
        {
            conditionals[query.Site] = evaluator = executables.Of(QueryKind.Conditional, query.Site).CreateEvaluator();
        }

        query.Position.CopyTo(evaluator.Input<double>(executables.Program.Input));
        evaluator.Run();
        evaluator.Output<double>(0).CopyTo(query.Probabilities);
    }
}
