using DiffProb;

namespace Gallery.Proteins;

/// <summary>How the ascents went, and what a relaxation of letters costs, whatever language ran them.</summary>
/// <param name="page">Where it is shown.</param>
public sealed class RelaxationReport(Page page)
{
    /// <summary>Draws for a gradient of the relaxed objective.</summary>
    public const int Particles = 20_000;

    private static readonly double[] Temperatures = [0.1, 0.2, 0.5, 1.0, 2.0];

    /// <summary>The first steps of ascents.</summary>
    /// <param name="greatest">The greatest energy there is.</param>
    /// <param name="ascents">Each with its name.</param>
    public void ShowCourse(double greatest, params IReadOnlyList<(string Name, Fit Fit)> ascents)
    {
        const int most = 500;
        page.Chart(new(
            "Expected energy on the way",
            "step",
            "expected energy",
            [.. ascents.Select(a => new Line(a.Name, Enumerable.Range(1, most).Select(i => (double)i), a.Fit.History.Take(most))), new Rule("greatest", greatest)]));
    }

    /// <summary>How far the gradient of the relaxed objective is from that of the expected energy, at equal chances.</summary>
    /// <param name="exact">The gradient of the expected energy in "logits".</param>
    /// <param name="relaxed">That of the relaxed one, at a temperature.</param>
    public void ShowBias(GradientEstimate exact, Func<double, GradientEstimate> relaxed)
    {
        ArgumentNullException.ThrowIfNull(exact);
        ArgumentNullException.ThrowIfNull(relaxed);
        page.Heading("What a relaxation costs");
        page.Paragraph($"Gumbel-softmax makes letters of fractions, and differentiates another objective. At equal chances, {Page.Text(Particles, "N0")} draws each: how far its gradient is from the exact one, and how much of that may be noise.");
        var right = exact["logits"].ToArray();
        var rows = Temperatures.Select(t => Row(t, right, relaxed(t))).ToArray();
        page.Table(["temperature", "error", "of it noise"], rows.Select(r => (string[])[Page.Text(r.Temperature), Page.Text(r.Error, "P1"), Page.Text(r.Noise, "P1")]));
        page.Chart(new(
            "Error of the gradient by Gumbel-softmax",
            new("temperature") { IsLogarithmic = true },
            new ChartAxis("error, relative to the gradient") { IsLogarithmic = true },
            new Line("error", rows.Select(r => r.Temperature), rows.Select(r => r.Error)),
            new Line("of it noise", rows.Select(r => r.Temperature), rows.Select(r => r.Noise), isDashed: true)));
    }

    private static (double Temperature, double Error, double Noise) Row(double temperature, double[] exact, GradientEstimate relaxed)
    {
        var size = Norm(exact);
        return (temperature, Norm(relaxed["logits"].ToArray().Zip(exact, (a, b) => a - b)) / size, Norm(relaxed.StandardError("logits").ToArray()) / size);
    }

    private static double Norm(IEnumerable<double> numbers) => Math.Sqrt(numbers.Sum(n => n * n));
}
