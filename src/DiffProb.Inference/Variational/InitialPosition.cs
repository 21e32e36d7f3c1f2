namespace DiffProb;

/// <summary>Where an automatic guide begins: at 0 on the unconstrained space, or at a random point near it where the density is not finite there.</summary>
internal static class InitialPosition
{
    private const int Attempts = 100;
    private const double Radius = 2.0;

    /// <summary>The first point where the log density of all data and its gradient are finite.</summary>
    /// <exception cref="DiffProbException">There is none among those tried.</exception>
    public static double[] Find(GuidedProgram program, VariationalOptions options)
    {
        var model = program.Model(program.OfModel(options.Parameters));
        var density = new CompiledLogDensity(model.CompileDensity(options.Engine), model.Input, model.Dimension);
        var (position, gradient) = (new double[model.Dimension], new double[model.Dimension]);
        var key = Key.FromSeed(options.Seed).Child("start");
        for (var attempt = 0; ; attempt++)
        {
            var value = density.Evaluate(position, gradient);
            if (double.IsFinite(value) && Array.TrueForAll(gradient, double.IsFinite))
            {
                return position;
            }

            if (attempt == Attempts)
            {
                throw InferenceErrors.GuideStartNotFinite(attempt, Radius, value, double.IsFinite(value) ? "its gradient." : FaultAt(model, options.Engine, position));
            }

            Philox.Uniforms(key.Child((ulong)attempt), 0, position);
            for (var i = 0; i < position.Length; i++)
            {
                position[i] = Radius * ((2.0 * position[i]) - 1.0);
            }
        }
    }

    private static string FaultAt(ConditionedProgram model, IEngine engine, double[] position)
    {
        try
        {
            return model.Fault(engine, position);
        }
        catch (ValueException e)
        {
            return $"an operation that has no value there. {e.Message}";
        }
    }
}
