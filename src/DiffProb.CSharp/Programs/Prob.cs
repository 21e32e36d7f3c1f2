using Microsoft.FSharp.Collections;

namespace DiffProb;

/// <summary>The words of the language for C#, for <c>using static DiffProb.Prob</c>.</summary>
/// <remarks>
/// <para>Each word is a program. Query syntax joins them, <c>from hit in Sample("hit", new Normal(aim, 0.3)) select …</c>;
/// <see cref="Model{T}(Func{ModelTrace, T})"/> writes the same as statements. Nothing is drawn before a program is run.</para>
/// <para>Numbers and arrays convert to tensors. A program's result, if it is a tensor, is its last cost.</para>
/// </remarks>
public static class Prob
{
    /// <summary>A trainable tensor of any real numbers.</summary>
    /// <param name="name">Its name, unique in the program unless shape and support are the same.</param>
    /// <param name="initial">Initial value; its shape is that of the parameter.</param>
    public static Prob<Tensor> Param(string name, Tensor initial) => Param(name, initial, Support.Real);

    /// <summary>A trainable tensor that stays in a support.</summary>
    /// <param name="name">Its name, unique in the program unless shape and support are the same.</param>
    /// <param name="initial">Initial value in the support; its shape is that of the parameter.</param>
    /// <param name="support">Where it stays.</param>
    public static Prob<Tensor> Param(string name, Tensor initial, Support support)
    {
        ArgumentNullException.ThrowIfNull(initial);
        ArgumentNullException.ThrowIfNull(support);
        return Words.param(name, initial, support);
    }

    /// <summary>A random site: one event of a distribution.</summary>
    /// <param name="name">Its name, unique in the program.</param>
    /// <param name="distribution">Its law.</param>
    public static Prob<Tensor> Sample(string name, Distribution distribution)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        return Dsl.sample(name, distribution);
    }

    /// <summary>A random site named by its order: site1, site2, ...</summary>
    /// <param name="distribution">Its law.</param>
    public static Prob<Tensor> Sample(Distribution distribution)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        return Dsl.prob.Source(distribution);
    }

    /// <summary>Conditions the program on data: adds the log density of the value.</summary>
    /// <param name="name">Name of the observation, unique in the program.</param>
    /// <param name="distribution">The law of the data.</param>
    /// <param name="value">The data, in the support of the distribution.</param>
    /// <returns>The program that returns the value.</returns>
    public static Prob<Tensor> Observe(string name, Distribution distribution, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        ArgumentNullException.ThrowIfNull(value);
        return Words.observe(name, distribution, value).Select(_ => value);
    }

    /// <summary>Conditions the program on data of which some numbers are missing, which are NaN: only those that are there count.</summary>
    /// <param name="name">Name of the observation, unique in the program.</param>
    /// <param name="distribution">The law of the data: a number for each row of a plate, or one event of independent parts.</param>
    /// <param name="value">The data, NaN or in the support of the distribution; constants.</param>
    /// <exception cref="DiffProbException">Numbers are missing of an event whose parts depend on each other, or of events in rows, or the data are not known.</exception>
    public static Prob<Nothing> ObservePresent(string name, Distribution distribution, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        ArgumentNullException.ThrowIfNull(value);
        return Words.observePresent(name, distribution, value).Select(_ => Nothing.Here);
    }

    /// <summary>Conditions the program on data of which some numbers are missing, which are NaN, and draws these, as the site "name_unobserved" with the law of the data.</summary>
    /// <remarks><para>In a plate the site has all rows; where the number is there, it is drawn from its law and not used.</para></remarks>
    /// <param name="name">Name of the observation, unique in the program.</param>
    /// <param name="distribution">The law of the data: a number for each row of a plate, or one event of independent parts.</param>
    /// <param name="value">The data, NaN or in the support of the distribution; constants.</param>
    /// <returns>The program that returns the data, with draws in place of what is missing.</returns>
    /// <exception cref="DiffProbException">Numbers are missing of an event whose parts depend on each other, or of events in rows, or the data are not known.</exception>
    public static Prob<Tensor> Impute(string name, Distribution distribution, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        ArgumentNullException.ThrowIfNull(value);
        return Words.impute(name, distribution, value);
    }

    /// <summary>Adds a log weight to the joint log density.</summary>
    /// <param name="name">Its name, unique in the program.</param>
    /// <param name="logWeight">A scalar, in nats.</param>
    public static Prob<Nothing> Factor(string name, Tensor logWeight)
    {
        ArgumentNullException.ThrowIfNull(logWeight);
        return Words.factor(name, logWeight).Select(_ => Nothing.Here);
    }

    /// <summary>Adds a term to the objective.</summary>
    /// <param name="name">Its name, unique in the program.</param>
    /// <param name="value">A scalar.</param>
    public static Prob<Nothing> Cost(string name, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Words.cost(name, value).Select(_ => Nothing.Here);
    }

    /// <summary>What a module, such as a neural network of TorchSharp, makes of tensors.</summary>
    /// <remarks>Its trainable tensors become parameters of the program, named after it: <c>encoder.0.weight</c>. Where it comes twice, both have the same parameters.</remarks>
    /// <param name="module">The module.</param>
    /// <param name="inputs">Its arguments.</param>
    public static Prob<Tensor> Through(ITensorModule module, params Tensor[] inputs)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(inputs);
        return Words.through(module, inputs);
    }

    /// <summary>Records a value under a name.</summary>
    /// <param name="name">Its name, unique in the program.</param>
    /// <param name="value">The value, which the program also returns.</param>
    public static Prob<Tensor> Deterministic(string name, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Words.deterministic(name, value);
    }

    /// <summary>A program without random sites.</summary>
    /// <remarks>For a number where a tensor is wanted write <c>Return&lt;Tensor&gt;(2.0)</c>.</remarks>
    /// <typeparam name="T">Type of the result.</typeparam>
    /// <param name="value">The result.</param>
    public static Prob<T> Return<T>(T value) => ProbModule.ret(value);

    /// <summary>A program as statements, for long models.</summary>
    /// <typeparam name="T">Type of the result; a tensor is a last cost.</typeparam>
    /// <param name="body">Runs once, on symbols; its argument has the words of the language, and is of use within the body only.</param>
    public static Prob<T> Model<T>(Func<ModelTrace, T> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Prob<T>.Create(tracer => ModelTrace.Run(tracer, body));
    }

    /// <summary>A program as statements that has no result: its costs are named.</summary>
    /// <param name="body">Runs once, on symbols; its argument has the words of the language, and is of use within the body only.</param>
    public static Prob<Nothing> Model(Action<ModelTrace> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Model(m => Nothing.After(() => body(m)));
    }

    /// <summary>Prefixes the names of a program's sites, costs and parameters, as in <c>encoder/weight</c>.</summary>
    /// <typeparam name="T">Type of the result.</typeparam>
    /// <param name="name">The prefix.</param>
    /// <param name="program">The program.</param>
    public static Prob<T> Scope<T>(string name, Prob<T> program)
    {
        ArgumentNullException.ThrowIfNull(program);
        return Dsl.scope(name, program);
    }

    /// <summary>Asks for an estimator at the sites of a program, in place of the planner's choice.</summary>
    /// <remarks>It is checked when the program runs, and refused if it would be biased and bias is not allowed.</remarks>
    /// <typeparam name="T">Type of the result.</typeparam>
    /// <param name="program">The program, often one site: <c>Sample(…).Via(Estimator.Pathwise)</c>.</param>
    /// <param name="estimator">The estimator.</param>
    public static Prob<T> Via<T>(this Prob<T> program, Estimator estimator)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(estimator);
        return Dsl.via(estimator, program);
    }

    /// <summary>Structured choice on a random index: the value of the program at the index.</summary>
    /// <remarks>Sites and costs of the branches not taken do not count. An index past the last program takes the last one.</remarks>
    /// <param name="index">A scalar: 0, 1, ...; a truth value counts as 0 or 1.</param>
    /// <param name="programs">At least one.</param>
    public static Prob<Tensor> Branch(Tensor index, params Prob<Tensor>[] programs)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(programs);
        return Dsl.branch(index, ListModule.OfArray(programs));
    }

    /// <summary>Threads a state through steps, one for each item: time series, random walks, recurrences.</summary>
    /// <typeparam name="TState">Type of the state.</typeparam>
    /// <typeparam name="TItem">Type of the items.</typeparam>
    /// <param name="state">State before the first step.</param>
    /// <param name="items">One for each step; the names of step i end in <c>[i]</c>.</param>
    /// <param name="step">From the state and the item to the next state.</param>
    public static Prob<TState> Fold<TState, TItem>(TState state, IEnumerable<TItem> items, Func<TState, TItem, Prob<TState>> step)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(step);
        return ProbModule.fold(FSharpFunctions.From(step), state, items);
    }

    /// <summary>As <see cref="Fold"/>, keeping the state after each step.</summary>
    /// <typeparam name="TState">Type of the state.</typeparam>
    /// <typeparam name="TItem">Type of the items.</typeparam>
    /// <param name="state">State before the first step.</param>
    /// <param name="items">One for each step; the names of step i end in <c>[i]</c>.</param>
    /// <param name="step">From the state and the item to the next state.</param>
    public static Prob<IReadOnlyList<TState>> Scan<TState, TItem>(
        TState state, IEnumerable<TItem> items, Func<TState, TItem, Prob<TState>> step)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(step);
        return ProbModule.scan(FSharpFunctions.From(step), state, items).Select(path => (IReadOnlyList<TState>)path);
    }

    /// <summary>Runs a step while a condition on the state holds, at most a given number of times: a program of random length.</summary>
    /// <remarks>
    /// Sites and costs of turns that are not taken do not count; the names of turn i end in <c>[i]</c>. A run in which the condition still
    /// holds after the last turn (with a probability above rounding, where it is summed exactly) is an error.
    /// </remarks>
    /// <typeparam name="TState">A tensor, or a tuple or array of them.</typeparam>
    /// <param name="bound">Most turns, at least 1.</param>
    /// <param name="state">State before the first turn.</param>
    /// <param name="condition">From the state to a truth value (Bool, a scalar): whether another turn is taken.</param>
    /// <param name="step">From the state to the program of one turn, and the state after it.</param>
    public static Prob<TState> Loop<TState>(int bound, TState state, Func<TState, Tensor> condition, Func<TState, Prob<TState>> step)
    {
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentNullException.ThrowIfNull(step);
        return ProbModule.loop(bound, FSharpFunctions.From(condition), FSharpFunctions.From(step), state);
    }

#pragma warning disable RS0026 // Overloads with an optional argument: these differ in columns and rows, so that none can take a call from another.

    /// <summary>Conditionally independent repetitions, one for each row of the data: the body is written for one row.</summary>
    /// <returns>The program of the rows: the results of the body as one tensor, with the plate as its first dimension.</returns>
    /// <param name="name">Name of the plate.</param>
    /// <param name="data">Rows along its first dimension.</param>
    /// <param name="body">From a row to its program.</param>
    /// <param name="minibatch">Rows used at each run, chosen at random and scaled so that the expectation is that of all; null for all.</param>
    public static Prob<Tensor> Plate(string name, Tensor data, Func<Tensor, Prob<Tensor>> body, int? minibatch = null) =>
        Rows.Of(data).Map(name, minibatch, body);

    /// <inheritdoc cref="Plate(string, Tensor, Func{Tensor, Prob{Tensor}}, int?)"/>
    /// <param name="name">Name of the plate.</param>
    /// <param name="first">First column: rows along its first dimension.</param>
    /// <param name="second">Second column, with as many rows.</param>
    /// <param name="body">From a row to its program.</param>
    /// <param name="minibatch">Rows used at each run, chosen at random and scaled so that the expectation is that of all; null for all.</param>
    public static Prob<Tensor> Plate(
        string name, Tensor first, Tensor second, Func<Tensor, Tensor, Prob<Tensor>> body, int? minibatch = null) =>
        Rows.Of(first, second).Map(name, minibatch, Rows.Spread(body));

    /// <inheritdoc cref="Plate(string, Tensor, Func{Tensor, Prob{Tensor}}, int?)"/>
    /// <param name="name">Name of the plate.</param>
    /// <param name="first">First column: rows along its first dimension.</param>
    /// <param name="second">Second column, with as many rows.</param>
    /// <param name="third">Third column, with as many rows.</param>
    /// <param name="body">From a row to its program.</param>
    /// <param name="minibatch">Rows used at each run, chosen at random and scaled so that the expectation is that of all; null for all.</param>
    public static Prob<Tensor> Plate(
        string name, Tensor first, Tensor second, Tensor third, Func<Tensor, Tensor, Tensor, Prob<Tensor>> body, int? minibatch = null) =>
        Rows.Of(first, second, third).Map(name, minibatch, Rows.Spread(body));

    /// <summary>Conditionally independent repetitions that only add costs or weights, one for each row of the data.</summary>
    /// <param name="name">Name of the plate.</param>
    /// <param name="data">Rows along its first dimension.</param>
    /// <param name="body">From a row to its program.</param>
    /// <param name="minibatch">Rows used at each run, chosen at random and scaled so that the expectation is that of all; null for all.</param>
    public static Prob<Nothing> Plate(string name, Tensor data, Func<Tensor, Prob<Nothing>> body, int? minibatch = null) =>
        Rows.Of(data).Repeat(name, minibatch, body);

    /// <inheritdoc cref="Plate(string, Tensor, Func{Tensor, Prob{Nothing}}, int?)"/>
    /// <param name="name">Name of the plate.</param>
    /// <param name="first">First column: rows along its first dimension.</param>
    /// <param name="second">Second column, with as many rows.</param>
    /// <param name="body">From a row to its program.</param>
    /// <param name="minibatch">Rows used at each run, chosen at random and scaled so that the expectation is that of all; null for all.</param>
    public static Prob<Nothing> Plate(
        string name, Tensor first, Tensor second, Func<Tensor, Tensor, Prob<Nothing>> body, int? minibatch = null) =>
        Rows.Of(first, second).Repeat(name, minibatch, Rows.Spread(body));

    /// <inheritdoc cref="Plate(string, Tensor, Func{Tensor, Prob{Nothing}}, int?)"/>
    /// <param name="name">Name of the plate.</param>
    /// <param name="first">First column: rows along its first dimension.</param>
    /// <param name="second">Second column, with as many rows.</param>
    /// <param name="third">Third column, with as many rows.</param>
    /// <param name="body">From a row to its program.</param>
    /// <param name="minibatch">Rows used at each run, chosen at random and scaled so that the expectation is that of all; null for all.</param>
    public static Prob<Nothing> Plate(
        string name, Tensor first, Tensor second, Tensor third, Func<Tensor, Tensor, Tensor, Prob<Nothing>> body, int? minibatch = null) =>
        Rows.Of(first, second, third).Repeat(name, minibatch, Rows.Spread(body));
}
