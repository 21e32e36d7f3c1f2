namespace Gallery.Rejecting;

/// <summary>Mean and mean square of soft rejection's draw, with their derivatives in theta, by quadrature.</summary>
/// <remarks>
/// The target is N(theta, 1), proposed from N(0, 2²): log ρ = z² / 8 - (z - theta)² / 2 - bound, the bound held fixed, as a sampler holds it. A draw blends proposals,
/// B₁ = z, Bₙ = a z + (1 - a) Bₙ₋₁ with a = sigmoid((log ρ(z) - log u) / t), z and u new each time. So its moments follow from those of a and z,
/// E Bₙ = E[a z] + E[1 - a] E Bₙ₋₁ and E Bₙ² = E[a² z²] + 2 E[a (1 - a) z] E Bₙ₋₁ + E[(1 - a)²] E Bₙ₋₁², and their derivatives from a' = a (1 - a) (z - theta) / t.
/// </remarks>
public sealed class SoftLaw
{
    /// <summary>The standard deviation of a proposal.</summary>
    public const double Width = 2.0;

    /// <summary>How far the greatest acceptance is below 1, as a logarithm.</summary>
    public const double Slack = 0.05;

    private static readonly GaussLegendre Rule = new(12);

    /// <summary>The law of a draw.</summary>
    /// <param name="theta">Mean of the target.</param>
    /// <param name="temperature">Of the sigmoid, positive.</param>
    /// <param name="most">How many proposals are made; the last takes what is left.</param>
    /// <param name="bound">What is taken from the log ratio of the densities to keep it below 0; null for <see cref="Bound"/> of theta.</param>
    public SoftLaw(double theta, double temperature, int most = 64, double? bound = null)
    {
        var m = Moments(theta, temperature, bound ?? Bound(theta));
        (Mean, Slope, Square, SquareSlope) = (0.0, 0.0, Width * Width, 0.0);
        for (var n = 1; n < most; n++)
        {
            var (mean, slope, square, squareSlope) = (Mean, Slope, Square, SquareSlope);
            Mean = m.TakenZ + (m.Left * mean);
            Slope = m.TakenZSlope + (m.LeftSlope * mean) + (m.Left * slope);
            Square = m.TakenSquare + (2.0 * m.MixedZ * mean) + (m.LeftSquare * square);
            SquareSlope = m.TakenSquareSlope + (2.0 * ((m.MixedZSlope * mean) + (m.MixedZ * slope))) + (m.LeftSquareSlope * square) + (m.LeftSquare * squareSlope);
        }
    }

    /// <summary>E of a draw.</summary>
    public double Mean { get; }

    /// <summary>Its derivative in theta.</summary>
    public double Slope { get; }

    /// <summary>E of the square of a draw.</summary>
    public double Square { get; }

    /// <summary>Its derivative in theta.</summary>
    public double SquareSlope { get; }

    /// <summary>log of the largest ratio of target and proposal, with the slack: it is at 4/3 theta.</summary>
    public static double Bound(double theta) => (theta * theta / 6.0) + Slack;

    private static Acceptance Moments(double theta, double temperature, double bound)
    {
        var sum = default(Acceptance);
        const double reach = 20.0;
        const int panels = 160;
        for (var i = 0; i < panels * Rule.Nodes.Length; i++)
        {
            var (panel, node) = (i / Rule.Nodes.Length, i % Rule.Nodes.Length);
            var z = reach * (((panel + (0.5 * (1.0 + Rule.Nodes[node]))) * 2.0 / panels) - 1.0);
            var weight = Rule.Weights[node] * reach / panels * Math.Exp(-0.5 * z * z / (Width * Width)) / (Width * Math.Sqrt(2.0 * Math.PI));
            var drop = bound + (0.5 * (z - theta) * (z - theta)) - (0.5 * z * z / (Width * Width));
            sum = sum.With(weight, z, (z - theta) / temperature, Powers(drop, temperature));
        }

        return sum;
    }

    // E a, E a², E a³ over u for a proposal with log ρ = -drop. With s = (log ρ - log u) / t they are integrals of t e^(-drop - t s) sigmoid(s)ᵏ from s = -drop / t on;
    // beyond s = 40 the sigmoid is 1, and where t < 1/2 there is nothing left below s = -80.
    private static (double One, double Two, double Three) Powers(double drop, double temperature)
    {
        const double far = 40.0;
        var low = temperature < 0.5 ? Math.Max(-drop / temperature, -2.0 * far) : -drop / temperature;
        var panels = (int)Math.Ceiling((far - low) / 2.0);
        var width = (far - low) / panels;
        var rest = Math.Exp(-drop - (temperature * far));
        var (one, two, three) = (rest, rest, rest);
        for (var panel = 0; panel < panels; panel++)
        {
            for (var i = 0; i < Rule.Nodes.Length; i++)
            {
                var s = low + (width * (panel + (0.5 * (1.0 + Rule.Nodes[i]))));
                var a = 1.0 / (1.0 + Math.Exp(-s));
                var weight = 0.5 * width * Rule.Weights[i] * temperature * Math.Exp(-drop - (temperature * s)) * a;
                (one, two, three) = (one + weight, two + (weight * a), three + (weight * a * a));
            }
        }

        return (one, two, three);
    }

    // Expectations over a proposal: "taken" is a, "left" 1 - a, "mixed" a (1 - a); the slopes are derivatives in theta.
    private readonly record struct Acceptance(
        double Left, double LeftSlope, double TakenZ, double TakenZSlope, double TakenSquare, double TakenSquareSlope,
        double MixedZ, double MixedZSlope, double LeftSquare, double LeftSquareSlope)
    {
        // rise: the derivative of (log ρ) / t in theta, so that a' = a (1 - a) rise.
        public Acceptance With(double weight, double z, double rise, (double One, double Two, double Three) a)
        {
            var (mixed, slopeOfMixed) = (a.One - a.Two, a.One - (3.0 * a.Two) + (2.0 * a.Three));
            return new(
                Left + (weight * (1.0 - a.One)),
                LeftSlope - (weight * rise * mixed),
                TakenZ + (weight * z * a.One),
                TakenZSlope + (weight * z * rise * mixed),
                TakenSquare + (weight * z * z * a.Two),
                TakenSquareSlope + (weight * z * z * rise * 2.0 * (a.Two - a.Three)),
                MixedZ + (weight * z * mixed),
                MixedZSlope + (weight * z * rise * slopeOfMixed),
                LeftSquare + (weight * (1.0 - (2.0 * a.One) + a.Two)),
                LeftSquareSlope - (weight * rise * 2.0 * (a.One - (2.0 * a.Two) + a.Three)));
        }
    }
}
