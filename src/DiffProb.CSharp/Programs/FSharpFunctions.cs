using Microsoft.FSharp.Core;

namespace DiffProb;

/// <summary>Delegates as functions of F#.</summary>
internal static class FSharpFunctions
{
    internal static FSharpFunc<TIn, TOut> From<TIn, TOut>(Func<TIn, TOut> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return FuncConvert.FromFunc(function);
    }

    internal static FSharpFunc<TFirst, FSharpFunc<TSecond, TOut>> From<TFirst, TSecond, TOut>(Func<TFirst, TSecond, TOut> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return FuncConvert.FromFunc(function);
    }
}
