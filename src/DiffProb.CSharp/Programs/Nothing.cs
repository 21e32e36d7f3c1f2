namespace DiffProb;

/// <summary>The result of a program that only adds costs or weights.</summary>
/// <remarks>It is no tensor, so that the cost of <c>from _ in Cost("miss", distance) select _</c> counts once.</remarks>
public readonly struct Nothing
{
    internal static Nothing Here => default;

    internal static Nothing After(Action act)
    {
        act();
        return Here;
    }
}
