namespace Gallery;

/// <summary>A number that a sample finds, beside the right one.</summary>
/// <param name="What">What it is.</param>
/// <param name="Found">What was found.</param>
/// <param name="Exact">What is right.</param>
/// <param name="Within">How far apart they may be.</param>
public sealed record Answer(string What, double Found, double Exact, double Within)
{
    /// <summary>Whether they are as near as they should be.</summary>
    public bool IsReached => Math.Abs(Found - Exact) <= Within;
}
