namespace DiffProb;

/// <summary>What can be done with a program: estimate its expectation, or move its parameters.</summary>
public static class Runs
{
    /// <summary>Estimates the expectation of the program's costs, and its derivatives.</summary>
    /// <typeparam name="T">Type of the program's result.</typeparam>
    /// <param name="program">The program.</param>
    public static EstimationBuilder<T> Estimate<T>(this Prob<T> program)
    {
        ArgumentNullException.ThrowIfNull(program);
        return new(program);
    }

    /// <summary>Moves the parameters to where the expectation is least.</summary>
    /// <typeparam name="T">Type of the program's result.</typeparam>
    /// <param name="program">The program.</param>
    public static OptimizationBuilder<T> Minimize<T>(this Prob<T> program)
    {
        ArgumentNullException.ThrowIfNull(program);
        return new(program, "Minimize", Expectation.minimizeTelling);
    }

    /// <summary>Moves the parameters to where the expectation is greatest.</summary>
    /// <typeparam name="T">Type of the program's result.</typeparam>
    /// <param name="program">The program.</param>
    public static OptimizationBuilder<T> Maximize<T>(this Prob<T> program)
    {
        ArgumentNullException.ThrowIfNull(program);
        return new(program, "Maximize", Expectation.maximizeTelling);
    }
}
