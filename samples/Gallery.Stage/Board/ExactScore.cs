namespace Gallery.Board;

/// <summary>
/// The expected score without DiffProb, to hold the estimates against: the integral of score times density over rings and sectors,
/// by Gauss-Legendre quadrature in polar coordinates. The score is constant on each piece, so that the integrand is smooth there;
/// derivatives are those of the density. Every piece is split into panels of at most 1.5 sigma.
/// </summary>
/// <param name="order">Nodes along each side of a panel: 12 for about 11 digits, 5 for a search.</param>
/// <param name="reach">How many sigma from the aim the density counts.</param>
public sealed class ExactScore(int order = 12, double reach = 9.0)
{
    private const double LargestPanel = 1.5;
    private readonly GaussLegendre rule = new(order);

    public ExpectedScore At(double x, double y, double sigma)
    {
        var sum = default(Moments);
        foreach (var ring in Dartboard.Rings)
        {
            for (var sector = 0; sector < Dartboard.Numbers.Count; sector++)
            {
                var points = ring.Points + (ring.Multiple * Dartboard.Numbers[sector]);
                var middle = sector * Dartboard.SectorAngle;
                sum += points * Piece(ring, middle, x, y, sigma);
            }
        }

        return new(sum.Mass, sum.X / sigma, sum.Y / sigma, (sum.Square - (2.0 * sum.Mass)) / sigma);
    }

    private Moments Piece(Ring ring, double middle, double x, double y, double sigma)
    {
        var rows = Panels(ring.Outer - ring.Inner, sigma);
        var columns = Panels(ring.Outer * Dartboard.SectorAngle, sigma);
        var (height, width) = ((ring.Outer - ring.Inner) / rows, Dartboard.SectorAngle / columns);
        var sum = default(Moments);
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                var radius = ring.Inner + ((i + 0.5) * height);
                var angle = middle + ((j + 0.5 - (0.5 * columns)) * width);
                sum += Panel(radius, angle, height, width, x, y, sigma);
            }
        }

        return sum;
    }

    private Moments Panel(double radius, double angle, double height, double width, double x, double y, double sigma)
    {
        var (sin, cos) = Math.SinCos(angle);
        var distance = Math.Sqrt(Square((radius * sin) - x) + Square((radius * cos) - y));
        var sum = default(Moments);
        if (distance - (0.5 * height) - (0.5 * width * (radius + height)) > reach * sigma)
        {
            return sum;
        }

        for (var j = 0; j < rule.Nodes.Length; j++)
        {
            (sin, cos) = Math.SinCos(angle + (0.5 * width * rule.Nodes[j]));
            for (var i = 0; i < rule.Nodes.Length; i++)
            {
                var r = radius + (0.5 * height * rule.Nodes[i]);
                var (u, v) = (((r * sin) - x) / sigma, ((r * cos) - y) / sigma);
                var square = (u * u) + (v * v);
                var mass = rule.Weights[i] * rule.Weights[j] * r * Math.Exp(-0.5 * square);
                sum += new Moments(mass, mass * u, mass * v, mass * square);
            }
        }

        return height * width / (8.0 * Math.PI * sigma * sigma) * sum;
    }

    private static int Panels(double length, double sigma) => (int)Math.Ceiling(length / (LargestPanel * sigma));

    private static double Square(double x) => x * x;

    /// <summary>Integrals of the density times 1, u, v and u² + v², where (u, v) is the distance from the aim in sigma.</summary>
    private readonly record struct Moments(double Mass, double X, double Y, double Square)
    {
        public static Moments operator +(Moments a, Moments b) => new(a.Mass + b.Mass, a.X + b.X, a.Y + b.Y, a.Square + b.Square);

        public static Moments operator *(double c, Moments a) => new(c * a.Mass, c * a.X, c * a.Y, c * a.Square);
    }
}
