using System.Runtime.Intrinsics;

namespace DiffProb;

/// <summary>Angles of points against exact values, at the special values of IEEE 754, and lane by lane.</summary>
public sealed class VectorAngleTests
{
    private const int Samples = 6000;
    private const double SmallestNormal = 2.2250738585072014e-308;

    private static double Angle(double y, double x) => VectorArcs.Atan2(Vector512.Create(y), Vector512.Create(x))[0];

    [Fact]
    public void The_error_is_below_one_unit_in_the_last_place()
    {
        var (worst, at) = (0.0, (0.0, 0.0));
        foreach (var (y, x) in Points())
        {
            var ulps = ExactFunctions.Atan2(y, x).UlpsFrom(Angle(y, x));
            (worst, at) = ulps > worst ? (ulps, (y, x)) : (worst, at);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{worst:F3} at {at}");
        Assert.True(worst <= 1, $"{at} is off by {worst:F3} units in the last place");
    }

    [Fact]
    public void Special_values_are_those_of_the_library()
    {
        double[] special = [0.0, 5e-324, 1e-310, SmallestNormal, 1e-200, 0.5, 1, 3, 1e150, 1e300, double.MaxValue, double.PositiveInfinity, double.NaN];
        special = [.. special, .. special.Select(v => -v)];
        foreach (var y in special)
        {
            foreach (var x in special)
            {
                var (expected, actual) = (Math.Atan2(y, x), Angle(y, x));
                Assert.True(
                    (double.IsNaN(expected) && double.IsNaN(actual)) || (expected == actual && double.IsNegative(expected) == double.IsNegative(actual))
                    || RelativeError.Of(actual, expected) <= 4e-16,
                    $"atan2({y:R}, {x:R}) = {actual:R} instead of {expected:R}");
            }
        }
    }

    [Fact]
    public void A_lane_does_not_depend_on_its_neighbours()
    {
        foreach (var (otherY, otherX) in new[] { (0.3, 2), (0, -1), (-0.0, 3), (1e-310, 0.1), (double.NaN, 1), (2, double.NaN), (double.PositiveInfinity, -1), (0, 0), (2, 1e300) })
        {
            var i = 0;
            foreach (var (y, x) in Points().Take(1000))
            {
                var lane = i++ % 8;
                var among = VectorArcs.Atan2(Vector512.Create((double)otherY).WithElement(lane, y), Vector512.Create((double)otherX).WithElement(lane, x))[lane];
                Assert.Equal(Angle(y, x), among);
            }
        }
    }

    // All quadrants, coordinates of one size and of any; those that are not left to the scalar library.
    internal static IEnumerable<(double Y, double X)> Points()
    {
        var random = new Random(12);
        for (var i = 0; i < Samples; i++)
        {
            var size = i % 3 == 0 ? 460 : i % 3 == 1 ? 30 : 2;
            var y = Math.ScaleB(1 + random.NextDouble(), random.Next(2 * size) - size) * (random.Next(2) == 0 ? 1 : -1);
            var x = Math.ScaleB(1 + random.NextDouble(), random.Next(2 * size) - size) * (random.Next(2) == 0 ? 1 : -1);
            yield return (y, i % 5 == 0 ? y * (1 + Math.ScaleB(random.NextDouble() - 0.5, -random.Next(50))) : x);
        }
    }
}
