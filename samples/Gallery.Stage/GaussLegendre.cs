namespace Gallery;

/// <summary>Nodes and weights of Gauss-Legendre quadrature on [-1, 1], exact for polynomials of degree 2 order - 1.</summary>
public sealed class GaussLegendre
{
    public GaussLegendre(int order)
    {
        Nodes = new double[order];
        Weights = new double[order];
        for (var i = 0; i < order; i++)
        {
            (Nodes[i], Weights[i]) = Root(order, i);
        }
    }

    public double[] Nodes { get; }

    public double[] Weights { get; }

    // Newton's iteration on the Legendre polynomial, from Tricomi's approximation of its root.
    private static (double Node, double Weight) Root(int order, int i)
    {
        var x = -Math.Cos(Math.PI * (i + 0.75) / (order + 0.5));
        var slope = 1.0;
        for (var turn = 0; turn < 100; turn++)
        {
            (var value, slope) = Legendre(order, x);
            var step = value / slope;
            x -= step;
            if (Math.Abs(step) < 1e-15)
            {
                break;
            }
        }

        return (x, 2.0 / ((1.0 - (x * x)) * slope * slope));
    }

    private static (double Value, double Slope) Legendre(int order, double x)
    {
        var (before, now) = (1.0, x);
        for (var n = 2; n <= order; n++)
        {
            (before, now) = (now, (((2 * n) - 1) * x * now - ((n - 1) * before)) / n);
        }

        return (now, order * ((x * now) - before) / ((x * x) - 1.0));
    }
}
