namespace DiffProb;

/// <summary>Entropy of a standard normal plus an exponential of rate k, and its slope.</summary>
/// <remarks>
/// <para>Error below 1e-14 of the entropy, and of its slope below 1e-12, relative, up to k = 1e3; beyond, where that is -1/k³, below 1e-15 k.</para>
/// <para><b>Formula</b>: with t = z - k it is 1 - log k - k²/2 - E log Φ(t) for small k, and -E log f for large ones, where that cancels. The slope is
/// -1/k - k - E (1/k - z) log Φ(t), and E e(t) (λ(t) - k) / k, with λ = φ / Φ and e(t) = t + λ(t). By the trapezoidal rule, whose error is exp(-2πd/h) times what the normal density
/// grows by, exp(d²/2), with d = 2.8 the distance of the zeros of Φ from the real line.</para>
/// </remarks>
internal static class ExponentiallyModifiedEntropy
{
    private const double Step = 0.4;
    private const double Small = 3.0; // up to here the exponential is wider than a third of the normal
    private const double Left = -10.4, Right = 17.2; // where the normal has ended, and an exponential of rate 3 after it

    /// <summary>The entropy in nats.</summary>
    public static double Of(double k) => !(k > 0.0) ? double.NaN
        : k < Small ? 1.0 - Math.Log(k) - (0.5 * k * k) - Sum(k, (z, t) => k * LogNdtr.Of(t), Small + 10.0)
        : -Math.Log(k) - Sum(k, (z, t) => k * ExponentiallyModifiedTail.LogRest(z, k), Right);

    /// <summary>Its derivative.</summary>
    public static double Slope(double k) => !(k > 0.0) ? double.NaN
        : k < Small ? -(1.0 / k) - k - Sum(k, (z, t) => (1.0 - (k * z)) * LogNdtr.Of(t), Small + 10.0)
        : Sum(k, (z, t) => NormalExcess.Of(t) * ExponentiallyModifiedSlope.Of(z, k), Right);

    // ∫ M f dz, with k M the density.
    private static double Sum(double k, Func<double, double, double> f, double right)
    {
        var sum = 0.0;
        for (var z = Left; z < right; z += Step)
        {
            sum += Math.Exp(ExponentiallyModifiedTail.LogRest(z, k)) * f(z, z - k);
        }

        return Step * sum;
    }
}
