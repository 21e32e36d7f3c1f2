using System.Globalization;

namespace DiffProb;

/// <summary>Whether a bound had ceased to rise: the mean of its last tenth of steps against that of the tenth that begins in the middle.</summary>
/// <remarks>
/// <para><b>Rule</b>: it has converged where it rose by no more than the tolerance, or by no more than twice the standard error of the difference. Errors come from the effective sample size of each
/// window, since steps are correlated. A rule on absolute nats, as bounds have an arbitrary constant; Dhaka et al. (2020), arXiv:2009.00666, show how relative rules mislead. A bound that has ceased to rise may yet be far from the
/// evidence: Pareto's k tells.</para>
/// </remarks>
/// <param name="Rise">Mean of the last window minus that of the one in the middle, in nats.</param>
/// <param name="StandardError">Of the rise, in nats; 0 where nothing is random.</param>
/// <param name="Tolerance">Rise that is none, in nats.</param>
/// <param name="Window">Steps in each window.</param>
public sealed record BoundConvergence(double Rise, double StandardError, double Tolerance, int Window)
{
    private const int Windows = 10;
    private const double Errors = 2.0;

    /// <summary>Whether the bound had ceased to rise; false where there are too few steps to tell.</summary>
    public bool IsReached => Rise <= Math.Max(Tolerance, Errors * StandardError);

    /// <summary>The rise, its error, and the verdict.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(IsReached ? "converged" : "not converged")}: the bound rose by {Rise:G3} ± {StandardError:G2} nats from the middle to the end");

    internal static BoundConvergence Of(IReadOnlyList<double> history, double tolerance)
    {
        var window = history.Count / Windows;
        if (window < 2)
        {
            return new(double.NaN, double.NaN, tolerance, window);
        }

        double[] all = [.. history];
        var middle = all[(all.Length / 2)..][..window];
        var last = all[^window..];
        return new(last.Average() - middle.Average(), Math.Sqrt(Square(ErrorOf(middle)) + Square(ErrorOf(last))), tolerance, window);
    }

    private static double Square(double x) => x * x;

    // Equal numbers have no effective sample size, and no error.
    private static double ErrorOf(double[] window) => window.Max() == window.Min() ? 0.0
        : MonteCarloError.Mean([window]) is var error && double.IsFinite(error) ? error : double.PositiveInfinity;
}
