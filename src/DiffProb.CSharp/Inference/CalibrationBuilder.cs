using System.Collections.Immutable;

namespace DiffProb;

/// <summary>How an inference is calibrated by simulation, word by word: each returns a new builder, and <see cref="Run"/> runs it.</summary>
/// <remarks>Unless said otherwise: 100 simulations, ranks among 99 draws, seed 0, one simulation at a time, the managed engine.</remarks>
/// <typeparam name="T">Type of the program's result.</typeparam>
public sealed class CalibrationBuilder<T>
{
    private readonly Prob<T> program;
    private readonly Func<Prob<T>, ulong, Posterior> infer;
    private readonly CalibrationOptions options;

    internal CalibrationBuilder(Prob<T> program, Func<Prob<T>, ulong, Posterior> infer, CalibrationOptions options)
    {
        options.Check();
        (this.program, this.infer, this.options) = (program, infer, options);
    }

    /// <summary>Data sets that are simulated, and inferred.</summary>
    /// <param name="count">At least 2; 100 to 1000 show what is worth knowing.</param>
    /// <exception cref="ValueException">The count is less than 2.</exception>
    public CalibrationBuilder<T> Simulations(int count) => With(options with { Simulations = count });

    /// <summary>Draws of each posterior among which the true value is ranked, thinned evenly from all.</summary>
    /// <param name="count">At least 1; fewer than the effective sample size.</param>
    /// <exception cref="ValueException">The count is less than 1.</exception>
    public CalibrationBuilder<T> Draws(int count) => With(options with { Draws = count });

    /// <summary>Where the random numbers begin: same seed, same bits.</summary>
    /// <param name="seed">Any number.</param>
    public CalibrationBuilder<T> Seed(ulong seed) => With(options with { Seed = seed });

    /// <summary>Simulations at a time. The chains of each run in parallel in any case.</summary>
    /// <param name="count">At least 1, which is on this thread, or 0 for one per processor.</param>
    /// <exception cref="ValueException">It is negative.</exception>
    public CalibrationBuilder<T> Threads(int count) => With(options with { Threads = count });

    /// <summary>Where programs are simulated.</summary>
    /// <param name="engine">The engine.</param>
    public CalibrationBuilder<T> On(IEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return With(options with { Engine = engine });
    }

    /// <summary>The value at which a parameter of the program that simulates stands, instead of its initial one. The inference has its own.</summary>
    /// <param name="parameter">Name of the parameter.</param>
    /// <param name="value">Numbers of its shape.</param>
    public CalibrationBuilder<T> With(string parameter, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        ArgumentNullException.ThrowIfNull(value);
        return With(options with
        {
            Parameters = options.Parameters is NamedTensors all ? all.With(parameter, value) : options.Parameters.ToImmutableDictionary().SetItem(parameter, value),
        });
    }

    /// <summary>The values of all parameters, such as a file or a fit holds, in place of what was said before.</summary>
    /// <param name="parameters">A value for each parameter of the program, and for no other; this is tested when it runs.</param>
    public CalibrationBuilder<T> With(NamedTensors parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return With(options with { Parameters = parameters });
    }

    /// <summary>Simulates and infers.</summary>
    /// <param name="cancellation">Stops it between two simulations; what was found so far is returned, and says so.</param>
    /// <exception cref="DiffProbException">The program is wrong, or a simulation cannot be inferred.</exception>
    /// <exception cref="OperationCanceledException">It was canceled before a simulation was done.</exception>
    public CalibrationRanks Run(CancellationToken cancellation = default) => Calibrator<T>.Run(program, infer, options with { Cancellation = cancellation });

    private CalibrationBuilder<T> With(CalibrationOptions changed) => new(program, infer, changed);
}
