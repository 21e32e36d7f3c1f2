namespace DiffProb;

/// <summary>Query syntax for programs: <c>from … in … from … in … select …</c>.</summary>
public static class Query
{
    /// <summary>The program whose result is changed: the last line of a query, or a <c>let</c>.</summary>
    /// <typeparam name="T">Type of the result before.</typeparam>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="program">The program.</param>
    /// <param name="selector">From the result before to the result.</param>
    public static Prob<TResult> Select<T, TResult>(this Prob<T> program, Func<T, TResult> selector)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(selector);
        return Prob<TResult>.Create(tracer => selector(program.Run(tracer)));
    }

    /// <summary>One program after another, which may use its result.</summary>
    /// <typeparam name="T">Type of the first result.</typeparam>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="program">The first program.</param>
    /// <param name="next">From its result to the next program.</param>
    public static Prob<TResult> SelectMany<T, TResult>(this Prob<T> program, Func<T, Prob<TResult>> next)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(next);
        return Prob<TResult>.Create(tracer => next(program.Run(tracer)).Run(tracer));
    }

    /// <summary>One program after another, which may use its result, and a result from both: two <c>from</c> of a query.</summary>
    /// <typeparam name="T">Type of the first result.</typeparam>
    /// <typeparam name="TNext">Type of the second result.</typeparam>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="program">The first program.</param>
    /// <param name="next">From its result to the next program.</param>
    /// <param name="selector">From both results to the result.</param>
    public static Prob<TResult> SelectMany<T, TNext, TResult>(
        this Prob<T> program, Func<T, Prob<TNext>> next, Func<T, TNext, TResult> selector)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(next);
        ArgumentNullException.ThrowIfNull(selector);
        return program.SelectMany(first => next(first).Select(second => selector(first, second)));
    }
}
