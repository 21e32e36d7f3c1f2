using System.Runtime.Intrinsics;

namespace DiffProb;

public sealed class ElementStreamTests
{
    private static readonly Key Site = Key.FromSeed(5).Child("site");

    [Fact]
    public void Draws_are_the_halves_of_the_blocks_of_its_element()
    {
        var stream = new ElementStream(Site, 9);
        for (ulong draw = 0; draw < 10; draw++)
        {
            var block = Philox.Block(9, 1 + (draw / 2), Site);
            Assert.Equal(draw % 2 == 0 ? block.Low : block.High, stream.NextBits());
        }
    }

    [Fact]
    public void Elements_do_not_share_numbers_with_each_other_or_with_bulk_draws()
    {
        var seen = new HashSet<double>();
        var bulk = new double[2000];
        Philox.Uniforms(Site, 0, bulk);
        Assert.All(bulk, u => Assert.True(seen.Add(u)));
        for (ulong element = 0; element < 100; element++)
        {
            var stream = new ElementStream(Site, element);
            for (var draw = 0; draw < 100; draw++)
            {
                Assert.True(seen.Add(stream.NextUniform()));
            }
        }
    }

    [Fact]
    public void Blocks_of_several_elements_at_once_are_those_of_each()
    {
        foreach (var (first, block) in new[] { (0UL, 1UL), (uint.MaxValue - 2UL, 7UL), (5UL, 1UL << 32) })
        {
            var elements = Vector512.Create(first, first + 1, first + 2, first + 7, first + 3, first, ulong.MaxValue, first + 1000);
            var (low, high) = Philox.ElementUniforms(Site, elements, block);
            for (var i = 0; i < Vector512<ulong>.Count; i++)
            {
                var own = Philox.Block(elements[i], block, Site);
                Assert.Equal((UnitInterval.FromBits(own.Low), UnitInterval.FromBits(own.High)), (low[i], high[i]));
            }
        }
    }

    [Fact]
    public void Uniforms_along_and_across_elements_are_uniform()
    {
        GoodnessOfFit.AssertFollows(Across(200_000, (ref ElementStream s) => s.NextUniform()), u => u);
        var stream = new ElementStream(Site, 0);
        GoodnessOfFit.AssertFollows([.. Enumerable.Range(0, 200_000).Select(_ => stream.NextUniform())], u => u);
    }

    [Fact]
    public void Normals_are_normal() => GoodnessOfFit.AssertFollows(Across(200_000, (ref ElementStream s) => s.NextNormal()), Ndtr.Of);

    [Fact]
    public void Exponentials_are_exponential() =>
        GoodnessOfFit.AssertFollows(Across(200_000, (ref ElementStream s) => s.NextExponential()), x => -Expm1.Of(-x));

    [Theory]
    [InlineData(1UL)]
    [InlineData(6UL)]
    [InlineData(1000UL)]
    public void Whole_numbers_below_a_bound_are_equally_likely(ulong bound)
    {
        var counts = new long[bound];
        var stream = new ElementStream(Site, 1);
        for (var i = 0; i < 100_000; i++)
        {
            counts[stream.NextBelow(bound)]++;
        }

        if (bound > 1)
        {
            GoodnessOfFit.AssertCounts(counts, [.. counts.Select(_ => 1.0 / bound)]);
        }
    }

    [Fact]
    public void A_bound_that_does_not_divide_the_range_leaves_no_bias()
    {
        const ulong bound = (1UL << 63) + (1UL << 62); // 3/4 of the range: without rejection, the multiples of 3 would have double weight
        var stream = new ElementStream(Site, 2);
        var counts = new long[3];
        for (var i = 0; i < 100_000; i++)
        {
            counts[stream.NextBelow(bound) % 3]++;
        }

        GoodnessOfFit.AssertCounts(counts, [1.0 / 3, 1.0 / 3, 1.0 / 3]);
    }

    internal delegate double Sampler(ref ElementStream stream);

    /// <summary>The first draw of each of so many elements.</summary>
    internal static double[] Across(int count, Sampler sampler)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++)
        {
            var stream = new ElementStream(Site, (ulong)i);
            values[i] = sampler(ref stream);
        }

        return values;
    }
}
