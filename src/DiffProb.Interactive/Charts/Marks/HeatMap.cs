namespace DiffProb;

/// <summary>A number at each place of a grid, as a colour, or as a shade of grey for a picture.</summary>
public sealed class HeatMap : Mark
{
    private readonly double[,] values;
    private readonly (double Low, double High) x;
    private readonly (double Low, double High) y;

    /// <summary>A heat map.</summary>
    /// <param name="values">[rows, columns]: the first row lies at the least y, the first column at the least x. Numbers that are not finite are left blank.</param>
    /// <param name="x">Outer edges of the first and of the last column.</param>
    /// <param name="y">Outer edges of the first and of the last row; from high to low for a picture, whose first row is on top.</param>
    /// <param name="scale">What the colours measure.</param>
    /// <exception cref="ChartException">There is no number, or an edge is not finite or lies upon the other.</exception>
    public HeatMap(double[,] values, (double Low, double High) x, (double Low, double High) y, ChartAxis scale)
        : base("")
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(scale);
        if (values.Length == 0)
        {
            throw ChartErrors.NoNumbers("HeatMap", "values");
        }

        if (!double.IsFinite(x.High - x.Low) || x.High == x.Low || !double.IsFinite(y.High - y.Low) || y.High == y.Low)
        {
            throw ChartErrors.NoExtent("HeatMap", x, y);
        }

        (this.values, this.x, this.y, Scale) = ((double[,])values.Clone(), x, y, scale);
    }

    /// <summary>What the colours measure.</summary>
    public ChartAxis Scale { get; }

    /// <summary>Whether the numbers are shades from black to white.</summary>
    public bool IsGrey { get; init; }

    /// <summary>The numbers of the first and of the last colour: those of the scale, or the least and the greatest.</summary>
    internal (double Low, double High) Levels
    {
        get
        {
            if (Scale.Range is { } asked)
            {
                return asked;
            }

            double[] finite = [.. values.Cast<double>().Where(double.IsFinite)];
            var (low, high) = finite.Length == 0 ? (0.0, 1.0) : (finite.Min(), finite.Max());
            return low < high ? (low, high) : (low - 0.5, high + 0.5);
        }
    }

    internal override bool HasColor => false;

    internal override (IEnumerable<double> X, IEnumerable<double> Y) Extent => ([x.Low, x.High], [y.Low, y.High]);

    internal override void Draw(IPlot plot, string color) => plot.Image(this);

    /// <summary>The picture as a PNG file, a pixel for each number: the last row on top, turned over where asked for.</summary>
    internal byte[] ToPng(bool fromRight = false, bool fromBottom = false)
    {
        var pixels = Pixels();
        var (rows, columns) = (pixels.GetLength(0), pixels.GetLength(1));
        var turned = new (byte, byte, byte, byte)[rows, columns];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                turned[row, column] = pixels[fromBottom ? rows - 1 - row : row, fromRight ? columns - 1 - column : column];
            }
        }

        return Png.Of(turned);
    }

    /// <summary>Outer edges of the first and of the last column.</summary>
    internal (double Low, double High) Columns => x;

    /// <summary>Outer edges of the first and of the last row.</summary>
    internal (double Low, double High) Rows => y;

    /// <summary>The numbers, with the middle of each.</summary>
    internal IEnumerable<(double X, double Y, double Value)> Cells
    {
        get
        {
            var (rows, columns) = (values.GetLength(0), values.GetLength(1));
            for (var row = 0; row < rows; row++)
            {
                for (var column = 0; column < columns; column++)
                {
                    yield return (x.Low + ((column + 0.5) / columns * (x.High - x.Low)), y.Low + ((row + 0.5) / rows * (y.High - y.Low)), values[row, column]);
                }
            }
        }
    }

    // From the top row on: the last one, as y grows upwards.
    private (byte Red, byte Green, byte Blue, byte Alpha)[,] Pixels()
    {
        var (rows, columns) = (values.GetLength(0), values.GetLength(1));
        var (low, high) = Levels;
        var pixels = new (byte, byte, byte, byte)[rows, columns];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var value = values[rows - 1 - row, column];
                pixels[row, column] = double.IsFinite(value) ? Palette.Shade((value - low) / (high - low), IsGrey) : default;
            }
        }

        return pixels;
    }
}
