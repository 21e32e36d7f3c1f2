namespace DiffProb;

/// <summary>Log prior and log likelihood at all positions of a run at once. One thread uses it at a time.</summary>
/// <remarks>Where an operation has no value at one of the positions, each is evaluated by itself, and those without have NaN.</remarks>
internal sealed class TemperedDensity(TemperedProgram program, Executable together, IEngine engine, bool hasGradient)
{
    private readonly Evaluator evaluator = together.CreateEvaluator();
    private Evaluator? single;

    /// <summary>Evaluates positions.</summary>
    /// <param name="inverseTemperature">That of the gradient.</param>
    /// <param name="cloud">Positions, to which densities and gradients are written.</param>
    public void Evaluate(double inverseTemperature, Cloud cloud)
    {
        cloud.Positions.CopyTo(evaluator.Input<double>(program.Input));
        if (hasGradient)
        {
            evaluator.Input<double>(program.Temperature)[0] = inverseTemperature;
        }

        try
        {
            evaluator.Run();
        }
        catch (ValueException)
        {
            OneByOne(inverseTemperature, cloud);
            return;
        }

        evaluator.Output<double>(0).CopyTo(cloud.LogPrior);
        evaluator.Output<double>(1).CopyTo(cloud.LogLikelihood);
        if (hasGradient)
        {
            evaluator.Output<double>(2).CopyTo(cloud.Gradient);
        }
    }

    private void OneByOne(double inverseTemperature, Cloud cloud)
    {
        single ??= program.CompileDensity(engine, 1, hasGradient).CreateEvaluator();
        for (var i = 0; i < cloud.Count; i++)
        {
            cloud.PositionOf(i).CopyTo(single.Input<double>(program.Input));
            if (hasGradient)
            {
                single.Input<double>(program.Temperature)[0] = inverseTemperature;
            }

            try
            {
                single.Run();
            }
            catch (ValueException)
            {
                cloud.LogPrior[i] = cloud.LogLikelihood[i] = double.NaN;
                cloud.GradientOf(i).Clear();
                continue;
            }

            cloud.LogPrior[i] = single.Output<double>(0)[0];
            cloud.LogLikelihood[i] = single.Output<double>(1)[0];
            if (hasGradient)
            {
                single.Output<double>(2).CopyTo(cloud.GradientOf(i));
            }
        }
    }
}
