namespace DiffProb;

/// <summary>Implicit derivatives of a beta draw with respect to its two concentrations.</summary>
/// <remarks>
/// <para>Relative error below 1e-12 for concentrations from 1e-3 to 1e5.</para>
/// <para><b>Formula</b>: d logit z / da = -(∂I/∂a) / density of logit z = (1 / density) ∫ (ψ(a) - ψ(a + b) - log t) p(t) dt over the tail below z,
/// or its negative over the tail above; db with log(1 - t) and ψ(b). The tail on whose side of the mean z lies is taken, where both integrands
/// have one sign but for a count of one half; there either the power series of the incomplete beta function, differentiated term by term, or quadrature.</para>
/// <para><b>Source</b>: Figurnov, Mohamed, Mnih (2018), arXiv:1805.08498, equation 7; Jankowiak and Obermeyer (2018), arXiv:1806.01851, for the
/// direct form, whose variance is half that of gamma ratios. Series, tail form and quadrature are our own.</para>
/// </remarks>
internal static class BetaGradient
{
    private const int MaxTerms = 2000;
    private const double Negligible = 1e-17;

    /// <summary>d logit z / da and d logit z / db at fixed quantile, for z from Beta(a, b).</summary>
    /// <param name="a">First concentration, positive.</param>
    /// <param name="b">Second concentration, positive.</param>
    /// <param name="logit">log(z / (1 - z)); z itself may round to 0 or 1.</param>
    /// <param name="da">Derivative by a; positive.</param>
    /// <param name="db">Derivative by b; negative.</param>
    public static void Logit(double a, double b, double logit, out double da, out double db)
    {
        var point = BetaPoint.AtLogit(a, b, logit);
        if (point.IsLower)
        {
            (da, db) = Lower(point);
        }
        else
        {
            (db, da) = Lower(point.Mirrored);
            (da, db) = (-da, -db);
        }
    }

    /// <summary>d logit z / da at very many points for one law; d logit z / db is minus that of Beta(b, a) at the opposite logit.</summary>
    /// <remarks>
    /// With G = d y / da at y = logit z, conservation of mass gives G' = ψ(a) - ψ(a + b) - log z - G (a - (a + b) z): all its derivatives at a point from its value there.
    /// </remarks>
    /// <param name="a">First concentration, positive.</param>
    /// <param name="b">Second concentration, positive.</param>
    public static TaylorTable Table(double a, double b)
    {
        var (origin, scale) = (Math.Log(a / b), Math.Min(1, Math.Sqrt((1 / a) + (1 / b))));
        return TaylorTable.Of(
            origin, -Reach(b, a, scale), Reach(a, b, scale), scale / 4, (x, width, g) => Taylor(a, b, origin, x, width, g), y => ByA(a, b, y));
    }

    // How far to the right cells go: to where draws are rare, or errors of the value would grow within a cell.
    private static double Reach(double a, double b, double scale)
    {
        var counts = (6 * Math.Sqrt(a * (b / (a + b)))) + 20;
        var far = Math.Min((9 * scale) + (20 / b), 40);
        return counts < b ? Math.Min(far, Math.Log((1 + (counts / a)) / (1 - (counts / b)))) : far;
    }

    private static double ByA(double a, double b, double logit)
    {
        Logit(a, b, logit, out var da, out _);
        return da;
    }

    private static void Taylor(double a, double b, double origin, double distance, double width, Span<double> g)
    {
        // From the mean m = a / (a + b): z / m = 1 / (1 + (1 - m) (e^-x - 1)).
        var (m, rest) = (a / (a + b), b / (a + b));
        var ratio = 1 / (rest + (m * Math.Exp(distance))); // of 1 - z to 1 - m
        var (z, q) = (m * Math.Exp(distance) * ratio, rest * ratio);
        var score = Digamma.LogMinus(a) - Digamma.LogMinus(a + b) - Log1p.Of(rest * Expm1.Of(-distance));
        var excess = (a + b) * m * rest * Expm1.Of(distance) * ratio; // (a + b) z - a
        Span<double> s = stackalloc double[TaylorTable.Terms]; // σ(y + h) - z, from h
        (g[0], s[0]) = (ByA(a, b, origin + distance), 0);
        for (var n = 0; n + 1 < TaylorTable.Terms; n++)
        {
            var (rise, slope) = (n == 0 ? z * q : (1 - (2 * z)) * s[n], (n == 0 ? -score : n == 1 ? -q * width : s[n - 1] * width / n) + (excess * g[n]));
            for (var k = 1; k <= n; k++)
            {
                rise -= k < n ? s[k] * s[n - k] : 0;
                slope += (a + b) * s[k] * g[n - k];
            }

            (s[n + 1], g[n + 1]) = (rise * width / (n + 1), slope * width / (n + 1));
        }
    }

    private static (double Da, double Db) Lower(BetaPoint point)
    {
        if (point.IsSeries)
        {
            return Series(point);
        }

        // With few counts in a, the tail is long left of 1/2: there the series takes over.
        var limit = point.A <= 30 ? point.Logit : double.PositiveInfinity;
        var (mass, first, second) = BetaTail.Lower(point, limit);
        var da = ((point.MinusLogX - DigammaDifference.Of(point.A, point.B)) * mass) + first;
        var db = ((point.MinusLogQ - DigammaDifference.Of(point.B, point.A)) * mass) - second;
        if (limit < double.PositiveInfinity)
        {
            var weight = Math.Exp(-BetaTail.Exponent(point, limit));
            var rest = Series(BetaPoint.AtLogit(point.A, point.B, 0));
            (da, db) = (da + (weight * rest.Da), db + (weight * rest.Db));
        }

        return (da, db);
    }

    // I = density × Σ w(k), w(k) = (a + b)ₖ xᵏ / (a)ₖ₊₁; each term differentiated at fixed x.
    private static (double Da, double Db) Series(BetaPoint point)
    {
        var (a, b) = (point.A, point.B);
        var byA = point.MinusLogX - DigammaDifference.Of(a + 1, b - 1);
        var byB = point.MinusLogQ - DigammaDifference.Of(b, a);
        var weight = 1 / a;
        var (da, db) = (weight * byA, weight * byB);
        for (var k = 0; k < MaxTerms && point.X > 0; k++)
        {
            var (rise, fall) = (1 / (a + b + k), 1 / (a + 1 + k));
            weight *= point.X * (a + b + k) * fall;
            byA += fall - rise;
            byB -= rise;
            var (termA, termB) = (weight * byA, weight * byB);
            (da, db) = (da + termA, db + termB);
            if (Math.Abs(termA) < Negligible * Math.Abs(da) && Math.Abs(termB) < Negligible * Math.Abs(db))
            {
                break;
            }
        }

        return (da, db);
    }
}
