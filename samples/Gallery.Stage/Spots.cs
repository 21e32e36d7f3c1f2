using DiffProb;

namespace Gallery;

/// <summary>Three spots on 33 x 33 pixels: as they are, and as they are seen under a pose. Each pixel is exact, nothing is interpolated.</summary>
public static class Spots
{
    /// <summary>Pixels from the middle to the border.</summary>
    public const int Half = 16;

    /// <summary>Radians.</summary>
    public const double Angle = 25.0 * Math.PI / 180.0;

    /// <summary>How much larger they are seen.</summary>
    public const double Scale = 1.2;

    /// <summary>Pixels to the right.</summary>
    public const double Right = 2.5;

    /// <summary>Pixels down.</summary>
    public const double Down = -1.5;

    /// <summary>As they are.</summary>
    public static Tensor Template { get; } = Picture(At);

    /// <summary>As they are seen: what is at q in the template is at scale R q + shift.</summary>
    public static Tensor Seen { get; } = Picture((x, y) =>
    {
        (x, y) = ((x - Right) / Scale, (y - Down) / Scale);
        return At((Math.Cos(Angle) * x) + (Math.Sin(Angle) * y), (Math.Cos(Angle) * y) - (Math.Sin(Angle) * x));
    });

    private static double At(double x, double y)
    {
        double Spot(double height, double column, double row, double width) => height * Math.Exp(-(((x - column) * (x - column)) + ((y - row) * (y - row))) / width);
        return Spot(1.0, 4.0, 1.0, 8.0) + Spot(0.8, -3.0, 4.0, 4.5) + Spot(0.6, -1.0, -5.0, 12.5);
    }

    private static Tensor Picture(Func<double, double, double> at)
    {
        const int side = (2 * Half) + 1;
        return Tensor.Of(Shape.Of(side, side), [.. Enumerable.Range(0, side * side).Select(i => at((i % side) - Half, (i / side) - Half))]);
    }
}
