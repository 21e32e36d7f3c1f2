using DiffProb;
using TorchSharp;

namespace Gallery;

/// <summary>How large the autoencoders are, and how long they learn.</summary>
/// <param name="Train">Pictures to learn from.</param>
/// <param name="Test">Pictures that are held out.</param>
/// <param name="Hidden">Units of the hidden layers.</param>
/// <param name="Bits">Bits of a discrete code.</param>
/// <param name="Numbers">Numbers of a Gaussian code.</param>
/// <param name="Batch">Pictures of a step.</param>
/// <param name="TrainingBudget">For each of the fits.</param>
/// <param name="LeastWithBits">What the bound of a picture must reach with bits, in nats.</param>
/// <param name="LeastWithNumbers">And with numbers.</param>
public sealed record AutoencoderLevel(
    int Train, int Test, int Hidden, int Bits, int Numbers, int Batch, TrainingBudget TrainingBudget, double LeastWithBits, double LeastWithNumbers)
{
    /// <summary>The problem as it is stated: 200 bits, and a quarter of a minute for each fit.</summary>
    public static AutoencoderLevel Full { get; } = new(20_000, 2000, 200, 200, 20, 100, new(1_000_000, TimeSpan.FromSeconds(15)), -300, -270);

    /// <summary>Small and short, and the same on every machine: for tests.</summary>
    public static AutoencoderLevel Quick { get; } = new(2000, 400, 64, 40, 10, 50, new(250, null), -330, -300);

    /// <summary>The one for a stage.</summary>
    public static AutoencoderLevel For(Stage stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return stage.IsQuick ? Quick : Full;
    }
}

/// <summary>A fit of an autoencoder by one estimator, and what it is worth on pictures that it has not seen.</summary>
/// <param name="Asked">The estimator that was asked for; empty where the planner chose.</param>
/// <param name="Fit">The fit.</param>
/// <param name="Seconds">Time of the processor that it took.</param>
/// <param name="Loss">The negative evidence lower bound of a picture that is held out, in nats.</param>
public sealed record AutoencoderFit(string Asked, Fit Fit, double Seconds, Estimate Loss)
{
    /// <summary>The evidence lower bound of a picture that is held out, in nats.</summary>
    public double Bound => -Loss.Mean;

    /// <summary>The estimator of the code.</summary>
    public string Estimator => Fit.Plan.Entries.First(e => e.Cost == "pixels").Estimator.Name;

    /// <summary>The value of the objective on the way: means of 25 steps.</summary>
    public Line Course(string name)
    {
        const int window = 25;
        var means = Fit.History.Chunk(window).Where(c => c.Length == window).Select(c => c.Average()).ToArray();
        return new(name, means.Select((_, i) => (i + 0.5) * window), means);
    }
}

/// <summary>What both languages show of autoencoders, and what they need beside the program.</summary>
public static class AutoencoderStage
{
    // Nats between fits by one estimator: up to 4.6 were measured, with other weights to begin with and other numbers of steps in the same time.
    private const double Spread = 5.0;

    // Seed and threads of libtorch belong to the process.
    private static readonly Lock Gate = new();

    /// <summary>Runs something with libtorch's own draws from a seed, and on one thread: the same initial weights and the same bits each time.</summary>
    public static T Repeatable<T>(ulong seed, Func<T> run)
    {
        ArgumentNullException.ThrowIfNull(run);
        lock (Gate)
        {
            var threads = TorchRuntime.Threads;
            try
            {
                TorchRuntime.Threads = 1;
                torch.manual_seed((long)(seed % long.MaxValue));
                return run();
            }
            finally
            {
                TorchRuntime.Threads = threads;
            }
        }
    }

    /// <summary>What a module makes of a tensor with the values of a fit.</summary>
    public static Tensor Through(ITensorModule module, Fit fit, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(fit);
        return module.Apply(module.Parameters.Keys.ToDictionary(n => n, n => fit.Values[$"{module.Name}.{n}"]), x);
    }

    /// <summary>How the planner's fits, the first of each, went, and the others beside them.</summary>
    public static void Report(Page page, AutoencoderLevel level, IReadOnlyList<AutoencoderFit> bits, IReadOnlyList<AutoencoderFit> numbers)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(level);
        ArgumentNullException.ThrowIfNull(bits);
        ArgumentNullException.ThrowIfNull(numbers);
        page.Heading("What was learnt");
        page.Chart(new("Loss of a batch on the way", "step", "nats for a picture", bits[0].Course("bits"), numbers[0].Course("numbers")));
        var share = level.TrainingBudget.Time is { } time ? $"{Page.Text(time.TotalSeconds)} seconds of the processor" : $"{level.TrainingBudget.Steps} steps";
        page.Paragraph($"Evidence lower bound of a picture that is held out, in nats, after {share} for each estimator: with bits,");
        Compare(page, bits);
        page.Paragraph("A biased estimator follows the gradient of another objective, with less noise. The planner takes none, and where one is ahead, that is the price of following the right one.");
        page.Paragraph("With numbers,");
        Compare(page, numbers);
        page.Paragraph("Standard errors are those of other pictures and other codes; all fits are judged on the same, so that differences are surer than they say.");
    }

    /// <summary>Whether the planner's fit, the first, is good enough, and how far the best of the other unbiased ones is ahead of it.</summary>
    /// <param name="what">Name of the code.</param>
    /// <param name="fits">The fits.</param>
    /// <param name="least">What the bound must reach.</param>
    public static IEnumerable<Answer> Judge(string what, IReadOnlyList<AutoencoderFit> fits, double least)
    {
        ArgumentNullException.ThrowIfNull(fits);
        var planned = fits[0].Bound;
        yield return new($"{what}: bound short of {Page.Text(least)}", Math.Max(0.0, least - planned), 0.0, 0.0);
        yield return new($"{what}: best other ahead by", Math.Max(0.0, fits.Skip(1).Where(f => !f.Fit.IsBiased).Max(f => f.Bound) - planned), 0.0, Spread);
    }

    private static void Compare(Page page, IReadOnlyList<AutoencoderFit> fits) => page.Table(
        ["estimator", "bound", "standard error", "steps", "seconds"],
        fits.Select(f => (string[])
        [
            $"{f.Estimator}{(f.Asked.Length == 0 ? ", by the planner" : f.Fit.IsBiased ? ", biased" : "")}",
            Page.Text(f.Bound, "F2"),
            Page.Text(f.Loss.StandardError, "F2"),
            Page.Text(f.Fit.History.Count),
            Page.Text(f.Seconds, "F1"),
        ]));

    /// <summary>Rows of pictures, each picture [784], as one.</summary>
    public static double[,] Tile(params IReadOnlyList<Tensor> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        const int gap = 2;
        const int step = FashionImages.Side + gap;
        var columns = rows[0].Shape[0];
        var picture = new double[(rows.Count * step) - gap, (columns * step) - gap];
        for (var r = 0; r < rows.Count; r++)
        {
            var grey = rows[r].ToArray();
            for (var i = 0; i < grey.Length; i++)
            {
                var (column, pixel) = (i / FashionImages.Pixels, i % FashionImages.Pixels);
                picture[(r * step) + (pixel / FashionImages.Side), (column * step) + (pixel % FashionImages.Side)] = grey[i];
            }
        }

        return picture;
    }
}
