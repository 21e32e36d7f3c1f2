using System.Numerics.Tensors;

namespace DiffProb;

/// <summary>Where a search for a maximum ended.</summary>
/// <param name="Position">Its last position.</param>
/// <param name="History">Log density at the beginning and after each step, in nats.</param>
/// <param name="Slope">Greatest element of the gradient there.</param>
/// <param name="IsConverged">Whether the gradient vanishes, as far as rounding allows.</param>
internal sealed record ModeFound(double[] Position, double[] History, double Slope, bool IsConverged);

/// <summary>Finds a maximum of a log density by limited-memory BFGS with a line search for the strong Wolfe conditions.</summary>
/// <remarks><b>Source</b>: Nocedal, Wright (2006), Numerical Optimization, algorithms 7.4, 7.5, 3.5 and 3.6, with c1 = 1e-4, c2 = 0.9 and cubic interpolation.</remarks>
internal sealed class Lbfgs(ILogDensity density, int steps, IProgress<OptimizationProgress>? progress = null)
{
    private const int Memory = 10;
    private const int MostTrials = 40;
    private const double Decrease = 1e-4;
    private const double Curvature = 0.9;

    /// <summary>Gradients below that, relative to the size of the density, vanish.</summary>
    private const double Vanishing = 1e-9;

    /// <summary>Where no step helps any more, gradients below that are rounding.</summary>
    private const double Rounding = 1e-5;

    private readonly List<(double[] Step, double[] Change, double Rho)> pairs = [];
    private readonly List<double> history = [];

    private sealed record Point(double[] Position, double Value, double[] Gradient, double Slope);

    /// <summary>Goes up from a position where the density and its gradient are finite.</summary>
    /// <param name="start">The position.</param>
    /// <param name="cancellation">Ends it after a step.</param>
    public ModeFound Climb(double[] start, CancellationToken cancellation)
    {
        var here = At(start, new double[start.Length]);
        history.Add(-here.Value);
        for (var step = 0; step < steps && !Vanishes(here, Vanishing) && !cancellation.IsCancellationRequested; step++)
        {
            if (Next(here) is not { } next)
            {
                // What was remembered may mislead: once more along the gradient alone.
                if (pairs.Count == 0)
                {
                    break;
                }

                pairs.Clear();
                continue;
            }

            Remember(here, next);
            here = next;
            history.Add(-here.Value);
            progress?.Report(new(step + 1, steps, -here.Value));
        }

        return new(here.Position, [.. history], TensorPrimitives.MaxMagnitude(here.Gradient) is var s ? Math.Abs(s) : 0.0, Vanishes(here, Rounding));
    }

    private static bool Vanishes(Point p, double part) => Math.Abs(TensorPrimitives.MaxMagnitude(p.Gradient)) <= part * Math.Max(1.0, Math.Abs(p.Value));

    // Of the negative log density, with its slope along a direction.
    private Point At(double[] position, double[] direction)
    {
        var gradient = new double[position.Length];
        var value = -density.Evaluate(position, gradient);
        TensorPrimitives.Negate(gradient, gradient);
        var isFinite = double.IsFinite(value) && TensorPrimitives.IsFiniteAll(gradient);
        return new(position, isFinite ? value : double.PositiveInfinity, gradient, TensorPrimitives.Dot(gradient, direction));
    }

    private Point? Next(Point here)
    {
        var direction = Direction(here.Gradient);
        var slope = TensorPrimitives.Dot(here.Gradient, direction);
        if (!(slope < 0.0))
        {
            return null;
        }

        var first = pairs.Count > 0 ? 1.0 : Math.Min(1.0, 1.0 / TensorPrimitives.Norm(here.Gradient));
        return Search(here with { Slope = slope }, direction, first);
    }

    // Two loops over what is remembered.
    private double[] Direction(double[] gradient)
    {
        var q = (double[])gradient.Clone();
        var shares = new double[pairs.Count];
        for (var i = pairs.Count - 1; i >= 0; i--)
        {
            shares[i] = pairs[i].Rho * TensorPrimitives.Dot(pairs[i].Step, q);
            TensorPrimitives.MultiplyAdd(pairs[i].Change, -shares[i], q, q);
        }

        if (pairs.Count > 0)
        {
            var (_, change, rho) = pairs[^1];
            TensorPrimitives.Multiply(q, 1.0 / (rho * TensorPrimitives.Dot(change, change)), q);
        }

        for (var i = 0; i < pairs.Count; i++)
        {
            var share = shares[i] - (pairs[i].Rho * TensorPrimitives.Dot(pairs[i].Change, q));
            TensorPrimitives.MultiplyAdd(pairs[i].Step, share, q, q);
        }

        TensorPrimitives.Negate(q, q);
        return q;
    }

    private void Remember(Point before, Point after)
    {
        var (step, change) = (new double[before.Position.Length], new double[before.Position.Length]);
        TensorPrimitives.Subtract(after.Position, before.Position, step);
        TensorPrimitives.Subtract(after.Gradient, before.Gradient, change);
        var curvature = TensorPrimitives.Dot(step, change);
        if (curvature > 1e-14 * TensorPrimitives.Dot(change, change))
        {
            pairs.Add((step, change, 1.0 / curvature));
            if (pairs.Count > Memory)
            {
                pairs.RemoveAt(0);
            }
        }
    }

    private Point? Search(Point start, double[] direction, double first)
    {
        Point Along(double length)
        {
            var position = new double[direction.Length];
            TensorPrimitives.MultiplyAdd(direction, length, start.Position, position);
            return At(position, direction);
        }

        bool Rises(Point p, double length) => !(p.Value <= start.Value + (Decrease * length * start.Slope));

        var (low, lowLength, length) = (start, 0.0, first);
        for (var trial = 0; trial < MostTrials; trial++)
        {
            var point = Along(length);
            if (Rises(point, length) || (trial > 0 && point.Value >= low.Value))
            {
                return Zoom(low, lowLength, point, length);
            }

            if (Math.Abs(point.Slope) <= -Curvature * start.Slope)
            {
                return point;
            }

            if (point.Slope >= 0.0)
            {
                return Zoom(point, length, low, lowLength);
            }

            (low, lowLength, length) = (point, length, 2.0 * length);
        }

        return low == start ? null : low;

        // Between a length that is good but steep and one beyond the minimum.
        Point? Zoom(Point good, double goodLength, Point other, double otherLength)
        {
            for (var trial = 0; trial < MostTrials; trial++)
            {
                var middle = Between(good, goodLength, other, otherLength);
                var point = Along(middle);
                if (Rises(point, middle) || point.Value >= good.Value)
                {
                    (other, otherLength) = (point, middle);
                    continue;
                }

                if (Math.Abs(point.Slope) <= -Curvature * start.Slope)
                {
                    return point;
                }

                if (point.Slope * (otherLength - goodLength) >= 0.0)
                {
                    (other, otherLength) = (good, goodLength);
                }

                (good, goodLength) = (point, middle);
            }

            return goodLength > 0.0 ? good : null;
        }
    }

    // The minimum of the cubic through both values and slopes, or the middle where that is no number well inside.
    private static double Between(Point a, double at, Point b, double to)
    {
        var middle = 0.5 * (at + to);
        if (!double.IsFinite(a.Value) || !double.IsFinite(b.Value))
        {
            return middle;
        }

        var d1 = a.Slope + b.Slope - (3.0 * (a.Value - b.Value) / (at - to));
        var square = (d1 * d1) - (a.Slope * b.Slope);
        if (!(square >= 0.0))
        {
            return middle;
        }

        var d2 = Math.Sign(to - at) * Math.Sqrt(square);
        var found = to - ((to - at) * (b.Slope + d2 - d1) / (b.Slope - a.Slope + (2.0 * d2)));
        var (low, high) = (Math.Min(at, to), Math.Max(at, to));
        var margin = 0.1 * (high - low);
        return found > low + margin && found < high - margin ? found : middle;
    }
}
