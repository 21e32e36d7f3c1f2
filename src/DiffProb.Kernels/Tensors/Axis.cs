namespace DiffProb;

/// <summary>What a hidden axis stands for, and so how it is reduced.</summary>
public enum AxisRole
{
    /// <summary>Independent draws of the whole program: reduced by the mean.</summary>
    Particle,

    /// <summary>Values of a site with finite support: reduced by the sum weighted with their probabilities.</summary>
    Enumerated,

    /// <summary>Coupled copies of one draw (antithetic, measure-valued): reduced by the estimator that made them.</summary>
    Coupled,

    /// <summary>Conditionally independent rows: reduced by the sum, scaled by rows / batch.</summary>
    Plate,
}

/// <summary>Hidden, named axis of a tensor: seen by the language, never by model code.</summary>
/// <remarks>Axes are aligned by identity (name, size and role), not by position; an operation has the axes of all its inputs.</remarks>
/// <param name="Name">Name, unique in a program.</param>
/// <param name="Size">Number of elements along it, at least 1.</param>
/// <param name="Role">How it is reduced.</param>
public sealed record Axis(string Name, int Size, AxisRole Role)
{
    /// <summary>Order of axes in memory: particles outermost, then by role and name.</summary>
    internal static int Compare(Axis a, Axis b)
    {
        var byRole = ((int)a.Role).CompareTo((int)b.Role);
        var byName = byRole != 0 ? byRole : string.CompareOrdinal(a.Name, b.Name);
        return byName != 0 ? byName : a.Size.CompareTo(b.Size);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}:{Size}";
}
