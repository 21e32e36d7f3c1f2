namespace DiffProb;

/// <summary>Divergences of laws of angles.</summary>
internal static class CircularDivergences
{
    public static KlRule[] Rules => [KlRule.Of<VonMises, VonMises>(OfVonMises)];

    // log I₀(k') - log I₀(k) - (k' - k) A(k), and A(k) k' (1 - cos of the angle between them): two terms of at least 0.
    private static Tensor OfVonMises(VonMises p, VonMises q)
    {
        var (own, other) = (p.Get("concentration"), q.Get("concentration"));
        var turned = (0.5 * (p.Get("loc") - q.Get("loc"))).Sin().Square();
        return VonMisesForms.LogBesselI0Bregman(other, own) + (2.0 * VonMisesForms.BesselRatio(own) * other * turned);
    }
}
