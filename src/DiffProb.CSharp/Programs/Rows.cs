using Microsoft.FSharp.Core;

namespace DiffProb;

/// <summary>Plates of C# as plates of the language: columns side by side, and a body for one row.</summary>
internal static class Rows
{
    internal static Columns<Tensor> Of(Tensor data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Columns.one(data);
    }

    internal static Columns<Tuple<Tensor, Tensor>> Of(Tensor first, Tensor second) => Columns.pair(Of(first), Of(second));

    internal static Columns<Tuple<Tensor, Tensor, Tensor>> Of(Tensor first, Tensor second, Tensor third) =>
        Columns.triple(Of(first), Of(second), Of(third));

    internal static Func<Tuple<Tensor, Tensor>, T> Spread<T>(Func<Tensor, Tensor, T> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return row => body(row.Item1, row.Item2);
    }

    internal static Func<Tuple<Tensor, Tensor, Tensor>, T> Spread<T>(Func<Tensor, Tensor, Tensor, T> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return row => body(row.Item1, row.Item2, row.Item3);
    }

    internal static Prob<Tensor> Map<TRow>(this Columns<TRow> columns, string name, int? minibatch, Func<TRow, Prob<Tensor>> body) =>
        ProbModule.map(Named(columns, name, minibatch), FSharpFunctions.From(body));

    internal static Prob<Nothing> Repeat<TRow>(this Columns<TRow> columns, string name, int? minibatch, Func<TRow, Prob<Nothing>> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        Func<TRow, Prob<Unit>> discarding = row => body(row).Select(_ => (Unit)null!);
        return Dsl.prob.For(Named(columns, name, minibatch), FSharpFunctions.From(discarding)).Select(_ => Nothing.Here);
    }

    private static PlateOf<TRow> Named<TRow>(Columns<TRow> columns, string name, int? minibatch)
    {
        var plate = columns.Named(name);
        return minibatch is { } size ? Dsl.minibatch(size, plate) : plate;
    }
}
