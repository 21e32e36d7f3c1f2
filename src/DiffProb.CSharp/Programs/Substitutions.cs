namespace DiffProb;

/// <summary>Programs whose sites are given values from outside.</summary>
public static class Substitutions
{
    /// <summary>Data for a site of a program that is drawn in it: it becomes an observation, and its density counts.</summary>
    /// <typeparam name="T">Type of the result.</typeparam>
    /// <param name="program">The program.</param>
    /// <param name="site">Name of the site, as it is inside of the program.</param>
    /// <param name="value">Rows of the plates around the site as first dimensions, then an event.</param>
    public static Prob<T> Condition<T>(this Prob<T> program, string site, Tensor value) => Words.condition(One(program, site, value), program);

    /// <summary>A site of a program stands at a value, whatever it depends on (Pearl's do): its density does not count, what depends on it sees the value.</summary>
    /// <typeparam name="T">Type of the result.</typeparam>
    /// <param name="program">The program.</param>
    /// <param name="site">Name of the site, as it is inside of the program.</param>
    /// <param name="value">Rows of the plates around the site as first dimensions, then an event.</param>
    public static Prob<T> Intervene<T>(this Prob<T> program, string site, Tensor value) => Words.intervene(One(program, site, value), program);

    /// <summary>Sites of a program stand at the values of a draw, which may hold more than the program's sites: their densities do not count, others are drawn.</summary>
    /// <typeparam name="T">Type of the result.</typeparam>
    /// <param name="program">The program.</param>
    /// <param name="values">Values by name: rows of the plates around a site as first dimensions, then an event.</param>
    public static Prob<T> Replay<T>(this Prob<T> program, IReadOnlyDictionary<string, Tensor> values)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(values);
        return Words.replay(values.Select(v => Tuple.Create(v.Key, v.Value)), program);
    }

    /// <summary>The same program with other data for an observation.</summary>
    /// <typeparam name="T">Type of the result.</typeparam>
    /// <param name="program">The program.</param>
    /// <param name="observation">Name of the observation, as it is inside of the program.</param>
    /// <param name="value">Rows of the plates around the observation as first dimensions, as many as before, then an event.</param>
    public static Prob<T> WithData<T>(this Prob<T> program, string observation, Tensor value) => Words.withData(One(program, observation, value), program);

    private static Tuple<string, Tensor>[] One<T>(Prob<T> program, string site, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(value);
        return [Tuple.Create(site, value)];
    }
}
