using System.Diagnostics;

namespace DiffProb;

/// <summary>How fast an engine is on this machine, in seconds.</summary>
/// <param name="PerProductFlop">For a multiplication or addition of a matrix product.</param>
/// <param name="PerFactorFlop">For one of a factor, solution or determinant.</param>
/// <param name="PerElement">For an element of another operation.</param>
/// <param name="PerOperation">For calling an operation at all.</param>
internal sealed record EngineRates(double PerProductFlop, double PerFactorFlop, double PerElement, double PerOperation)
{
    private const int Repeats = 7;

    /// <summary>Estimated time of a run.</summary>
    public double Seconds(GraphWork work) =>
        (work.ProductFlops * PerProductFlop) + (work.FactorFlops * PerFactorFlop) + (work.Elements * PerElement) + (work.Operations * PerOperation);

    /// <summary>Times four small graphs: some tens of milliseconds in all.</summary>
    public static EngineRates Measure(IEngine engine)
    {
        var scalar = Tensor.Parameter("x", Shape.Of(1));
        var perOperation = Share(engine, Chain(scalar, 64), scalar, new(0, 0, 0, 0), w => w.Operations);
        var known = new EngineRates(0, 0, 0, perOperation);

        var vector = Tensor.Parameter("x", Shape.Of(1 << 16));
        var perElement = Share(engine, Chain(vector, 8), vector, known, w => w.Elements);
        known = known with { PerElement = perElement };

        var square = Tensor.Parameter("x", Shape.Of(256, 256));
        var perProductFlop = Share(engine, square.MatMul(square), square, known, w => w.ProductFlops);
        var matrix = Tensor.Parameter("x", Shape.Of(192, 192));
        var regular = matrix + (192.0 * Factorizations.Identity(192));
        return known with
        {
            PerProductFlop = perProductFlop,
            PerFactorFlop = Share(engine, regular.Solve(matrix), matrix, known with { PerProductFlop = perProductFlop }, w => w.FactorFlops),
        };
    }

    // Alternately a square and an exponential, and numbers that stay between 0 and 1.
    private static Tensor Chain(Tensor x, int length)
    {
        for (var i = 0; i < length; i += 4)
        {
            x = (-(x * x)).Exp() * 0.5;
        }

        return x;
    }

    // The least time of a run, less what is known of it, for each unit of a kind of work.
    private static double Share(IEngine engine, Tensor output, Tensor input, EngineRates known, Func<GraphWork, double> unit)
    {
        var work = GraphWork.Of(CompiledGraph.Of([output], [input]));
        var executable = engine.Compile([output], [input]);
        var bindings = Bindings.Empty.With("x", Tensor.Of(input.Shape, [.. Enumerable.Range(0, input.Shape.Size).Select(i => 0.5 + (0.4 * Math.Sin(i)))]));
        var least = double.PositiveInfinity;
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            var start = Stopwatch.GetTimestamp();
            executable.Run(bindings);
            least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        // A share of the time at least: the parts are not additive to the last microsecond.
        return Math.Max(least - known.Seconds(work), 0.1 * least) / unit(work);
    }
}
