namespace DiffProb;

/// <summary>The words of the language as statements, within the body of <see cref="Prob.Model{T}(Func{ModelTrace, T})"/>.</summary>
/// <remarks>Each does what the word of the same name in <see cref="Prob"/> does, and returns what a query would bind.</remarks>
public sealed class ModelTrace
{
    private readonly Tracer tracer;
    private bool isOver;

    private ModelTrace(Tracer tracer) => this.tracer = tracer;

    internal static T Run<T>(Tracer tracer, Func<ModelTrace, T> body)
    {
        var trace = new ModelTrace(tracer);
        try
        {
            return body(trace);
        }
        finally
        {
            trace.isOver = true;
        }
    }

    /// <summary>Runs a program here, as a part of this one.</summary>
    /// <typeparam name="T">Type of its result.</typeparam>
    /// <param name="program">The program.</param>
    /// <exception cref="DiffProbException">The body of this model has ended.</exception>
    public T Run<T>(Prob<T> program)
    {
        ArgumentNullException.ThrowIfNull(program);
        return isOver ? throw FacadeErrors.ModelIsOver() : program.Run(tracer);
    }

    /// <inheritdoc cref="Prob.Param(string, Tensor)"/>
    public Tensor Param(string name, Tensor initial) => Run(Prob.Param(name, initial));

    /// <inheritdoc cref="Prob.Param(string, Tensor, Support)"/>
    public Tensor Param(string name, Tensor initial, Support support) => Run(Prob.Param(name, initial, support));

    /// <inheritdoc cref="Prob.Sample(string, Distribution)"/>
    public Tensor Sample(string name, Distribution distribution) => Run(Prob.Sample(name, distribution));

    /// <inheritdoc cref="Prob.Sample(Distribution)"/>
    public Tensor Sample(Distribution distribution) => Run(Prob.Sample(distribution));

    /// <inheritdoc cref="Prob.Observe"/>
    public Tensor Observe(string name, Distribution distribution, Tensor value) => Run(Prob.Observe(name, distribution, value));

    /// <inheritdoc cref="Prob.ObservePresent"/>
    public void ObservePresent(string name, Distribution distribution, Tensor value) => Run(Prob.ObservePresent(name, distribution, value));

    /// <inheritdoc cref="Prob.Impute"/>
    public Tensor Impute(string name, Distribution distribution, Tensor value) => Run(Prob.Impute(name, distribution, value));

    /// <inheritdoc cref="Prob.Factor"/>
    public void Factor(string name, Tensor logWeight) => Run(Prob.Factor(name, logWeight));

    /// <inheritdoc cref="Prob.Cost"/>
    public void Cost(string name, Tensor value) => Run(Prob.Cost(name, value));

    /// <inheritdoc cref="Prob.Through"/>
    public Tensor Through(ITensorModule module, params Tensor[] inputs) => Run(Prob.Through(module, inputs));

    /// <inheritdoc cref="Prob.Deterministic"/>
    public Tensor Deterministic(string name, Tensor value) => Run(Prob.Deterministic(name, value));

    /// <summary>Prefixes the names inside, as in <c>encoder/weight</c>.</summary>
    /// <typeparam name="T">Type of the result.</typeparam>
    /// <param name="name">The prefix.</param>
    /// <param name="body">The statements.</param>
    public T Scope<T>(string name, Func<T> body) => Run(Prob.Scope(name, Part(body)));

    /// <inheritdoc cref="Scope{T}(string, Func{T})"/>
    public void Scope(string name, Action body) => Run(Prob.Scope(name, Part(body)));

    /// <summary>Asks for an estimator at the sites inside, in place of the planner's choice.</summary>
    /// <typeparam name="T">Type of the result.</typeparam>
    /// <param name="estimator">The estimator.</param>
    /// <param name="body">The statements.</param>
    public T Via<T>(Estimator estimator, Func<T> body) => Run(Part(body).Via(estimator));

    /// <summary>Structured choice on a random index: the value of the statements at the index.</summary>
    /// <remarks>Sites and costs of the branches not taken do not count. An index past the last takes the last.</remarks>
    /// <param name="index">A scalar: 0, 1, ...; a truth value counts as 0 or 1.</param>
    /// <param name="bodies">At least one.</param>
    public Tensor Branch(Tensor index, params Func<Tensor>[] bodies) => Run(Prob.Branch(index, [.. bodies.Select(Part)]));

    /// <summary>Threads a state through steps, one for each item; the names of step i end in <c>[i]</c>.</summary>
    /// <typeparam name="TState">Type of the state.</typeparam>
    /// <typeparam name="TItem">Type of the items.</typeparam>
    /// <param name="state">State before the first step.</param>
    /// <param name="items">One for each step.</param>
    /// <param name="step">From the state and the item to the next state.</param>
    public TState Fold<TState, TItem>(TState state, IEnumerable<TItem> items, Func<TState, TItem, TState> step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return Run(Prob.Fold(state, items, (before, item) => Part(() => step(before, item))));
    }

    /// <summary>As <see cref="Fold"/>, keeping the state after each step.</summary>
    /// <typeparam name="TState">Type of the state.</typeparam>
    /// <typeparam name="TItem">Type of the items.</typeparam>
    /// <param name="state">State before the first step.</param>
    /// <param name="items">One for each step.</param>
    /// <param name="step">From the state and the item to the next state.</param>
    public IReadOnlyList<TState> Scan<TState, TItem>(TState state, IEnumerable<TItem> items, Func<TState, TItem, TState> step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return Run(Prob.Scan(state, items, (before, item) => Part(() => step(before, item))));
    }

    /// <summary>Runs a step while a condition on the state holds, at most a given number of times: a program of random length.</summary>
    /// <remarks>Sites and costs of turns that are not taken do not count; the names of turn i end in <c>[i]</c>. See <see cref="Prob.Loop"/>.</remarks>
    /// <typeparam name="TState">A tensor, or a tuple or array of them.</typeparam>
    /// <param name="bound">Most turns, at least 1.</param>
    /// <param name="state">State before the first turn.</param>
    /// <param name="condition">From the state to a truth value (Bool, a scalar): whether another turn is taken.</param>
    /// <param name="step">From the state before a turn to the state after it.</param>
    public TState Loop<TState>(int bound, TState state, Func<TState, Tensor> condition, Func<TState, TState> step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return Run(Prob.Loop(bound, state, condition, before => Part(() => step(before))));
    }

#pragma warning disable RS0026 // Overloads with an optional argument: see Prob.Plate.

    /// <inheritdoc cref="Prob.Plate(string, Tensor, Func{Tensor, Prob{Tensor}}, int?)"/>
    public Tensor Plate(string name, Tensor data, Func<Tensor, Tensor> body, int? minibatch = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Run(Prob.Plate(name, data, row => Part(() => body(row)), minibatch));
    }

    /// <inheritdoc cref="Prob.Plate(string, Tensor, Tensor, Func{Tensor, Tensor, Prob{Tensor}}, int?)"/>
    public Tensor Plate(string name, Tensor first, Tensor second, Func<Tensor, Tensor, Tensor> body, int? minibatch = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Run(Prob.Plate(name, first, second, (a, b) => Part(() => body(a, b)), minibatch));
    }

    /// <inheritdoc cref="Prob.Plate(string, Tensor, Tensor, Tensor, Func{Tensor, Tensor, Tensor, Prob{Tensor}}, int?)"/>
    public Tensor Plate(string name, Tensor first, Tensor second, Tensor third, Func<Tensor, Tensor, Tensor, Tensor> body, int? minibatch = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Run(Prob.Plate(name, first, second, third, (a, b, c) => Part(() => body(a, b, c)), minibatch));
    }

    /// <inheritdoc cref="Prob.Plate(string, Tensor, Func{Tensor, Prob{Nothing}}, int?)"/>
    public void Plate(string name, Tensor data, Action<Tensor> body, int? minibatch = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        Run(Prob.Plate(name, data, row => Part(() => body(row)), minibatch));
    }

    /// <inheritdoc cref="Prob.Plate(string, Tensor, Tensor, Func{Tensor, Tensor, Prob{Nothing}}, int?)"/>
    public void Plate(string name, Tensor first, Tensor second, Action<Tensor, Tensor> body, int? minibatch = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        Run(Prob.Plate(name, first, second, (a, b) => Part(() => body(a, b)), minibatch));
    }

    /// <inheritdoc cref="Prob.Plate(string, Tensor, Tensor, Tensor, Func{Tensor, Tensor, Tensor, Prob{Nothing}}, int?)"/>
    public void Plate(string name, Tensor first, Tensor second, Tensor third, Action<Tensor, Tensor, Tensor> body, int? minibatch = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        Run(Prob.Plate(name, first, second, third, (a, b, c) => Part(() => body(a, b, c)), minibatch));
    }

    // The statements of a body, run when the language comes to them.
    private static Prob<T> Part<T>(Func<T> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Prob.Model(_ => body());
    }

    private static Prob<Nothing> Part(Action body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Prob.Model(_ => body());
    }
}
