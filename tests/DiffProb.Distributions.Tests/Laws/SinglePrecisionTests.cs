namespace DiffProb;

/// <summary>Draws in Float32: inside the support, and with densities and derivatives that are finite wherever those in Float64 are.</summary>
public sealed class SinglePrecisionTests
{
    // A draw of a truncated law is a quantile by integration, and its derivatives are integrals; one by rejection takes many.
    private static int Draws(string name) => name.StartsWith("Truncated", StringComparison.Ordinal) || name.Contains("Rejection", StringComparison.Ordinal) ? 1000 : 40_000;

    [Theory]
    [MemberData(nameof(Examples.All), MemberType = typeof(Examples))]
    public void Draws_lie_inside_the_support(string name)
    {
        var graph = new Graph(DistributionCatalogue.Find(name), Draws(name));
        Assert.Equal(0.0, graph.Single(graph.Outside.Sum().SumOver(graph.Points.Axes))[0]);
    }

    [Theory]
    [MemberData(nameof(Examples.All), MemberType = typeof(Examples))]
    public void Densities_and_derivatives_of_draws_are_finite(string name)
    {
        var graph = new Graph(DistributionCatalogue.Find(name), Draws(name));
        if (!graph.Distribution.HasDensity || IsCoarse(name))
        {
            return;
        }

        var density = graph.Distribution.LogDensity(graph.Value);
        Tensor[] wanted = [density, .. Gradient.PerElement(density.SumOver(graph.Points.Axes), graph.Slots, graph.Points.Axes[0])];
        foreach (var number in wanted)
        {
            var (single, full) = (graph.Single(number), graph.Full(number));
            var lost = Enumerable.Range(0, full.Length).Where(i => double.IsFinite(full[i]) && !double.IsFinite(single[i])).ToArray();
            Assert.True(lost.Length == 0, $"{lost.Length} of {full.Length}: {(lost.Length > 0 ? $"{single[lost[0]]} instead of {full[lost[0]]}" : "")}");
        }
    }

    // Single precision has 16 numbers between 1,000,000 and 1,000,001: many draws are an end, where the density is 0.
    private static bool IsCoarse(string name) => name.StartsWith("Triangular(low: 1000000,", StringComparison.Ordinal);

    private sealed class Graph
    {
        private readonly Bindings bindings;

        public Graph(DistributionExample example, int draws)
        {
            Points = new(draws);
            Slots = [.. example.Parameters.Select((p, i) => Tensor.Parameter($"parameter {i}", p.Shape))];
            bindings = Slots.Zip(example.Parameters).Aggregate(Bindings.Empty, (b, pair) => b.With(((Parameter)pair.First.Operation).Label, pair.Second));
            Distribution = example.Create([.. Slots]);
            Value = Distribution.Support.Nearest(Distribution.SampleFrom(new NoiseSource("x", Points.Axes))).BroadcastTo(Distribution.Shape);
        }

        public Points Points { get; }

        public Tensor[] Slots { get; }

        public Distribution Distribution { get; }

        public Tensor Value { get; }

        public Tensor Outside => (!Distribution.Support.Contains(Value)!).Cast(DType.Float64);

        public double[] Single(Tensor output) => Run(new SinglePrecisionEngine(ManagedEngine.Default), output);

        public double[] Full(Tensor output) => Run(ManagedEngine.Default, output);

        private double[] Run(IEngine engine, Tensor output) =>
            ((Constant)engine.Compile([output], Slots).Run(bindings)[0].Operation).Storage.ToDoubles();
    }
}
