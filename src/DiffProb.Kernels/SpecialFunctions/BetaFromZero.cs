namespace DiffProb;

/// <summary>Integrals of the density of logit z, z from Beta(a, b), from -∞ up to a point, relative to the density there, however far right of the peak it lies.</summary>
/// <remarks>
/// <para>For a up to 5, or b up to 1. Relative error below 1e-13.</para>
/// <para><b>Formula</b>: in η, sinh² η = z / (1 - z), where the integrand is smooth at 0: Gauss-Legendre panels that double. <b>Source</b>: our own.</para>
/// </remarks>
internal static class BetaFromZero
{
    private const double Large = 60; // a logit from which 1 is below a rounding of the odds

    /// <summary>The mass, and the integral of (a/b) z + log(1 - z) + z.</summary>
    public static (double Mass, double Pull) Of(BetaPoint point)
    {
        var (odds, isFar) = (point.X / point.Q, point.Logit > Large);
        var (length, done, mass, pull) = (isFar ? (0.5 * point.Logit) + Math.Log(2) : Math.Asinh(Math.Sqrt(odds)), 0.0, 0.0, 0.0);
        while (done < length)
        {
            var width = Math.Min(length - done, Math.Max(2, done));
            for (var i = 0; i < GaussLegendre.Count; i++)
            {
                var at = done + (width * GaussLegendre.Nodes[i]);
                var (sinh, tanh) = (Math.Sinh(at), Math.Tanh(at));
                var rise = isFar ? 2 * (length - at - Log1p.Of(Math.Exp(-2 * at))) : Log1p.Of((odds - (sinh * sinh)) / (1 + (sinh * sinh)));
                var fall = isFar ? 2 * Math.Log(tanh) : Math.Log(sinh * sinh / odds) + rise;
                var density = 2 * width * GaussLegendre.Weights[i] / tanh * Math.Exp((point.A * fall) + (point.B * rise));
                mass += density;
                pull += density * Pulled(point, tanh * tanh, rise - point.MinusLogQ);
            }

            done += width;
        }

        return (mass, pull);
    }

    /// <summary>(a/b) x + log(1 - x) + x, which is 0 with its slope at 0 but for the first term.</summary>
    public static double Pulled(BetaPoint point, double x, double logQ) => (point.A / point.B * x) + (x <= 0.5 ? Log1pmx.Of(-x) : logQ + x);
}
