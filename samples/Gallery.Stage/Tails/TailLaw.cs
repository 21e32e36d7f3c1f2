namespace Gallery.Tails;

/// <summary>A law of one number, by how its tail falls.</summary>
public enum TailLaw
{
    /// <summary>As exp(-t² / 2).</summary>
    Normal,

    /// <summary>As exp(-t).</summary>
    Logistic,

    /// <summary>As 1 / t².</summary>
    Cauchy,
}
