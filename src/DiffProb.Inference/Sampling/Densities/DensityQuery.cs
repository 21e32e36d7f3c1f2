namespace DiffProb;

/// <summary>What a chain wants to know at a position.</summary>
internal enum QueryKind
{
    /// <summary>Log density and gradient.</summary>
    Gradient,

    /// <summary>Log density alone.</summary>
    Density,

    /// <summary>Probabilities of the values of a discrete site given all else.</summary>
    Conditional,
}

/// <summary>A question of a chain about a position, and the answer to it. A chain asks by it over and over.</summary>
/// <param name="chain">Number of the chain, from 0.</param>
/// <param name="dimension">Length of a position.</param>
internal sealed class DensityQuery(int chain, int dimension)
{
    /// <summary>Number of the chain, from 0.</summary>
    public int Chain => chain;

    /// <summary>What is asked.</summary>
    public QueryKind Kind { get; set; }

    /// <summary>Where.</summary>
    public double[] Position { get; set; } = new double[dimension];

    /// <summary>Receives the gradient.</summary>
    public double[] Gradient { get; set; } = new double[dimension];

    /// <summary>Receives the log density, in nats; NaN or an infinity where it is not finite.</summary>
    public double LogDensity { get; set; }

    /// <summary>The discrete site that is asked for.</summary>
    public string Site { get; set; } = "";

    /// <summary>Receives its probabilities: rows, then values.</summary>
    public double[] Probabilities { get; set; } = [];

    /// <summary>How far the chain is: it grows with each kernel that begins its part.</summary>
    public long Phase { get; set; }

    /// <summary>Whether the chain would be left half changed if it stopped here.</summary>
    public bool IsLearning { get; set; }
}
