using System.Text.Json;

namespace DiffProb;

/// <summary>One case of the file with all its points in one graph: they lie along a hidden axis, each with parameters of its own.</summary>
internal sealed class GoldenGraph
{
    private readonly DistributionExample example;
    private readonly Points axis;
    private readonly Tensor[] slots;

    public GoldenGraph(DistributionExample example, JsonElement[] points, DType type = DType.Float64)
    {
        (this.example, Points, axis) = (example, points, new Points(points.Length));
        var known = example.Distribution;
        slots =
        [
            .. example.Parameters.Select((p, i) => axis.Slot($"parameter {i}", p.Shape, type)),
            axis.Slot("x", known.Shape, known.DType == DType.Int64 ? DType.Int64 : type),
        ];
        Law = example.Create([.. slots[..^1].Select(axis.Spread)]);
    }

    public JsonElement[] Points { get; }

    /// <summary>Whether the numbers are those that Float32 holds.</summary>
    public bool Rounded { get; init; }

    public Tensor LogProb => axis.Gather(Law.LogDensity(X));

    /// <summary>Derivatives by each parameter and by x.</summary>
    public IReadOnlyList<Tensor> Gradients => Gradient.Of(Law.LogDensity(Law.DType == DType.Int64 ? Float(X) : X).SumOver(axis.Axes), slots);

    /// <summary>Of numbers, where there is one.</summary>
    public Tensor? Cdf => Law.Shape.Rank == 0 && Law.Cdf(X) is { } cdf ? axis.Gather(cdf) : null;

    /// <summary>One minus it.</summary>
    public Tensor? Survival => Law.Shape.Rank == 0 && Law.Survival(X) is { } rest ? axis.Gather(rest) : null;

    /// <summary>Their logarithms.</summary>
    public Tensor? LogCdf => Law.Shape.Rank == 0 && Law.LogCdf(X) is { } log ? axis.Gather(log) : null;

    public Tensor? LogSurvival => Law.Shape.Rank == 0 && Law.LogSurvival(X) is { } log ? axis.Gather(log) : null;

    private Distribution Law { get; }

    private Tensor X => axis.Spread(slots[^1]);

    private double[][] Values =>
    [
        .. example.Parameters.Select(p => Enumerable.Repeat(p.ToArray(), Points.Length).SelectMany(v => v).Select(Round).ToArray()),
        [.. Points.SelectMany(p => GoldenCase.Field(p, "x")!).Select(Round)],
    ];

    /// <summary>The numbers of some outputs; none for no points.</summary>
    public double[][] Run(IEngine engine, IReadOnlyList<Tensor> outputs)
    {
        if (Points.Length == 0)
        {
            return [.. outputs.Select(_ => Array.Empty<double>())];
        }

        var bindings = Bindings.Empty;
        var values = Values;
        for (var k = 0; k < slots.Length; k++)
        {
            bindings = bindings.With(((DataSlot)slots[k].Operation).Label, Tensor.Of(slots[k].Shape, values[k]));
        }

        return [.. engine.Compile(outputs, slots).Run(bindings).Select(t => t.ToArray())];
    }

    /// <summary>Places of the points that lie in the support, with parameters that lie in theirs, after rounding.</summary>
    public IEnumerable<int> Inside()
    {
        var values = Values;
        for (var i = 0; i < Points.Length; i++)
        {
            var d = example.Create([.. example.Parameters.Select((p, k) => Tensor.Of(p.Shape, Part(values[k], i)))]);
            var x = Tensor.Of(d.Shape, Part(values[^1], i)).Cast(d.DType);
            if (d.Parameters.All(p => p.Support.FirstOutside(p.Value) is null) && d.Support.FirstOutside(x) is null)
            {
                yield return i;
            }
        }
    }

    /// <summary>What a relative change of each input does to the result at point i: Σ |θ ∂f/∂θ|.</summary>
    public double Sensitivity(double[][] gradients, int i)
    {
        var values = Values;
        return Enumerable.Range(0, slots.Length).Sum(k => Part(values[k], i).Zip(Part(gradients[k], i), (v, g) => v == 0.0 ? 0.0 : Math.Abs(v * g)).Sum());
    }

    private double[] Part(double[] values, int i)
    {
        var size = values.Length / Points.Length;
        return values[(i * size)..((i + 1) * size)];
    }

    private double Round(double x) => Rounded ? (float)x : x;

    private static Tensor Float(Tensor x) => x.Cast(DType.Float64);
}
