namespace DiffProb;

/// <summary>A law between two bounds: density, probabilities, quantiles, path derivatives and moments, exact however far out the window lies and however narrow it is.</summary>
/// <remarks>
/// <para>Points are distances from the reference: the peak of the law, or the bound next to it. Logarithms of masses are those of integrals of exp of
/// changes of the log density, and derivatives are averages of changes of the score, so that neither the tail probabilities, which underflow, nor
/// their differences, which cancel, are ever formed.</para>
/// <para>Along the path on which the probability u = L / (L + R) stays, with L and R the masses left and right of x, and s the score of a parameter:
/// dx/dθ = (E[s | right] - E[s | left]) L R / ((L + R) f(x)), dx/dlow = (1 - u) f(low) / f(x), dx/dhigh = u f(high) / f(x).</para>
/// </remarks>
internal readonly struct TruncationWindow<TLaw>
    where TLaw : struct, ITruncatedLaw
{
    private readonly TLaw law;
    private readonly double loc;
    private readonly double scale;
    private readonly double low;
    private readonly double high;

    // The bound or the peak that distances are counted from, in x and in y, and how far the window goes on both sides.
    private readonly double origin;
    private readonly double reference;
    private readonly double left;
    private readonly double right;
    private readonly double massLeft;
    private readonly double massRight;

    public TruncationWindow(in TLaw law, double loc, double scale, double low, double high)
    {
        (this.law, this.loc, this.scale, this.low, this.high) = (law, loc, scale, low, high);
        var (a, b) = (law.Of((low - loc) / scale), law.Of((high - loc) / scale));
        if (a >= law.Mode)
        {
            (origin, reference, left, right) = (low, a, 0.0, StepTo(high, low));
        }
        else if (b <= law.Mode)
        {
            (origin, reference, left, right) = (high, b, -StepTo(low, high), 0.0);
        }
        else
        {
            (origin, reference, left, right) = (loc + (scale * law.Value(law.Mode)), law.Mode, law.Mode - a, b - law.Mode);
        }

        massLeft = Mass(reference, -left);
        massRight = Mass(reference, right);
    }

    private double LogTotal => Math.Log(massLeft + massRight);

    /// <summary>The point at x.</summary>
    public WindowPoint At(double x)
    {
        x = Math.Max(Math.Min(x, high), low);
        var z = (x - loc) / scale;
        if (double.IsInfinity(z))
        {
            return x > 0.0 ? new(double.PositiveInfinity, right, double.PositiveInfinity, 0.0) : new(double.NegativeInfinity, -left, 0.0, double.PositiveInfinity);
        }

        var toLeft = x == low ? 0.0 : double.IsInfinity(low) ? double.PositiveInfinity : StepTo(x, low);
        var toRight = x == high ? 0.0 : double.IsInfinity(high) ? double.PositiveInfinity : -StepTo(x, high);
        var distance = left == 0.0 ? toLeft : right == 0.0 ? -toRight : law.Of(z) - reference;
        return new(reference + distance, distance, Math.Max(toLeft, 0.0), Math.Max(toRight, 0.0));
    }

    /// <summary>The point at a distance in y from the reference, with a probability below it: near a bound, that tells how near.</summary>
    public WindowPoint From(double distance, double probability)
    {
        var (toLeft, toRight) = (left + distance, right - distance);
        return new(
            reference + distance,
            distance,
            toLeft < -distance ? FromBound(low, -left, toLeft, probability) : toLeft,
            toRight < distance ? -FromBound(high, right, -toRight, 1.0 - probability) : toRight);
    }

    /// <summary>x at a distance in y from the reference, within the bounds: from the nearer of reference and bound.</summary>
    /// <param name="distance">What <see cref="Quantile"/> gave.</param>
    /// <param name="probability">What it was given.</param>
    public double Value(double distance, double probability)
    {
        var (toLeft, toRight) = (left + distance, right - distance);
        return Within(toLeft < -distance ? low + (scale * law.StepBack(reference - left, FromBound(low, -left, toLeft, probability)))
            : toRight < distance ? high + (scale * law.StepBack(reference + right, FromBound(high, right, -toRight, 1.0 - probability)))
            : Advance(distance));
    }

    /// <summary>Log density in x.</summary>
    public double LogDensity(in WindowPoint p)
    {
        var change = law.DensityChange(reference, p.Distance);
        return double.IsNegativeInfinity(change) ? change : change - law.LogSlope(reference) - LogTotal - Math.Log(scale);
    }

    /// <summary>d log density / dx.</summary>
    public double DensitySlope(in WindowPoint p) => law.DensitySlope(p.Y) / scale;

    /// <summary>d log density / d parameter at a fixed x: the score there less its average.</summary>
    public double Score(in WindowPoint p, WindowWeight parameter)
    {
        var (below, above) = Sides(p, parameter);
        var u = Share(below, above);
        return -((u * below.Average) + (Share(above, below) * above.Average)) / (parameter == WindowWeight.Shape ? 1.0 : scale);
    }

    /// <summary>Probability below a point.</summary>
    public double Below(in WindowPoint p)
    {
        var (below, above) = Sides(p, WindowWeight.None);
        return Share(below, above);
    }

    /// <summary>Logarithm of the probability below a point.</summary>
    public double LogBelow(in WindowPoint p)
    {
        var (below, above) = Sides(p, WindowWeight.None);
        return -Softplus.Of(above.LogMass - below.LogMass);
    }

    /// <summary>Probability above a point.</summary>
    public double Above(in WindowPoint p)
    {
        var (below, above) = Sides(p, WindowWeight.None);
        return Share(above, below);
    }

    /// <summary>Logarithm of the probability above a point.</summary>
    public double LogAbove(in WindowPoint p)
    {
        var (below, above) = Sides(p, WindowWeight.None);
        return -Softplus.Of(below.LogMass - above.LogMass);
    }

    /// <summary>dx / d loc, scale or shape at a fixed probability.</summary>
    public double Path(in WindowPoint p, WindowWeight parameter)
    {
        var (below, above) = Sides(p, parameter);
        var smaller = Math.Min(below.LogMass, above.LogMass);
        var parallel = Math.Exp(smaller + law.LogSlope(p.Y)) / (1.0 + Math.Exp(smaller - Math.Max(below.LogMass, above.LogMass)));
        return parallel == 0.0 ? 0.0 : parallel * (above.Average - below.Average) * (parameter == WindowWeight.Shape ? scale : 1.0);
    }

    /// <summary>dx / dlow at a fixed probability.</summary>
    public double PathOfLow(in WindowPoint p) => double.IsInfinity(low) ? 0.0 : Above(p) * Math.Exp(law.DensityChange(p.Y, -p.Left));

    /// <summary>dx / dhigh at a fixed probability.</summary>
    public double PathOfHigh(in WindowPoint p) => double.IsInfinity(high) ? 0.0 : Below(p) * Math.Exp(law.DensityChange(p.Y, p.Right));

    /// <summary>Distance in y from the reference of the point with this probability below it.</summary>
    public double Quantile(double probability)
    {
        if (!(probability > 0.0 && probability < 1.0))
        {
            return probability <= 0.0 ? -left : probability >= 1.0 ? right : double.NaN;
        }

        var total = massLeft + massRight;
        if (double.IsNaN(total))
        {
            return double.NaN; // parameters outside of their supports
        }

        if (total == 0.0)
        {
            return 0.0; // narrower than numbers can tell apart
        }

        var (below, above) = (probability * total, (1.0 - probability) * total);
        return below <= massLeft
            ? -new WindowQuantile<TLaw>(law, reference, -left).Find(above - massRight, below)
            : new WindowQuantile<TLaw>(law, reference, right).Find(below - massLeft, above);
    }

    /// <summary>Mean: NaN, or infinite, where a tail without an end is too heavy.</summary>
    public double Mean() => Exists(1) ? origin + (scale * Average(WindowWeight.Distance)) : Infinite();

    /// <summary>Variance: NaN, or infinite, where a tail without an end is too heavy.</summary>
    public double Variance()
    {
        if (!Exists(2))
        {
            return Exists(1) ? double.PositiveInfinity : double.NaN;
        }

        var mean = Average(WindowWeight.Distance);
        return scale * scale * (Average(WindowWeight.SquaredDistance) - (mean * mean));
    }

    /// <summary>Entropy in nats.</summary>
    public double Entropy() => LogTotal + Math.Log(scale) - Average(WindowWeight.LogDensity);

    // The step in y from a bound that has a probability between it and the point, by Newton's method from a guess that has lost digits.
    private double FromBound(double bound, double toBound, double guess, double probability)
    {
        var (y, gap) = (law.Of((bound - loc) / scale), guess);
        var target = Math.Log(probability * (massLeft + massRight)) - law.Change(reference, toBound);
        for (var step = 0; step < 3; step++)
        {
            var mass = WindowIntegral.Of(law, y, gap, WindowWeight.None).LogMass;
            gap += Math.Sign(guess) * (target - mass) * Math.Exp(mass - law.Change(y, gap));
        }

        return double.IsFinite(gap) ? gap : guess;
    }

    // The step in y to x from a point: of their difference, unless that is most of the larger of them.
    private double StepTo(double x, double from)
    {
        var (z, step) = ((from - loc) / scale, (x - from) / scale);
        return Math.Abs(step) > 0.5 * Math.Abs(z) ? law.Of((x - loc) / scale) - law.Of(z) : law.Step(z, step);
    }

    // x at a distance in y from the reference: the origin and a step, unless the step takes most of it away.
    private double Advance(double distance)
    {
        var (start, step) = (origin - loc, scale * law.StepBack(reference, distance));
        return Math.Abs(start + step) < 0.5 * Math.Abs(start) ? loc + (scale * law.Value(reference + distance)) : origin + step;
    }

    private double Within(double x) => Math.Max(Math.Min(x, high), low);

    private static Side None => new(double.NegativeInfinity, 0.0);

    private static Side All => new(0.0, 0.0);

    private static double Share(in Side of, in Side other) => 1.0 / (1.0 + Math.Exp(other.LogMass - of.LogMass));

    private (Side Below, Side Above) Sides(in WindowPoint p, WindowWeight weight)
    {
        if (double.IsFinite(p.Y) && massLeft + massRight != 0.0)
        {
            return (WindowIntegral.Of(law, p.Y, -p.Left, weight), WindowIntegral.Of(law, p.Y, p.Right, weight));
        }

        // An infinite point, or a window that is a point itself.
        return p.Distance < 0.0 ? (None, All) : (All, None);
    }

    private double Mass(double y, double extent) => Math.Exp(WindowIntegral.Of(law, y, extent, WindowWeight.None).LogMass);

    private double Average(WindowWeight weight)
    {
        var (below, above) = (WindowIntegral.Of(law, reference, -left, weight), WindowIntegral.Of(law, reference, right, weight));
        var total = massLeft + massRight;
        return total == 0.0 ? 0.0 : ((massLeft / total) * below.Average) + ((massRight / total) * above.Average);
    }

    private bool Exists(int order) => law.TailIndex > order || (double.IsFinite(low) && double.IsFinite(high));

    private double Infinite() => double.IsFinite(low) ? double.PositiveInfinity : double.IsFinite(high) ? double.NegativeInfinity : double.NaN;
}

/// <summary>A point of a window.</summary>
/// <param name="Y">Its place.</param>
/// <param name="Distance">That less the reference, exact.</param>
/// <param name="Left">Distance to the lower bound.</param>
/// <param name="Right">Distance to the upper bound.</param>
internal readonly record struct WindowPoint(double Y, double Distance, double Left, double Right);
