using System.Globalization;

namespace DiffProb;

public sealed class PhiloxTests
{
    private static readonly Key Site = Key.FromSeed(20260101).Child("site");

    // Random123 1.14.0, tests/kat_vectors: philox4x32 10.
    [Theory]
    [InlineData("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8")]
    [InlineData("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd")]
    [InlineData("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1")]
    public void It_gives_the_published_vectors(string counter, string key, string block)
    {
        var c = Words(counter);
        var k = Words(key);
        var b = Words(block);
        Assert.Equal(new PhiloxBlock(b[0], b[1], b[2], b[3]), Philox.Block(Join(c[0], c[1]), Join(c[2], c[3]), Key.FromBits(Join(k[0], k[1]))));
    }

    public static TheoryData<string> Fills => ["uniforms", "normals"];

    [Theory]
    [MemberData(nameof(Fills))]
    public void Any_split_gives_the_same_bits(string fill)
    {
        var whole = Draw(fill, 5, 1000);
        foreach (var cut in new[] { 0, 1, 2, 3, 7, 8, 9, 16, 129, 500, 993, 999, 1000 })
        {
            Assert.Equal(whole[..cut], Draw(fill, 5, cut));
            Assert.Equal(whole[cut..], Draw(fill, 5 + (ulong)cut, 1000 - cut));
        }
    }

    [Theory]
    [MemberData(nameof(Fills))]
    public void One_at_a_time_gives_the_same_bits_far_out_too(string fill)
    {
        const ulong first = (1UL << 33) - 13; // the counter's second word changes inside
        var whole = Draw(fill, first, 64);
        Assert.Equal(whole, Enumerable.Range(0, 64).Select(i => Draw(fill, first + (ulong)i, 1)[0]));
    }

    [Fact]
    public void A_uniform_is_52_bits_of_its_block()
    {
        var block = Philox.Block(21, 0, Site);
        Assert.Equal([((block.Low >> 12) + 0.5) / (1UL << 52), ((block.High >> 12) + 0.5) / (1UL << 52)], Draw("uniforms", 42, 2));
    }

    [Fact]
    public void Normals_are_Box_Muller_of_the_uniforms()
    {
        var (u, z) = (Draw("uniforms", 42, 20_000), Draw("normals", 42, 20_000));
        for (var i = 0; i < u.Length; i += 2)
        {
            var (radius, angle) = (Math.Sqrt(-2 * Math.Log(u[i])), 2 * Math.PI * u[i + 1]);
            Assert.Equal(radius * Math.Cos(angle), z[i], 2e-15 * radius);
            Assert.Equal(radius * Math.Sin(angle), z[i + 1], 2e-15 * radius);
        }
    }

    /// <summary>Written down on a processor with vectors of 512 bits; with 256, 128 or none the bits must be the same.</summary>
    [Fact]
    public void Draws_do_not_depend_on_the_processor()
    {
        static ulong Hash(double[] values) => values.Aggregate(14695981039346656037, (hash, x) => unchecked((hash ^ BitConverter.DoubleToUInt64Bits(x)) * 1099511628211));
        Assert.Equal("8cc1e3b1be5399b 536be423944d4ea5", $"{Hash(Draw("uniforms", 7, 10_001)):x} {Hash(Draw("normals", 7, 10_001)):x}");
    }

    [Theory]
    [InlineData(0UL, 1.1102230246251565e-16)]
    [InlineData(ulong.MaxValue, 1 - 1.1102230246251565e-16)]
    public void The_extreme_uniforms_lie_inside_the_unit_interval(ulong bits, double value) => Assert.Equal(value, UnitInterval.FromBits(bits));

    [Fact]
    public void Uniforms_are_uniform()
    {
        var u = Draw("uniforms", 0, 1_000_000);
        GoodnessOfFit.AssertMean(u, 0.5, 1.0 / 12);
        GoodnessOfFit.AssertMean([.. u.Select(x => (x - 0.5) * (x - 0.5))], 1.0 / 12, 1.0 / 180);
        GoodnessOfFit.AssertMean([.. u.Zip(u.Skip(1), (x, y) => (x - 0.5) * (y - 0.5))], 0, 1.0 / 144);
        GoodnessOfFit.AssertFollows(u, x => x);
    }

    [Fact]
    public void Low_bits_of_uniforms_are_uniform_too()
    {
        var last = Draw("uniforms", 0, 100_000).Select(x => (x * (1L << 44)) % 1).ToArray(); // the last 9 bits
        GoodnessOfFit.AssertMean(last, 0.5, 1.0 / 12);
    }

    [Fact]
    public void Normals_are_normal()
    {
        var z = Draw("normals", 0, 1_000_000);
        GoodnessOfFit.AssertMean(z, 0, 1);
        GoodnessOfFit.AssertMean([.. z.Select(x => x * x)], 1, 2);
        GoodnessOfFit.AssertMean([.. z.Select(x => x * x * x * x)], 3, 96);
        GoodnessOfFit.AssertMean([.. z.Zip(z.Skip(1), (x, y) => x * y)], 0, 1);
        GoodnessOfFit.AssertFollows(z, Ndtr.Of);
    }

    private static double[] Draw(string fill, ulong first, int count)
    {
        var values = new double[count];
        if (fill == "uniforms")
        {
            Philox.Uniforms(Site, first, values);
        }
        else
        {
            Philox.StandardNormals(Site, first, values);
        }

        return values;
    }

    private static uint[] Words(string hex) => [.. hex.Split(' ').Select(word => uint.Parse(word, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];

    private static ulong Join(uint low, uint high) => ((ulong)high << 32) | low;
}
