namespace DiffProb;

/// <summary>Implicit derivative by b of log s, s = b x / (1 - x) with x from Beta(a, b): s becomes a Gamma(a, 1) as b grows, and the derivative goes to 0 as 1 / b².</summary>
/// <remarks>
/// <para>Relative error below 1e-12 for b from 1e-300 to 1e300; for a above 1, where it has a zero, near that the error of its values around.</para>
/// <para><b>Formula</b>: with y = log s, dy / db = -(1 / density of y) ∫ S p dt over the tail below y, or its negative over the tail above;
/// S = ψ(a + b) - ψ(b) - a/b + (a/b) x + log(1 - x) + x is the derivative of the log density at a fixed y. The tail on whose side of the mean y lies is taken;
/// with few counts, the one in which S has one sign. The lower one is then <see cref="BetaFromZero"/>; elsewhere panels in the logit, along which both fall.</para>
/// <para><b>Source</b>: Figurnov, Mohamed, Mnih (2018), arXiv:1805.08498, equation 7; form and quadrature are our own.</para>
/// </remarks>
internal static class ScaledOddsGradient
{
    private const double FewCounts = 5;
    private const double Small = -80; // log s from which down S is linear in s
    private const double Panel = 4;   // the logit is singular at distance π from the real line

    /// <summary>d log s / db at a fixed quantile.</summary>
    /// <param name="a">First concentration, positive.</param>
    /// <param name="b">Second concentration, positive.</param>
    /// <param name="logS">log s.</param>
    public static double Of(double a, double b, double logS)
    {
        var (logit, excess) = (logS - Math.Log(b), DigammaExcess.Of(a, b));
        if (double.IsNaN(a + logit))
        {
            return double.NaN;
        }

        var point = BetaPoint.AtLogit(a, b, logit);
        var isSmooth = a <= FewCounts || b <= 1;
        return point.Slope < 0 && !(isSmooth && excess + BetaFromZero.Pulled(point, point.X, -point.MinusLogQ) >= 0) ? Tail(point, point.Mirrored, excess, isLower: false)
            : logS < Small ? -((excess / a) + (a / b * point.X / (a + 1)))
            : isSmooth ? -FromZero(point, excess)
            : -Tail(point, point, excess, isLower: true);
    }

    private static double FromZero(BetaPoint point, double excess)
    {
        var (mass, pull) = BetaFromZero.Of(point);
        return (excess * mass) + pull;
    }

    // Over the distance in logit from the point outwards.
    private static double Tail(BetaPoint point, BetaPoint side, double excess, bool isLower)
    {
        var (length, done, sum) = (BetaTail.Length(side), 0.0, 0.0);
        while (done < length)
        {
            var width = Math.Min(length - done, isLower ? Panel : Math.Max(Panel, point.Logit + done));
            for (var i = 0; i < GaussLegendre.Count; i++)
            {
                var (fall, rise) = FallAndRise(side, done + (width * GaussLegendre.Nodes[i]));
                var (x, q) = isLower ? (-fall, rise) : (rise, -fall);
                var score = excess + BetaFromZero.Pulled(point, point.X * Math.Exp(x), q - point.MinusLogQ);
                sum += width * GaussLegendre.Weights[i] * score * Math.Exp((side.B * rise) - (side.A * fall));
            }

            done += width;
        }

        return sum;
    }

    // The fall of log x and the rise of log(1 - x) at distance v below a point, the one that stays nearer to 0 first.
    private static (double Fall, double Rise) FallAndRise(BetaPoint point, double v)
    {
        if (point.X <= 0.5)
        {
            var rise = -Log1p.Of(point.X * Expm1.Of(-v));
            return (v - rise, rise);
        }

        var fall = v > 700 ? v + Math.Log(point.Q) : Log1p.Of(point.Q * Expm1.Of(v));
        return (fall, v - fall);
    }
}
