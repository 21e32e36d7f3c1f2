using System.Runtime.Intrinsics;

namespace DiffProb;

/// <summary>xʸ against exact values, at the special values of IEEE 754, and lane by lane.</summary>
public sealed class VectorPowerTests
{
    private const int Samples = 6000;

    private static double Power(double x, double y) => VectorPower.Of(Vector512.Create(x), Vector512.Create(y))[0];

    [Fact]
    public void The_error_is_below_one_unit_in_the_last_place()
    {
        var (worst, at) = (0.0, (0.0, 0.0));
        foreach (var (x, y) in Pairs())
        {
            var ulps = ExactFunctions.Power(x, y).UlpsFrom(Power(x, y));
            (worst, at) = ulps > worst ? (ulps, (x, y)) : (worst, at);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{worst:F3} at {at}");
        Assert.True(worst <= 1, $"{at} is off by {worst:F3} units in the last place");
    }

    /// <summary>A negative base, too: the sign is that of an odd exponent.</summary>
    [Fact]
    public void A_negative_base_has_whole_exponents_only()
    {
        foreach (var (x, y) in Pairs().Where(p => p.Y < 1e15))
        {
            var whole = Math.Round(y);
            var expected = Power(x, whole);
            Assert.Equal(whole % 2 == 0 ? expected : -expected, Power(-x, whole));
            Assert.Equal(whole == y, !double.IsNaN(Power(-x, y)));
        }
    }

    [Fact]
    public void Special_values_are_those_of_the_library()
    {
        double[] special =
        [
            0.0, 5e-324, 1e-310, 2.2250738585072014e-308, 1e-300, 0.25, 0.5, 1, 1.5, 2, 3, 9007199254740991, 9007199254740992, 9007199254740993, 1e300, double.MaxValue,
            double.PositiveInfinity, double.NaN, Math.BitDecrement(1), Math.BitIncrement(1),
        ];
        special = [.. special, .. special.Select(v => -v)];
        foreach (var x in special)
        {
            foreach (var y in special)
            {
                var (expected, actual) = (Math.Pow(x, y), Power(x, y));
                Assert.True(
                    (double.IsNaN(expected) && double.IsNaN(actual)) || (expected == actual && double.IsNegative(expected) == double.IsNegative(actual))
                    || RelativeError.Of(actual, expected) <= 4e-16 || Math.Abs(expected - actual) <= 5e-324,
                    $"{x:R} ^ {y:R} = {actual:R} instead of {expected:R}");
            }
        }
    }

    [Fact]
    public void A_lane_does_not_depend_on_its_neighbours()
    {
        foreach (var (otherX, otherY) in new[] { (0.3, 2), (0, -1), (-0.0, 3), (1e-310, 0.1), (double.NaN, 1), (2, double.NaN), (double.PositiveInfinity, -1), (-2, 3), (2, 1e300) })
        {
            var i = 0;
            foreach (var (x, y) in Pairs().Take(1000))
            {
                var lane = i++ % 8;
                var among = VectorPower.Of(Vector512.Create((double)otherX).WithElement(lane, x), Vector512.Create((double)otherY).WithElement(lane, y))[lane];
                Assert.Equal(Power(x, y), among);
            }
        }
    }

    // Bases of all sizes and near 1; exponents of all sizes with which the result is a number, subnormal ones included, and moderate ones.
    internal static IEnumerable<(double X, double Y)> Pairs()
    {
        var random = new Random(11);
        for (var i = 0; i < Samples; i++)
        {
            var x = (i % 4) switch
            {
                0 => BitConverter.Int64BitsToDouble(random.NextInt64(0x7FF0000000000000)),
                1 => 1 + Math.ScaleB(random.NextDouble() - 0.5, -random.Next(50)),
                2 => Math.ScaleB(0.7 + random.NextDouble(), random.Next(8) - 4),
                _ => random.NextDouble() * 10,
            };
            var largest = 744 / Math.Abs(Math.Log(x));
            var y = (i % 3) switch
            {
                0 => ((2 * random.NextDouble()) - 1) * largest,
                1 => (random.NextDouble() - 0.5) * Math.Min(20, largest),
                _ => Math.ScaleB(random.NextDouble() - 0.5, -random.Next(60)),
            };
            if (x > 0 && double.IsFinite(y) && double.IsFinite(Math.Pow(x, y)) && y != 0)
            {
                yield return (x, y);
            }
        }
    }
}
