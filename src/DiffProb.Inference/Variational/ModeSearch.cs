namespace DiffProb;

/// <summary>Approximations at a mode: a point, or the normal law that has the density's curvature there.</summary>
internal sealed class ModeSearch(GuidedProgram program, VariationalOptions options)
{
    private readonly bool isLaplace = program.Guide.Kind.IsLaplace;
    private readonly ModeDensity density = program.Mode(program.Guide.Kind.IsLaplace, options.Parameters);

    /// <summary>Climbs, and names what was found as parameters of the guide and of the model.</summary>
    /// <exception cref="DiffProbException">There is no start where the density is finite, or no maximum where it ended.</exception>
    public (ModeFound Mode, NamedTensors Parameters) Run()
    {
        if (program.Dimension == 0)
        {
            throw InferenceErrors.NothingContinuous(program.SiteNames);
        }

        var compiled = new CompiledMode(density.CompileDensity(options.Engine), density.Inputs);
        double[] start = [.. InitialPosition.Find(program, options), .. density.Start];
        var mode = new Lbfgs(compiled, options.Steps, options.Progress).Climb(start, options.Cancellation);
        var values = new Dictionary<string, Tensor>(density.ParametersAt(mode.Position[density.Sites..]));
        var sites = mode.Position[..density.Sites];
        values.Add(ApproximationModule.loc, Tensor.Of(sites));
        if (isLaplace)
        {
            values.Add(ApproximationModule.scaleTril, Tensor.Matrix(Factor(compiled.Hessian(density.CompileHessian(options.Engine), mode.Position), mode)));
        }

        return (mode, new NamedTensors(values));
    }

    // The Cholesky factor of the inverse of the negative Hessian.
    private static double[,] Factor(double[] hessian, ModeFound mode)
    {
        var size = (int)Math.Round(Math.Sqrt(hessian.Length));
        var precision = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(size, size, (i, j) => -0.5 * (hessian[(i * size) + j] + hessian[(j * size) + i]));
        var values = precision.Evd(MathNet.Numerics.LinearAlgebra.Symmetricity.Symmetric).EigenValues.Select(v => v.Real).ToArray();
        return values.Min() > 0.0 && values.All(double.IsFinite)
            ? precision.Cholesky().Solve(MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseIdentity(size)).Cholesky().Factor.ToArray()
            : throw InferenceErrors.NoMaximum(-values.Min(), mode.Slope);
    }
}
