namespace Gallery.Tails;

/// <summary>Natural logarithms of 28 digits: log x = 2 artanh((x - 1) / (x + 1)), near 1, and powers of two.</summary>
public static class DecimalLog
{
    /// <summary>log 2.</summary>
    public static decimal Two { get; } = 2 * Artanh(1m / 3);

    /// <summary>log x.</summary>
    /// <param name="x">Positive.</param>
    public static decimal Of(decimal x)
    {
        var twos = 0;
        for (; x > 1.4m; x /= 2)
        {
            twos++;
        }

        for (; x < 0.7m; x *= 2)
        {
            twos--;
        }

        return (twos * Two) + (2 * Artanh((x - 1) / (x + 1)));
    }

    private static decimal Artanh(decimal y)
    {
        var (sum, power) = (0m, y);
        for (var n = 1; power != 0; n += 2)
        {
            sum += power / n;
            power *= y * y;
        }

        return sum;
    }
}
