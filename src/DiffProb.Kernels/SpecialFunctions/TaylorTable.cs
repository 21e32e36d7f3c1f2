namespace DiffProb;

/// <summary>A smooth function of one number, as Taylor polynomials about the centres of equal cells; outside of them, the function itself.</summary>
/// <remarks>For functions that cost hundreds of nanoseconds and are needed at very many points: a few nanoseconds each.</remarks>
/// <param name="origin">Where x is 0.</param>
/// <param name="low">Where the first cell begins, from the origin.</param>
/// <param name="width">Width of a cell.</param>
/// <param name="coefficients">For each cell the coefficients of powers of the distance from its centre in widths, <see cref="Terms"/> of them.</param>
/// <param name="function">The function.</param>
internal sealed class TaylorTable(double origin, double low, double width, double[] coefficients, Func<double, double> function)
{
    /// <summary>Terms of a polynomial.</summary>
    public const int Terms = 13;

    private readonly double perWidth = 1 / width;
    private readonly int cells = coefficients.Length / Terms;

    /// <summary>Coefficients about a point, in powers of the distance in widths.</summary>
    /// <param name="x">The centre, from the origin.</param>
    /// <param name="width">Width of a cell.</param>
    /// <param name="coefficients">Where they go, <see cref="Terms"/> of them.</param>
    public delegate void Series(double x, double width, Span<double> coefficients);

    /// <summary>The table of cells from low to high.</summary>
    /// <param name="origin">Where x is 0.</param>
    /// <param name="low">Where the first cell begins, from the origin.</param>
    /// <param name="high">Where the last cell ends, or a little before.</param>
    /// <param name="width">Width of a cell: small beside the scale on which the function changes.</param>
    /// <param name="series">The polynomials.</param>
    /// <param name="function">The function.</param>
    public static TaylorTable Of(double origin, double low, double high, double width, Series series, Func<double, double> function)
    {
        var coefficients = new double[(int)Math.Ceiling((high - low) / width) * Terms];
        for (var c = 0; c < coefficients.Length / Terms; c++)
        {
            series(low + ((c + 0.5) * width), width, coefficients.AsSpan(c * Terms, Terms));
        }

        return new(origin, low, width, coefficients, function);
    }

    /// <summary>x ↦ -f(-x), for the function f of this table.</summary>
    public TaylorTable Turned
    {
        get
        {
            var turned = new double[coefficients.Length];
            for (var i = 0; i < turned.Length; i++)
            {
                var (cell, n) = (i / Terms, i % Terms);
                turned[((cells - 1 - cell) * Terms) + n] = n % 2 == 0 ? -coefficients[i] : coefficients[i];
            }

            return new(-origin, -low - (cells * width), width, turned, x => -function(-x));
        }
    }

    /// <summary>The function at a point.</summary>
    public double At(double x)
    {
        var place = (x - origin - low) * perWidth;
        if (!(place >= 0 && place < cells))
        {
            return function(x);
        }

        var cell = (int)place;
        var h = place - cell - 0.5;
        var c = coefficients.AsSpan(cell * Terms, Terms);
        var sum = c[Terms - 1];
        for (var n = Terms - 2; n >= 0; n--)
        {
            sum = Math.FusedMultiplyAdd(sum, h, c[n]);
        }

        return sum;
    }
}
