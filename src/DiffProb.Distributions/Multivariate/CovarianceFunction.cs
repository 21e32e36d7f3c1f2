namespace DiffProb;

/// <summary>Covariance of a function's values at two inputs: what a Gaussian process is made of. Sums and products of members are members.</summary>
/// <remarks>
/// <para>Inputs are numbers [N] or vectors [N, D]; distances are Euclidean, over a length scale.</para>
/// <para><b>Source</b>: Rasmussen and Williams (2006), Gaussian Processes for Machine Learning, chapter 4.</para>
/// </remarks>
public abstract record CovarianceFunction
{
    /// <summary>Covariances between two lists of inputs: [N] or [N, D] and [M] or [M, D] to [N, M].</summary>
    /// <param name="x">First inputs.</param>
    /// <param name="y">Second inputs.</param>
    /// <exception cref="ShapeException">The inputs are neither numbers nor vectors of one size.</exception>
    public Tensor Between(Tensor x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        var (a, b) = (x.Shape.Rank == 1 ? x.Unsqueeze(-1) : x, y.Shape.Rank == 1 ? y.Unsqueeze(-1) : y);
        return a.Shape.Rank == 2 && b.Shape.Rank == 2 && a.Shape[1] == b.Shape[1] ? Of(a.Unsqueeze(1), b.Unsqueeze(0)) : throw DistributionErrors.InputsDoNotFit(x, y);
    }

    /// <summary>exp(-r² / 2), r = |x - y| / lengthScale, times the variance: smooth functions.</summary>
    /// <param name="lengthScale">Distance over which values change, positive.</param>
    /// <param name="variance">Variance of a value, positive.</param>
    public static CovarianceFunction SquaredExponential(Tensor lengthScale, Tensor variance) =>
        new Stationary(lengthScale, variance, r2 => (-0.5 * r2).Exp(), nameof(SquaredExponential));

    /// <summary>(1 + √3 r) exp(-√3 r), times the variance: functions with one derivative.</summary>
    /// <param name="lengthScale">Distance over which values change, positive.</param>
    /// <param name="variance">Variance of a value, positive.</param>
    public static CovarianceFunction Matern32(Tensor lengthScale, Tensor variance) =>
        new Stationary(lengthScale, variance, r2 => Distance(3.0 * r2) is var r ? (1.0 + r) * (-r).Exp() : r2, nameof(Matern32));

    /// <summary>(1 + √5 r + 5 r² / 3) exp(-√5 r), times the variance: functions with two derivatives.</summary>
    /// <param name="lengthScale">Distance over which values change, positive.</param>
    /// <param name="variance">Variance of a value, positive.</param>
    public static CovarianceFunction Matern52(Tensor lengthScale, Tensor variance) =>
        new Stationary(lengthScale, variance, r2 => Distance(5.0 * r2) is var r ? (1.0 + r + (r.Square() / 3.0)) * (-r).Exp() : r2, nameof(Matern52));

    /// <summary>exp(-2 Σ sin²(π (x - y) / period) / lengthScale²), times the variance: functions that repeat.</summary>
    /// <param name="period">After what distance they repeat, positive.</param>
    /// <param name="lengthScale">Distance over which values change, in radians of the circle, positive.</param>
    /// <param name="variance">Variance of a value, positive.</param>
    public static CovarianceFunction Periodic(Tensor period, Tensor lengthScale, Tensor variance) => new Repeating(period, lengthScale, variance);

    /// <summary>x · y times the variance: straight lines through the origin.</summary>
    /// <param name="variance">Variance of the slope, positive.</param>
    public static CovarianceFunction Linear(Tensor variance) => new Straight(variance);

    /// <summary>Covariance of the sum of two independent functions.</summary>
    public static CovarianceFunction operator +(CovarianceFunction a, CovarianceFunction b) => new Combined(a, b, (p, q) => p + q, "+");

    /// <summary>Covariance of the product of two independent functions.</summary>
    public static CovarianceFunction operator *(CovarianceFunction a, CovarianceFunction b) => new Combined(a, b, (p, q) => p * q, "*");

    /// <summary>[N, 1, D] and [1, M, D] to [N, M].</summary>
    private protected abstract Tensor Of(Tensor x, Tensor y);

    // At distance 0 the root has no slope, and the covariance a slope of 0.
    private static Tensor Distance(Tensor squared) => Tensor.Where(squared > 0.0, Tensor.Where(squared > 0.0, squared, 1.0).Sqrt(), 0.0);

    private sealed record Stationary(Tensor LengthScale, Tensor Variance, Func<Tensor, Tensor> Shape, string Name) : CovarianceFunction
    {
        private protected override Tensor Of(Tensor x, Tensor y) => Variance * Shape(((x - y) / LengthScale).Square().Sum(-1));
    }

    private sealed record Repeating(Tensor Period, Tensor LengthScale, Tensor Variance) : CovarianceFunction
    {
        private protected override Tensor Of(Tensor x, Tensor y) => Variance * (-2.0 * (((x - y) / Period).SinPi() / LengthScale).Square().Sum(-1)).Exp();
    }

    private sealed record Straight(Tensor Variance) : CovarianceFunction
    {
        private protected override Tensor Of(Tensor x, Tensor y) => Variance * (x * y).Sum(-1);
    }

    private sealed record Combined(CovarianceFunction First, CovarianceFunction Second, Func<Tensor, Tensor, Tensor> With, string Sign) : CovarianceFunction
    {
        private protected override Tensor Of(Tensor x, Tensor y) => With(First.Of(x, y), Second.Of(x, y));
    }
}
