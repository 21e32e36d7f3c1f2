using System.Collections.Immutable;

namespace DiffProb;

/// <summary>How a program is run forward, word by word: each returns a new builder, and <see cref="Run"/> runs it.</summary>
/// <remarks>Unless said otherwise: seed 0, nothing anew, the managed engine.</remarks>
public sealed class SimulationBuilder
{
    private readonly Func<SimulationOptions, Posterior> run;
    private readonly SimulationOptions options;

    internal SimulationBuilder(Func<SimulationOptions, Posterior> run, SimulationOptions options) => (this.run, this.options) = (run, options);

    /// <summary>Where the random numbers begin: same seed, same bits.</summary>
    /// <param name="seed">Any number.</param>
    public SimulationBuilder Seed(ulong seed) => With(options with { Seed = seed });

    /// <summary>Sites that are drawn from their laws given the others, though the posterior has draws of them: those of new groups, such as schools that no datum is of.</summary>
    /// <param name="sites">Their names, in place of what was said before.</param>
    public SimulationBuilder Anew(params IReadOnlyList<string> sites)
    {
        ArgumentNullException.ThrowIfNull(sites);
        return With(options with { Anew = [.. sites] });
    }

    /// <summary>Where it runs.</summary>
    /// <param name="engine">The engine.</param>
    public SimulationBuilder On(IEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return With(options with { Engine = engine });
    }

    /// <summary>The value at which a parameter of the program stands, instead of its initial one.</summary>
    /// <param name="parameter">Name of the parameter.</param>
    /// <param name="value">Numbers of its shape.</param>
    public SimulationBuilder With(string parameter, Tensor value)
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
    public SimulationBuilder With(NamedTensors parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return With(options with { Parameters = parameters });
    }

    /// <summary>Draws.</summary>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Sites and recorded values, with data that were drawn as its <see cref="Posterior.Predictive"/>.</returns>
    /// <exception cref="DiffProbException">The program is wrong, or does not fit to the posterior.</exception>
    /// <exception cref="OperationCanceledException">It was canceled.</exception>
    public Posterior Run(CancellationToken cancellation = default) => run(options with { Cancellation = cancellation });

    private SimulationBuilder With(SimulationOptions changed) => new(run, changed);
}
