using System.Numerics.Tensors;

namespace DiffProb;

/// <summary>Weights of particles, which sum to 1, and the evidence that they were normalized by.</summary>
internal sealed class ParticleWeights
{
    private readonly double[] logs;

    public ParticleWeights(int particles)
    {
        (logs, Weights) = (new double[particles], new double[particles]);
        MakeEqual();
    }

    /// <summary>The weights.</summary>
    public double[] Weights { get; }

    /// <summary>log of the product of all mean increments, in nats.</summary>
    public double LogEvidence { get; private set; }

    /// <summary>1 / Σ w²: how many equal weights these are worth.</summary>
    public double EffectiveSampleSize => Math.Min(1.0 / TensorPrimitives.SumOfSquares(Weights), Weights.Length);

    /// <summary>Whether a particle has weight zero: what it goes on to does not count.</summary>
    public bool IsDead(int particle) => double.IsNegativeInfinity(logs[particle]);

    public void MakeEqual()
    {
        Array.Fill(logs, -Math.Log(logs.Length));
        Array.Fill(Weights, 1.0 / logs.Length);
    }

    /// <summary>Multiplies by exp of the increments, and normalizes.</summary>
    /// <param name="increments">In nats; -∞ for a particle that dies, never NaN or +∞ for one that lives.</param>
    /// <returns>Whether a particle lives; if none does, nothing changes.</returns>
    public bool Add(ReadOnlySpan<double> increments)
    {
        var total = new double[logs.Length];
        for (var i = 0; i < total.Length; i++)
        {
            total[i] = IsDead(i) ? double.NegativeInfinity : logs[i] + increments[i];
        }

        var log = LogTotal.Of(total);
        if (double.IsNegativeInfinity(log))
        {
            return false;
        }

        LogEvidence += log;
        TensorPrimitives.Subtract(total, log, logs);
        TensorPrimitives.Exp(logs, Weights);
        return true;
    }
}
