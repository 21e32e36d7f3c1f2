using DiffProb;
using static DiffProb.Prob;
using static TorchSharp.torch.nn;

namespace Gallery.Applications;

/// <summary>Pictures of clothes through a code of bits, or of Gaussian numbers.</summary>
public sealed class Autoencoder : ISample
{
    private const int Shown = 12;

    public string Name => "autoencoder";

    public Language Language => Language.CSharp;

    public string Summary => "pictures through 200 bits, and through numbers";

    // <program>
    private sealed record Code(TorchModule Encoder, TorchModule Decoder, Func<Tensor, Distribution> Law, Distribution Prior);

    private static TorchModule Network(string name, int from, int hidden, int to) =>
        TorchModule.Of(name, Sequential(Linear(from, hidden), ReLU(), Linear(hidden, to)), Shape.Of(from));

    private static Code Bits(int pixels, int hidden, int bits) => new(
        Network("encoder", pixels, hidden, bits),
        Network("decoder", bits, hidden, pixels),
        logits => new Bernoulli(logits: logits),
        new Bernoulli(logits: Tensor.Zeros(Shape.Of(bits))));

    private static Code Numbers(int pixels, int hidden, int numbers) => new(
        Network("encoder", pixels, hidden, 2 * numbers),
        Network("decoder", numbers, hidden, pixels),
        said => new Normal(said.Slice(-1, 0, numbers), said.Slice(-1, numbers, 2 * numbers).Exp()),
        new Normal(Tensor.Zeros(Shape.Of(numbers)), 1.0));

    // The negative evidence lower bound of a picture, in nats: what its code says beside the prior, and what its pixels cost given the code.
    private static Prob<Nothing> Loss(Code code, Tensor pictures, int batch, Estimator? how = null) => Model(m => m.Plate("picture", pictures, x =>
    {
        var law = code.Law(m.Through(code.Encoder, x));
        var z = how is null ? m.Sample("code", law) : m.Via(how, () => m.Sample("code", law));
        var pixels = new Bernoulli(logits: m.Through(code.Decoder, z));
        m.Cost("divergence", Divergence.Kl(law, code.Prior) / pictures.Shape[0]);
        m.Cost("pixels", -pixels.LogProb(x) / pictures.Shape[0]);
    }, batch));

    // </program>
    private static readonly (AutoencoderWay Way, Estimator? How)[] ForBits =
    [
        (AutoencoderWay.Planned, null),
        (new("two draws", AutoencoderChoice.AskedFor, 2), Estimator.Score(Baseline.LeaveOneOut)),
        (AutoencoderWay.PlannedWithoutBias, null),
        (new("four draws that lie apart", AutoencoderChoice.AskedFor), Estimator.Arms(4)),
        (new("one draw", AutoencoderChoice.AskedFor), Estimator.Score(Baseline.MovingAverage(0.9))),
        (new("a relaxed control variate", AutoencoderChoice.AskedFor), Estimator.Rebar(0.5, RebarScale.Fitted(0.9))),
        (new("a fitted control variate", AutoencoderChoice.AskedFor), Estimator.Relax(0.5, 0, 0.9)),
        (new("the slope of bits", AutoencoderChoice.AskedFor), Estimator.ReinMax),
        (new("the relaxed slope", AutoencoderChoice.AskedFor), Estimator.StraightThrough(1.0)),
        (new("relaxed bits", AutoencoderChoice.AskedFor), Estimator.GumbelSoftmax(0.5)),
    ];

    private static readonly (AutoencoderWay Way, Estimator? How)[] ForNumbers =
    [
        (AutoencoderWay.Planned, null),
        (new("two draws", AutoencoderChoice.AskedFor, 2), Estimator.Score(Baseline.LeaveOneOut)),
    ];

    public IReadOnlyList<Answer> Run(Stage stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return AutoencoderStage.Repeatable(stage.Seed, () => Show(stage, AutoencoderLevel.For(stage)));
    }

    private static IReadOnlyList<Answer> Show(Stage stage, AutoencoderLevel level)
    {
        var page = stage.Page;
        var (train, test) = (FashionImages.Train(level.Train), FashionImages.Test(level.Test));
        page.Title("An autoencoder: pictures through bits, and through numbers");
        page.Heading("The program");
        page.Paragraph($"Pictures of 28 × 28 bits, from Fashion-MNIST, become {level.Bits} bits or {level.Numbers} Gaussian numbers, and pictures again. Encoder and decoder are modules of TorchSharp, with {level.Hidden} hidden units, and train with the program.");
        page.Block(Source.Of("Autoencoder.cs", typeof(Autoencoder).Assembly));
        Code NewBits() => Bits(FashionImages.Pixels, level.Hidden, level.Bits);
        Code NewNumbers() => Numbers(FashionImages.Pixels, level.Hidden, level.Numbers);
        page.Heading("The plans, and why");
        var withBits = Learn(NewBits, ForBits, "bits", train, test, level, stage);
        var withNumbers = Learn(NewNumbers, ForNumbers, "numbers", train, test, level, stage);
        if (stage.Stop.IsCancellationRequested)
        {
            page.Paragraph("Stopped before the last fit.");
            return [];
        }

        AutoencoderStage.Report(page, level, withBits, withNumbers);
        var (before, after) = (test.Slice(0, 0, Shown), stage.Seed + 2);
        var (bits, numbers) = (NewBits(), NewNumbers());
        page.Picture($"{Shown} pictures that are held out; through bits; through numbers", AutoencoderStage.Tile(before, Seen(bits, withBits[0].First, before, after), Seen(numbers, withNumbers[0].First, before, after)), 3);
        page.Picture("Pictures from nothing: codes drawn from the prior, bits above, numbers below", AutoencoderStage.Tile(Drawn(bits, withBits[0].First, after), Drawn(numbers, withNumbers[0].First, after)), 3);
        return page.Answers(
        [
            .. Exact(stage),
            .. AutoencoderStage.Judge("bits", withBits, level.LeastWithBits),
            .. AutoencoderStage.Judge("numbers", withNumbers, level.LeastWithNumbers),
        ]);
    }

    private static AutoencoderFits[] Learn(Func<Code> make, (AutoencoderWay Way, Estimator? How)[] ways, string what, Tensor train, Tensor test, AutoencoderLevel level, Stage stage)
    {
        Code[] codes = [.. Enumerable.Range(0, level.Repetitions).Select(_ => make())];
        var free = Loss(codes[0], train, level.Batch).Estimate().Particles(1).AllowBias().Seed(stage.Seed).On(stage.Engine);
        var plan = (level.IsMeasured ? free.Measure() : free).Plan();
        stage.Page.Block(plan.ToString());

        AutoencoderFit Fit(AutoencoderWay way, Estimator? how, int repetition) => stage.Page.Follow($"{what}: {way.Name}", follow =>
        {
            using var limit = new Limit(level.TrainingBudget, follow, stage.Stop);
            var descent = Loss(codes[repetition], train, level.Batch, how).Minimize().Using(Optimizer.Adam(0.002)).Steps(level.TrainingBudget.Steps).Particles(way.Particles)
                .AllowBias().Seed(stage.Seed + (ulong)repetition).On(stage.Engine).Progress(limit);
            var fit = (way.Choice == AutoencoderChoice.Planner ? descent.Following(plan) : descent).Run(limit.Token);
            var seconds = limit.Seconds;
            var loss = Loss(codes[repetition], test, level.Batch).Estimate().Particles(1).Replicates(50).Seed(stage.Seed + 1).On(stage.Engine).With(fit.Values).Value();
            return new AutoencoderFit(fit, seconds, loss);
        });

        return
        [
            .. ways.Take(stage.IsQuick ? 2 : ways.Length).TakeWhile(_ => !stage.Stop.IsCancellationRequested)
                .Select(w => new AutoencoderFits(w.Way, [.. Enumerable.Range(0, level.Repetitions).Select(r => Fit(w.Way, w.How, r))])),
        ];
    }

    // Pictures as they come back: the chances of their pixels, given a code drawn for each.
    private static Tensor Seen(Code code, Fit fit, Tensor pictures, ulong seed) =>
        AutoencoderStage.Through(code.Decoder, fit, code.Law(AutoencoderStage.Through(code.Encoder, fit, pictures)).Sample(1, seed)[0]).Sigmoid();

    private static Tensor Drawn(Code code, Fit fit, ulong seed) => AutoencoderStage.Through(code.Decoder, fit, code.Prior.Sample(Shown, seed)).Sigmoid();

    // The same program with four bits, whose sixteen values can be summed.
    private static IEnumerable<Answer> Exact(Stage stage)
    {
        var (small, picture) = (Bits(6, 5, 4), Tensor.Of(Shape.Of(1, 6), 1, 0, 0, 1, 1, 0));
        var exact = Loss(small, picture, 1, Estimator.Enumerate).Estimate().Particles(1).On(stage.Engine).Gradient()["encoder.2.bias"].ToArray();
        var estimate = Loss(small, picture, 1, Estimator.DisArm).Estimate().Particles(100).Replicates(40).Seed(stage.Seed).On(stage.Engine).Gradient();
        var (found, errors) = (estimate["encoder.2.bias"].ToArray(), estimate.StandardError("encoder.2.bias").ToArray());
        return exact.Select((slope, i) => new Answer($"four bits: slope {i + 1}", found[i], slope, Math.Min(0.01, 5.0 * errors[i])));
    }
}
