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
/// <param name="Repetitions">Fits by each estimator, each from other weights and with other draws.</param>
/// <param name="IsMeasured">Whether the planner measures before it chooses.</param>
/// <param name="LeastWithBits">What the bound of a picture must reach with bits, in nats.</param>
/// <param name="LeastWithNumbers">And with numbers.</param>
public sealed record AutoencoderLevel(
    int Train, int Test, int Hidden, int Bits, int Numbers, int Batch, TrainingBudget TrainingBudget, int Repetitions, bool IsMeasured, double LeastWithBits, double LeastWithNumbers)
{
    /// <summary>The problem as it is stated: 200 bits, and ten seconds for each fit.</summary>
    public static AutoencoderLevel Full { get; } = new(20_000, 2000, 200, 200, 20, 100, new(1_000_000, TimeSpan.FromSeconds(10)), 2, true, -300, -275);

    /// <summary>Small and short, and the same on every machine, so that nothing is measured: for tests.</summary>
    public static AutoencoderLevel Quick { get; } = new(2000, 400, 64, 40, 10, 50, new(250, null), 1, false, -330, -300);

    /// <summary>The one for a stage.</summary>
    public static AutoencoderLevel For(Stage stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return stage.IsQuick ? Quick : Full;
    }
}

/// <summary>A fit of an autoencoder, and what it is worth on pictures that it has not seen.</summary>
/// <param name="Fit">The fit.</param>
/// <param name="Seconds">Time of the processor that it took.</param>
/// <param name="Loss">The negative evidence lower bound of a picture that is held out, in nats.</param>
public sealed record AutoencoderFit(Fit Fit, double Seconds, Estimate Loss);

/// <summary>How a code is learnt: who chooses the estimator, or which it is.</summary>
/// <param name="Name">In words.</param>
/// <param name="Choice">Who chooses.</param>
/// <param name="Particles">Of a step.</param>
public sealed record AutoencoderWay(string Name, AutoencoderChoice Choice, int Particles = 1)
{
    /// <summary>The planner, free to take a biased estimator if it has measured that it is better.</summary>
    public static AutoencoderWay Planned { get; } = new("the planner's choice", AutoencoderChoice.Planner);

    /// <summary>The planner, with unbiased estimators only.</summary>
    public static AutoencoderWay PlannedWithoutBias { get; } = new("the planner's choice without bias", AutoencoderChoice.PlannerWithoutBias);
}

/// <summary>Who chooses an estimator.</summary>
public enum AutoencoderChoice
{
    /// <summary>The planner, by measuring, with bias allowed.</summary>
    Planner,

    /// <summary>The planner, with unbiased estimators only.</summary>
    PlannerWithoutBias,

    /// <summary>The reader.</summary>
    AskedFor,
}

/// <summary>Fits by one estimator.</summary>
/// <param name="Way">How the code was learnt.</param>
/// <param name="Fits">The fits: each from other weights and with other draws.</param>
public sealed record AutoencoderFits(AutoencoderWay Way, IReadOnlyList<AutoencoderFit> Fits)
{
    /// <summary>The first of the fits.</summary>
    public Fit First => Fits[0].Fit;

    /// <summary>The evidence lower bound of a picture that is held out, in nats: the mean of the fits.</summary>
    public double Bound => -Fits.Average(f => f.Loss.Mean);

    /// <summary>How far each of them is ahead of another estimator's fit from the same weights, in nats.</summary>
    public IEnumerable<double> AheadOf(AutoencoderFits other) => Fits.Zip(other.Fits, (own, its) => its.Loss.Mean - own.Loss.Mean);

    /// <summary>The estimator of the code.</summary>
    public string Estimator => First.Plan.Entries.First(e => e.Cost == "pixels").Estimator.Name;

    /// <summary>The value of the objective on the way: means of 25 steps.</summary>
    public Line Course(string name)
    {
        const int window = 25;
        var means = First.History.Chunk(window).Where(c => c.Length == window).Select(c => c.Average()).ToArray();
        return new(name, means.Select((_, i) => (i + 0.5) * window), means);
    }
}

/// <summary>What both languages show of autoencoders, and what they need beside the program.</summary>
public static class AutoencoderStage
{
    // How sure it is that an estimator which is no better than the planner's is not found to be: each of them.
    private const double Confidence = 0.999;

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
    public static void Report(Page page, AutoencoderLevel level, IReadOnlyList<AutoencoderFits> bits, IReadOnlyList<AutoencoderFits> numbers)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(level);
        ArgumentNullException.ThrowIfNull(bits);
        ArgumentNullException.ThrowIfNull(numbers);
        page.Heading("What was learnt");
        page.Chart(new("Loss of a batch on the way", "step", "nats for a picture", bits[0].Course("bits"), numbers[0].Course("numbers")));
        var share = level.TrainingBudget.Time is { } time ? $"{Page.Text(time.TotalSeconds)} seconds of the processor" : $"{level.TrainingBudget.Steps} steps";
        page.Paragraph($"Evidence lower bound of a picture that is held out, in nats, after {share} for each fit, the mean of {level.Repetitions} from other weights and with other draws: with bits,");
        Compare(page, bits);
        page.Paragraph("A biased estimator follows the gradient of another objective, with less noise. The planner takes one only where bias is allowed, and where it has measured that the error of a step is less with it.");
        page.Paragraph("With numbers,");
        Compare(page, numbers);
        page.Paragraph("All fits are judged on the same pictures, and each estimator starts from the same weights as the others."
            + (bits[0].Fits.Count > 1 ? $" How far one is behind has a standard error of {Page.Text(StandardError(bits), "F1")} with bits and {Page.Text(StandardError(numbers), "F1")} with numbers, from one set of weights to the other." : ""));
    }

    /// <summary>Whether the planner's fits, the first, are good enough, and how far the best of the others is ahead of them beyond chance.</summary>
    /// <param name="what">Name of the code.</param>
    /// <param name="fits">The fits.</param>
    /// <param name="least">What the bound must reach.</param>
    public static IEnumerable<Answer> Judge(string what, IReadOnlyList<AutoencoderFits> fits, double least)
    {
        ArgumentNullException.ThrowIfNull(fits);
        var planned = fits[0];
        yield return new($"{what}: bound short of {Page.Text(least)}", Math.Max(0.0, least - planned.Bound), 0.0, 0.0);
        if (planned.Fits.Count > 1)
        {
            // With one other there is too little to tell chance by, and it is left none.
            var chance = fits.Count > 2 ? Quantile(fits) * StandardError(fits) : 0.0;
            yield return new($"{what}: best other ahead by", Math.Max(0.0, fits.Skip(1).Max(f => f.Bound) - planned.Bound), 0.0, chance);
        }
    }

    private static double Quantile(IReadOnlyList<AutoencoderFits> fits) => new StudentT(Freedom(fits)).Icdf(Confidence).ToDouble();

    // Of the mean lead of one estimator over the planner's: fits from the same weights are compared, and the leads of each estimator differ alike.
    private static double StandardError(IReadOnlyList<AutoencoderFits> fits)
    {
        var repetitions = fits[0].Fits.Count;
        var squares = fits.Skip(1).Sum(f =>
        {
            double[] leads = [.. f.AheadOf(fits[0])];
            var mean = leads.Average();
            return leads.Sum(l => Math.Pow(l - mean, 2));
        });
        return Math.Sqrt(squares / Freedom(fits) / repetitions);
    }

    private static int Freedom(IReadOnlyList<AutoencoderFits> fits) => (fits.Count - 1) * (fits[0].Fits.Count - 1);

    private static void Compare(Page page, IReadOnlyList<AutoencoderFits> fits) => page.Table(
        ["estimator", "bound", "behind", "steps", "seconds"],
        fits.Select(f => (string[])
        [
            $"{f.Estimator}{(f.First.IsBiased ? ", biased" : "")}{Whose(f.Way.Choice)}",
            Page.Text(f.Bound, "F2"),
            Page.Text(fits[0].Bound - f.Bound, "F2"),
            Page.Text(f.Fits.Sum(one => one.Fit.History.Count)),
            Page.Text(f.Fits.Sum(one => one.Seconds), "F1"),
        ]));

    private static string Whose(AutoencoderChoice choice) => choice switch
    {
        AutoencoderChoice.Planner => ": the planner's",
        AutoencoderChoice.PlannerWithoutBias => ": the planner's without bias",
        _ => "",
    };

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
