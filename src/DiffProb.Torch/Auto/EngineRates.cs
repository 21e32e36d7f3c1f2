using System.Diagnostics;

namespace DiffProb;

/// <summary>How fast an engine is on this machine, in seconds.</summary>
/// <param name="PerProductFlop">For a multiplication or addition of a matrix product.</param>
/// <param name="PerFactorFlop">For one of a factor, solution or determinant.</param>
/// <param name="PerElement">For an element of another operation.</param>
/// <param name="PerOperation">For calling an operation at all.</param>
internal sealed record EngineRates(double PerProductFlop, double PerFactorFlop, double PerElement, double PerOperation)
{
    private const int FewestRounds = 7;

    // The runtime compiles what runs often a second time, and better, after a tenth of a second.
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(0.4);

    /// <summary>Estimated time of a run.</summary>
    public double Seconds(GraphWork work) =>
        (work.ProductFlops * PerProductFlop) + (work.FactorFlops * PerFactorFlop) + (work.Elements * PerElement) + (work.Operations * PerOperation);

    /// <summary>Times four small graphs on each engine, in turns: about half a second in all.</summary>
    public static EngineRates[] Measure(params IEngine[] engines)
    {
        var scalar = Tensor.Parameter("x", Shape.Of(1));
        var vector = Tensor.Parameter("x", Shape.Of(1 << 16));
        var square = Tensor.Parameter("x", Shape.Of(256, 256));
        var matrix = Tensor.Parameter("x", Shape.Of(192, 192));
        var solution = (matrix + (192.0 * Factorizations.Identity(192))).Solve(matrix);
        var rows = Array.ConvertAll(engines, e => new Trial[] { new(e, Chain(scalar, 64), scalar), new(e, Chain(vector, 8), vector), new(e, square.MatMul(square), square), new(e, solution, matrix) });

        var start = Stopwatch.GetTimestamp();
        for (var round = 0; round < FewestRounds || Stopwatch.GetElapsedTime(start) < Warm; round++)
        {
            Array.ForEach(rows, row => Array.ForEach(row, t => t.Run()));
        }

        return Array.ConvertAll(rows, Of);
    }

    // Each from the one before: what is known of a time is taken off.
    private static EngineRates Of(Trial[] trials)
    {
        var rates = new EngineRates(0, 0, 0, 0);
        rates = rates with { PerOperation = trials[0].Share(rates, w => w.Operations) };
        rates = rates with { PerElement = trials[1].Share(rates, w => w.Elements) };
        rates = rates with { PerProductFlop = trials[2].Share(rates, w => w.ProductFlops) };
        return rates with { PerFactorFlop = trials[3].Share(rates, w => w.FactorFlops) };
    }

    // Four operations again and again, one of them dear, and numbers that stay between 0 and 1.
    private static Tensor Chain(Tensor x, int length)
    {
        for (var i = 0; i < length; i += 4)
        {
            x = (-(x * x)).Exp() * 0.5;
        }

        return x;
    }

    private sealed class Trial(IEngine engine, Tensor output, Tensor input)
    {
        private readonly Executable executable = engine.Compile([output], [input]);
        private readonly GraphWork work = GraphWork.Of(CompiledGraph.Of([output], [input]));
        private readonly Bindings bindings = Bindings.Empty.With("x", Tensor.Of(input.Shape, [.. Enumerable.Range(0, input.Shape.Size).Select(i => 0.5 + (0.4 * Math.Sin(i)))]));
        private double least = double.PositiveInfinity;

        public void Run()
        {
            var start = Stopwatch.GetTimestamp();
            executable.Run(bindings);
            least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        /// <summary>The least time of a run, less what is known of it, for each unit of a kind of work.</summary>
        public double Share(EngineRates known, Func<GraphWork, double> unit) =>
            Math.Max(least - known.Seconds(work), 0.1 * least) / unit(work); // a part of it at least: times are not additive to the last microsecond
    }
}
