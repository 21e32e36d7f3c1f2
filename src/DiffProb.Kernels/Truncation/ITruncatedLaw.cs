namespace DiffProb;

/// <summary>A law of one number that windows are cut from, in a coordinate y in which its log density is smooth, has one peak, and falls at least linearly
/// on both sides of it.</summary>
/// <remarks>
/// <para>z is the standardized number, (x - loc) / scale. Everything is said as a change from a point to another one, so that nothing large cancels
/// however far out the window lies.</para>
/// <para>A member is a small struct: what is done with it is compiled for each.</para>
/// </remarks>
internal interface ITruncatedLaw
{
    /// <summary>y of the peak of the log density in y.</summary>
    double Mode { get; }

    /// <summary>Moments of this order and above do not exist where the window has no end; infinite for light tails.</summary>
    double TailIndex { get; }

    /// <summary>y of z.</summary>
    double Of(double z);

    /// <summary>z of y.</summary>
    double Value(double y);

    /// <summary>y of z + d, less that of z.</summary>
    double Step(double z, double d);

    /// <summary>z of y + t, less that of y.</summary>
    double StepBack(double y, double t);

    /// <summary>log dz/dy.</summary>
    double LogSlope(double y);

    /// <summary>Log density in y, at y + t less that at y.</summary>
    double Change(double y, double t);

    /// <summary>Log density in z, at y + t less that at y; t may be infinite.</summary>
    double DensityChange(double y, double t);

    /// <summary>d log density in y / dy.</summary>
    double Tilt(double y);

    /// <summary>d log density in z / dz.</summary>
    double DensitySlope(double y);

    /// <summary>Derivative of the log density at a fixed x in a parameter, at y + t less that at y: in loc and in scale in units of 1 / scale.</summary>
    double Score(WindowWeight parameter, double y, double t);

    /// <summary>Length over which the density falls by about e, from y away from the peak.</summary>
    double Length(double y);

    /// <summary>Longest stretch from y away from the peak on which 24 points of Gauss and Legendre give all digits.</summary>
    double Reach(double y, bool isRight);

    /// <summary>Distance from y, away from the peak, of the point with a mass between them, the density being 1 at y; NaN where the law has no formula for it.</summary>
    /// <param name="y">A point on that side of the peak, or the peak.</param>
    /// <param name="length">Distance to the bound.</param>
    /// <param name="between">Mass up to the point.</param>
    /// <param name="beyond">Mass from there to the bound.</param>
    double DistanceOf(double y, double length, double between, double beyond);
}

/// <summary>What is averaged over a window.</summary>
internal enum WindowWeight
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The score of loc.</summary>
    Loc,

    /// <summary>The score of scale.</summary>
    Scale,

    /// <summary>The score of the shape parameter.</summary>
    Shape,

    /// <summary>The distance in z.</summary>
    Distance,

    /// <summary>Its square.</summary>
    SquaredDistance,

    /// <summary>The change of the log density in z, up to that of the slope at the start.</summary>
    LogDensity,
}
