namespace DiffProb;

/// <summary>Derivatives of laws as signed sums of laws, against exact derivatives of an expectation, in every parameter that states one.</summary>
public class WeakDerivativeTests
{
    private const int Draws = 40_000;

    public static TheoryData<string> Names =>
        [.. DistributionCatalogue.All.Where(e => e.Distribution.Parameters.Any(p => p.HasWeakDerivative) && e.Distribution.Parts.Size == 1).Select(e => e.ToString())];

    /// <summary>Within five standard errors: a correct one fails 6 seeds in 10 million. Some 150 numbers are compared.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Its_terms_give_the_derivative_of_an_expectation(string name)
    {
        var example = DistributionCatalogue.Find(name);
        var points = new Points(Draws);
        var (slots, d) = points.Parameterize(example);
        for (var k = 0; k < slots.Length; k++)
        {
            if (!d.Parameters[k].HasWeakDerivative)
            {
                continue;
            }

            var terms = d.WeakDerivative(k, new NoiseSource("terms", points.Axes));
            var sum = terms.Select(t => t.Weight.BroadcastTo(d.Parts).Sum() * Cost(d, t.Value.BroadcastTo(d.Shape)).StopGradient()).Aggregate((a, b) => a + b);
            var each = new Computation(Gradient.Of(sum.SumOver(points.Axes), slots[k])[0], slots).At(points.Repeat(example));
            var size = example.Parameters[k].Shape.Size;
            for (var e = 0; e < size; e++)
            {
                var own = each.Where((_, i) => i % size == e).ToArray();
                var (mean, exact) = (own.Average(), Exact(example, k, e));
                var error = Math.Sqrt(own.Average(x => (x - mean) * (x - mean)) / Draws);
                Assert.True(Math.Abs(mean - exact) <= (5.0 * error) + (1e-4 * Math.Abs(exact)) + 1e-9, $"{d.Parameters[k].Name}[{e}]: {mean} ± {error} is not {exact}");
            }
        }
    }

    [Fact]
    public void Values_lie_in_the_support()
    {
        foreach (var name in Names)
        {
            var d = DistributionCatalogue.Find(name).Distribution;
            var points = new Points(500);
            foreach (var k in Enumerable.Range(0, d.Parameters.Count).Where(k => d.Parameters[k].HasWeakDerivative))
            {
                Assert.All(d.WeakDerivative(k, new NoiseSource("terms", points.Axes)), t =>
                {
                    var values = points.Gather(d.Support.Nearest(t.Value.BroadcastTo(d.Shape)));
                    Assert.DoesNotContain(0.0, new Computation(d.Support.Contains(values)!.Cast(DType.Float64)).At());
                });
            }
        }
    }

    private static Tensor Cost(Distribution d, Tensor x)
    {
        var values = x.Cast(DType.Float64);
        var weights = Tensor.Of(d.Shape, [.. Enumerable.Range(1, d.Shape.Size).Select(i => (double)i)]);
        return (weights * ((0.7 * values) + 0.2).Sin()).Sum();
    }

    private static double Exact(DistributionExample example, int parameter, int element) =>
        example.Distribution.Support.IsDiscrete ? OfAtoms(example, parameter, element) : ByQuadrature(example, parameter, element);

    private static double OfAtoms(DistributionExample example, int parameter, int element)
    {
        var slots = example.Parameters.Select((p, i) => Tensor.Data($"p{i}", p.Shape)).ToArray();
        var atoms = new Atoms(example.Distribution);
        var points = new Points(atoms.Count);
        var d = example.Create(slots);
        var values = points.Spread(atoms.Values);
        var mean = (d.Mass(values) * Cost(d, values)).SumOver(points.Axes);
        var derivative = new Computation(Gradient.Of(mean, slots[parameter])[0], slots).At([.. example.Parameters.Select(p => p.ToArray())])[element];
        if (!double.IsNaN(derivative))
        {
            return derivative;
        }

        // At an end of the parameter's support, where masses that are 0 have no slope in logarithms: a difference to the inside.
        var sum = new Computation(mean, slots);
        double At(double change) => sum.At([.. example.Parameters.Select((p, i) => i == parameter ? Moved(p, element, change) : p.ToArray())])[0];
        var step = example.Distribution.Parameters[parameter].Support.FirstOutside(Tensor.Scalar(example.Parameters[parameter].ToArray()[element] + 1e-6)) is null ? 1e-6 : -1e-6;
        return (At(step) - At(0.0)) / step;
    }

    private static double ByQuadrature(DistributionExample example, int parameter, int element)
    {
        double At(double change)
        {
            var moved = example with { Parameters = [.. example.Parameters.Select((p, i) => i == parameter ? Tensor.Of(p.Shape, Moved(p, element, change)) : p)] };
            return Quadrature.Expectation(moved, (x, _) => Cost(moved.Distribution, x));
        }

        // Small beside a positive parameter, or beside the law where it moves along.
        var draws = example.Distribution.Sample(1000, seed: 7).ToArray().Order().ToArray();
        var step = 1e-3 * (example.Distribution.Parameters[parameter].Support is HalfLine ? example.Parameters[parameter].ToArray()[element] : draws[750] - draws[250]);
        return ((8.0 * (At(step) - At(-step))) - (At(2.0 * step) - At(-2.0 * step))) / (12.0 * step);
    }

    private static double[] Moved(Tensor parameter, int element, double change)
    {
        var numbers = parameter.ToArray();
        numbers[element] += change;
        return numbers;
    }
}
