using System.Numerics.Tensors;

namespace DiffProb;

/// <summary>Where a chain begins: unconstrained numbers uniform in an interval around 0, values of finite discrete sites alike, other whole numbers small.</summary>
/// <param name="options">How it is sampled.</param>
/// <param name="plan">The kernels, and with them the discrete sites.</param>
/// <param name="key">Key of the beginning of a chain.</param>
internal sealed class ChainStart(SamplerOptions options, KernelPlan plan, Key key)
{
    /// <summary>Points that are tried.</summary>
    public const int Attempts = 100;

    // Whole numbers have means of 1 to 512, in turn.
    private const int Scales = 10;

    /// <summary>The point of an attempt.</summary>
    public void Draw(int attempt, double[] position)
    {
        var own = key.Child((ulong)attempt);
        Philox.Uniforms(own, 0, position);
        for (var i = 0; i < position.Length; i++)
        {
            position[i] = options.InitialRadius * ((2.0 * position[i]) - 1.0);
        }

        foreach (var site in plan.Discrete)
        {
            Draw(site, attempt, own.Child(site.Name), position);
        }
    }

    /// <summary>Whether a chain may begin there.</summary>
    public bool IsUsable(ChainPoint point) =>
        double.IsFinite(point.LogDensity) && (!plan.NeedsGradient || TensorPrimitives.IsFiniteAll<double>(point.Gradient));

    /// <summary>Tests the last point.</summary>
    /// <exception cref="DiffProbException">No chain may begin there.</exception>
    public void Check(ChainPoint point, int number, Func<double[], string> fault)
    {
        if (!IsUsable(point))
        {
            throw double.IsFinite(point.LogDensity)
                ? InferenceErrors.StartWithoutGradient(number + 1, Attempts, options.InitialRadius)
                : InferenceErrors.StartNotFinite(number + 1, Attempts, options.InitialRadius, point.LogDensity, fault(point.Position));
        }
    }

    private static void Draw(DiscreteCoordinates site, int attempt, Key own, double[] position)
    {
        for (var at = 0; at < site.Size; at += site.EventSize)
        {
            var random = new ElementStream(own, (ulong)at);
            if (site.Values is { } values)
            {
                values[random.NextBelow((ulong)values.Length)].CopyTo(position, site.Offset + at);
                continue;
            }

            for (var i = at; i < at + site.EventSize; i++)
            {
                position[site.Offset + i] = Math.Floor(random.NextExponential() * (1 << (attempt % Scales)));
            }
        }
    }
}
