using System.Runtime.Intrinsics;

namespace DiffProb;

/// <summary><see cref="GammaGradient.LogSpace"/> for draws that each have a concentration of their own: polynomials in both, cell by cell, made when they are first met.</summary>
/// <remarks>
/// <para>Relative error below 1e-13. Where cells do not reach (concentrations below 0.05 and above 1e5, rare draws), the function itself.</para>
/// <para>A cell is a band of concentrations, half an octave, times a stretch of (log z - log α) √max(α, 1). Its coefficients are Taylor polynomials of the
/// function at Chebyshev points of log α, interpolated in log α. All of them are some megabytes.</para>
/// </remarks>
internal static class GammaGradientGrid
{
    private const int Nodes = 12;
    private const int Rows = TaylorTable.Terms;
    private const double BandWidth = 0.34657359027997264; // log 2 / 2, so that 1 is a border
    private const double Width = 0.25;
    private const int FirstBand = -8;
    private const int LastBand = 33;

    private static readonly Band[] Bands = [.. Enumerable.Range(FirstBand, LastBand - FirstBand + 1).Select(b => new Band(b * BandWidth))];

    /// <summary>d log z / d concentration at fixed quantile, for z from Gamma(concentration, rate 1).</summary>
    /// <param name="concentration">α, positive.</param>
    /// <param name="logZ">log z; z itself may underflow.</param>
    public static double At(double concentration, double logZ)
    {
        var log = Math.Log(concentration);
        var place = log / BandWidth;
        if (!(place >= FirstBand && place < LastBand + 1))
        {
            return GammaGradient.LogSpace(concentration, logZ);
        }

        var index = (int)Math.Floor(place);
        var band = Bands[index - FirstBand];
        var cells = ((logZ - log) * (index < 0 ? 1 : Math.Sqrt(concentration)) - band.Low) / Width;
        if (!(cells >= 0 && cells < band.Cells.Length))
        {
            return GammaGradient.LogSpace(concentration, logZ);
        }

        var cell = (int)cells;
        return Evaluate(band.Cells[cell] ??= band.Make(cell), cells - cell - 0.5, (2 * (place - index)) - 1);
    }

    // Σ c[n, k] hⁿ xᵏ: the sums over n side by side, for four k at a time.
    private static double Evaluate(ReadOnlySpan<double> c, double h, double x)
    {
        var step = Vector256.Create(h);
        var (a, b, d) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
        for (var n = Rows - 1; n >= 0; n--)
        {
            var row = c.Slice(n * Nodes, Nodes);
            a = Vector256.FusedMultiplyAdd(a, step, Vector256.Create(row));
            b = Vector256.FusedMultiplyAdd(b, step, Vector256.Create(row[4..]));
            d = Vector256.FusedMultiplyAdd(d, step, Vector256.Create(row[8..]));
        }

        var square = x * x;
        var fourth = Vector256.Create(square * square);
        var sums = Vector256.FusedMultiplyAdd(Vector256.FusedMultiplyAdd(d, fourth, b), fourth, a);
        return Vector256.Dot(sums, Vector256.Create(1, x, square, square * x));
    }

    private sealed class Band
    {
        private readonly double[] concentrations;

        public Band(double start)
        {
            concentrations = [.. Enumerable.Range(0, Nodes).Select(m => Math.Exp(start + (BandWidth * 0.5 * (1 + Chebyshev(m)))))];
            var (least, most) = (Math.Exp(start), Math.Exp(start + BandWidth));
            Low = -Math.Min(9 + (20 / Scale(most)), 40);
            var high = Math.Log(1 + (((6 * Math.Sqrt(most)) + 20) / most)) * Scale(least); // farther out, errors would grow within a cell
            Cells = new double[]?[(int)((high - Low) / Width)];
        }

        /// <summary>Where the first cell begins.</summary>
        public double Low { get; }

        /// <summary>Coefficients; null until a draw falls there. Two threads that meet a cell at once make the same.</summary>
        public double[]?[] Cells { get; }

        public double[] Make(int cell)
        {
            var middle = Low + ((cell + 0.5) * Width);
            var series = new double[Nodes][];
            for (var m = 0; m < Nodes; m++)
            {
                var scale = Scale(concentrations[m]);
                series[m] = new double[Rows];
                GammaGradient.Taylor(concentrations[m], middle / scale, Width / scale, series[m]);
            }

            var coefficients = new double[Rows * Nodes];
            for (var n = 0; n < Rows; n++)
            {
                var row = coefficients.AsSpan(n * Nodes, Nodes);
                Interpolate([.. series.Select(s => s[n])], row);
            }

            return coefficients;
        }

        // Values at the Chebyshev points to coefficients of powers, by way of those of Chebyshev polynomials.
        private static void Interpolate(double[] values, Span<double> powers)
        {
            Span<double> last = stackalloc double[Nodes];
            Span<double> next = stackalloc double[Nodes];
            Span<double> own = stackalloc double[Nodes];
            for (var k = 0; k < Nodes; k++)
            {
                var weight = 0.0;
                for (var m = 0; m < Nodes; m++)
                {
                    weight += values[m] * Math.Cos(k * Math.PI * (m + 0.5) / Nodes) * ((k == 0 ? 1.0 : 2.0) / Nodes);
                }

                // T(k) = 2 x T(k - 1) - T(k - 2)
                next.Clear();
                if (k == 0)
                {
                    next[0] = 1;
                }
                else
                {
                    for (var i = 1; i < Nodes; i++)
                    {
                        next[i] = (k == 1 ? 1 : 2) * own[i - 1];
                    }

                    for (var i = 0; i < Nodes && k > 1; i++)
                    {
                        next[i] -= last[i];
                    }
                }

                own.CopyTo(last);
                next.CopyTo(own);
                for (var i = 0; i < Nodes; i++)
                {
                    powers[i] += weight * own[i];
                }
            }
        }

        private static double Chebyshev(int m) => Math.Cos(Math.PI * (m + 0.5) / Nodes);

        private static double Scale(double concentration) => concentration < 1 ? 1 : Math.Sqrt(concentration);
    }
}
