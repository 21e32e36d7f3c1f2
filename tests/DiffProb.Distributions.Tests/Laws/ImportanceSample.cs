using MathNet.Numerics.LinearAlgebra;

namespace DiffProb;

/// <summary>Weighted points that stand for a continuous law of vectors or matrices, from its density alone.</summary>
/// <remarks>
/// Points are drawn in the unconstrained space of the support from a multivariate Student t with 4 degrees of freedom, centred and
/// spread as 4096 draws of the law say; each weighs density × stretch / proposal. Where the law's tails are no heavier, the mean of weight × f
/// is ∫ f p, with a standard error that the points tell. Which proposal is taken changes the error, not the mean.
/// </remarks>
internal sealed class ImportanceSample
{
    private const double Df = 4.0;
    private const double Inflation = 1.5;

    public ImportanceSample(DistributionExample example, int count, ulong seed)
    {
        var d = example.Distribution;
        var map = d.Support.FromReals;
        var draws = d.Sample(4096, seed);
        var unconstrained = map.InverseOf(draws);
        Dimensions = unconstrained.Shape.Size / 4096;
        var t = Matrix<double>.Build.DenseOfRowMajor(4096, Dimensions, unconstrained.ToArray());
        var centre = t.ColumnSums() / 4096;
        var residuals = Matrix<double>.Build.DenseOfRows(t.EnumerateRows().Select(r => r - centre));
        var factor = (residuals.TransposeThisAndMultiply(residuals) / 4096 * Inflation).Cholesky().Factor;
        var random = new Random((int)seed);
        double Next() => Ndtri.Of(Math.Clamp(random.NextDouble(), 1e-16, 1 - 1e-16));
        var points = new double[count * Dimensions];
        LogProposal = new double[count];
        for (var i = 0; i < count; i++)
        {
            var z = Vector<double>.Build.Dense(Dimensions, _ => Next());
            var chi2 = Enumerable.Range(0, (int)Df).Sum(_ => Math.Pow(Next(), 2));
            var scaled = z / Math.Sqrt(chi2 / Df);
            (centre + (factor * scaled)).AsArray().CopyTo(points, i * Dimensions);
            LogProposal[i] = LogGamma.Of((Df + Dimensions) / 2) - LogGamma.Of(Df / 2) - (Dimensions / 2.0 * Math.Log(Df * Math.PI))
                - factor.Diagonal().Sum(Math.Log) - ((Df + Dimensions) / 2 * Math.Log(1 + (scaled.DotProduct(scaled) / Df)));
        }

        Unconstrained = Tensor.Of(Shape.Of([count, .. unconstrained.Shape.Skip(1)]), points);
        Values = map.ForwardOf(Unconstrained);
        Centre = centre;
        Spread = factor;
        var axis = new Points(count);
        var slot = axis.Slot("t", Unconstrained.Shape.Skip(1));
        var log = d.LogDensity(map.ForwardOf(axis.Spread(slot))) + map.LogDeterminantOf(axis.Spread(slot)).Sum();
        Weights = [.. new Computation(axis.Gather(log), slot).At(points).Select((l, i) => Math.Exp(l - LogProposal[i]))];
    }

    public int Dimensions { get; }

    public Tensor Unconstrained { get; }

    public Tensor Values { get; }

    public double[] Weights { get; }

    public Vector<double> Centre { get; }

    public Matrix<double> Spread { get; }

    private double[] LogProposal { get; }

    /// <summary>Coordinate i of a direction in which the law is about as wide as 1, for rows of unconstrained points.</summary>
    public double[] Project(Tensor unconstrained, Vector<double> direction)
    {
        var toUnit = Spread.Transpose().Solve(direction);
        var numbers = unconstrained.ToArray();
        return [.. Enumerable.Range(0, numbers.Length / Dimensions).Select(i => Enumerable.Range(0, Dimensions).Sum(k => toUnit[k] * (numbers[(i * Dimensions) + k] - Centre[k])))];
    }
}
