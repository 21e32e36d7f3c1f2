using DiffProb;
using static DiffProb.Prob;

namespace Gallery.Applications;

/// <summary>Pictures brought upright: a pose found by descent, and an encoder that learns to find it at a glance.</summary>
public sealed class Normalization : ISample
{
    public string Name => "normalization";

    public Language Language => Language.CSharp;

    public string Summary => "brings pictures upright; an encoder learns to";

    // <program>
    // A picture, read where its pixels go when it is turned by an angle (radians), made larger by a factor, and moved (in pixels).
    private static Tensor Moved(Tensor picture, Tensor angle, Tensor factor, Tensor shift, Interpolation interpolation = Interpolation.Bilinear)
    {
        var side = picture.Shape[0];
        var (along, across, step) = (factor * angle.Cos(), factor * angle.Sin(), shift * (2.0 / (side - 1)));
        var map = Shapes.Stack([along, -across, step[0], across, along, step[1]]).Reshape(2, 3);
        return picture.GridSample(Images.AffineGrid(map, side, side, alignCorners: true), interpolation, alignCorners: true);
    }

    // The pose is drawn around its mean, so that the descent sees the spots blurred: each part moves their rims by about `spread` pixels.
    private static Prob<Tensor> Mismatch(double spread, Interpolation interpolation) =>
        from mean in Param("mean", Tensor.Zeros(Shape.Of(4)))
        from pose in Sample("pose", new Normal(mean, spread * Tensor.Vector(0.125, 0.125, 1.0, 1.0)))
        select (Moved(Spots.Seen, pose[0], pose[1].Exp(), pose[2..], interpolation) - Spots.Template).Square().Sum();

    // From the identity, with ever less blur.
    private static Tensor FindPose(Stage stage)
    {
        var mean = Tensor.Zeros(Shape.Of(4));
        foreach (var (spread, rate) in new[] { (2.0, 0.05), (0.5, 0.02), (0.1, 0.01), (0.02, 0.002) })
        {
            mean = Mismatch(spread, Interpolation.Bilinear).Minimize().With("mean", mean)
                .Using(Optimizer.Adam(rate)).Schedule(Schedule.Cosine).Steps(250).Particles(16)
                .Seed(stage.Seed).On(stage.Engine).Run(stage.Stop)["mean"];
        }

        return mean;
    }

    private const int Pixels = Digits.Side * Digits.Side;
    private const int Units = 32; // of the encoder

    // A digit as it comes: turned by up to 45 degrees and moved by up to two pixels, anew each time.
    private static Prob<Tensor> Distorted(Tensor picture) =>
        from angle in Sample("angle", new Uniform(-Math.PI / 4.0, Math.PI / 4.0))
        from shift in Sample("shift", new Uniform(Tensor.Vector(-2.0, -2.0), Tensor.Vector(2.0, 2.0)))
        select Moved(picture, angle, 1.0, shift);

    // A plain reader: each pixel speaks for or against each digit.
    private static Func<Tensor, Tensor> Reader(Tensor weights, Tensor bias) => picture => picture.Reshape(Pixels).MatMul(weights) + bias;

    private static Tensor Surprise(Tensor logits, Tensor label) => -logits.LogSoftmax().Gather(label);

    private static Tensor IsRead(Tensor logits, Tensor label) => logits.ArgMax().EqualTo(label).Cast(DType.Float64);

    private static Prob<Nothing> Reading(Digits digits, int batch, Func<Tensor, Prob<Tensor>> shown) =>
        from weights in Param("weights", Tensor.Zeros(Shape.Of(Pixels, 10)))
        from bias in Param("bias", Tensor.Zeros(Shape.Of(10)))
        from all in Plate("digit", digits.Images, digits.Labels, (picture, label) =>
            from seen in shown(picture)
            let logits = Reader(weights, bias)(seen)
            from read in Deterministic("read", IsRead(logits, label))
            from cost in Cost("surprise", Surprise(logits, label))
            select cost, batch)
        select all;

    // One layer of tanh from the pixels to a pose: an angle, and a shift in pixels.
    private static Prob<Func<Tensor, Tensor>> Encoder =>
        from hidden in Param("hidden", new Normal(0.0, 0.1).Sample(Pixels * Units, seed: 1).Reshape(Pixels, Units))
        from bias in Param("bias", Tensor.Zeros(Shape.Of(Units)))
        from output in Param("output", Tensor.Zeros(Shape.Of(Units, 3)))
        from middle in Param("middle", Tensor.Zeros(Shape.Of(3)))
        select (Func<Tensor, Tensor>)(picture => (picture.Reshape(Pixels).MatMul(hidden) + bias).Tanh().MatMul(output) + middle);

    // The encoder sees a distorted digit and says how to move it; the reader, which knows upright digits alone, is to read it then. Nobody tells the pose.
    private static Prob<Nothing> Straightening(Digits digits, int batch, Func<Tensor, Tensor> reader) =>
        from encoder in Encoder
        from all in Plate("digit", digits.Images, digits.Labels, (picture, label) =>
            from seen in Distorted(picture)
            from before in Deterministic("before", seen)
            let mean = encoder(seen)
            from after in Deterministic("after", Moved(seen, mean[0], 1.0, mean[1..]))
            from read in Deterministic("read", IsRead(reader(after), label))
            from pose in Sample("pose", new Normal(mean, Tensor.Vector(0.05, 0.1, 0.1)))
            from cost in Cost("surprise", Surprise(reader(Moved(seen, pose[0], 1.0, pose[1..])), label))
            select cost, batch)
        select all;

    // </program>
    private const int Batch = 64;
    private const int Shown = 12;

    public IReadOnlyList<Answer> Run(Stage stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        var page = stage.Page;
        page.Title("Image normalization: a pose found, and an encoder that learns to find it");
        page.Heading("The programs");
        page.Paragraph("A picture is read between its pixels, at places that a pose moves. The first program finds the pose of one picture by descent; the second learns an encoder, which says the pose of any digit at a glance.");
        page.Block(Source.Of("Normalization.cs", typeof(Normalization).Assembly));
        page.Heading("The plans, and why");
        page.Paragraph("Read linearly between pixels, a picture is continuous in the pose, and the derivative along the draw is right:");
        page.Block(Mismatch(1.0, Interpolation.Bilinear).Estimate().Plan().ToString());
        page.Paragraph("Read at the nearest pixel, it jumps. A derivative along the draw would be zero; the plan leaves it for the score:");
        page.Block(Mismatch(1.0, Interpolation.Nearest).Estimate().Plan().ToString());
        var pose = FindPose(stage);
        page.Heading("One picture: the pose that is found");
        var found = pose.ToArray();
        var answers = page.Answers(
            new Answer("rotation, degrees", found[0] * 180.0 / Math.PI, Spots.Angle * 180.0 / Math.PI, 0.1),
            new Answer("scale", Math.Exp(found[1]), Spots.Scale, 0.002),
            new Answer("shift to the right, pixels", found[2], Spots.Right, 0.02),
            new Answer("shift down, pixels", found[3], Spots.Down, 0.02));
        page.Picture("As it is seen, brought upright, and the template", Mosaic.Of([[Spots.Seen, Moved(Spots.Seen, pose[0], pose[1].Exp(), pose[2..]), Spots.Template]], 2), 7);
        return stage.Stop.IsCancellationRequested ? [] : [.. answers, .. StraightenDigits(stage)];
    }

    private static IReadOnlyList<Answer> StraightenDigits(Stage stage)
    {
        var page = stage.Page;
        page.Heading("Handwritten digits: an encoder that learns");
        page.Paragraph("A reader learns from upright digits, and fails at distorted ones. The encoder learns to move them so that this reader can read them:");
        var plain = Learn(Reading(Digits.ToLearn, Batch, Return), 600, 0.01, stage);
        var stubborn = Learn(Reading(Digits.ToLearn, Batch, Distorted), 600, 0.01, stage);
        var reader = Reader(plain["weights"], plain["bias"]);
        var learning = Straightening(Digits.ToLearn, Batch, reader);
        page.Block(learning.Estimate().Plan().ToString());
        var encoder = Learn(learning, 1000, 0.02, stage);
        if (stage.Stop.IsCancellationRequested)
        {
            page.Paragraph("Stopped before the last step.");
            return [];
        }

        var (all, held) = (Digits.HeldOut.Count, Digits.HeldOut);
        var upright = Read(Reading(held, all, Return), plain, stage);
        var before = Read(Reading(held, all, Distorted), plain, stage);
        var trained = Read(Reading(held, all, Distorted), stubborn, stage);
        var after = Read(Straightening(held, all, reader), encoder, stage);
        page.Table(
            [$"{all} digits that were not learnt from", "of them read"],
            [
                ["upright", Page.Text(upright, "P1")],
                ["distorted", Page.Text(before, "P1")],
                ["distorted, by a reader that learnt from distorted ones", Page.Text(trained, "P1")],
                ["distorted, and straightened", Page.Text(after, "P1")],
            ]);
        page.Paragraph("Distortion costs the reader most digits, and straightening wins most of them back:");
        var answers = page.Answers(new Answer("points won back, of those lost", 100.0 * (after - before), 100.0 * (upright - before), 10.0));
        var shown = Draw(Straightening(held, all, reader), encoder, 1, stage);
        page.Picture("Digits as they come, and straightened", Mosaic.Of([Rows(shown.Recorded("before")), Rows(shown.Recorded("after"))]), 4);
        page.Chart(new(
            "Learning to straighten", "step", new ChartAxis("surprise of the reader", "nats") { IsLogarithmic = true },
            new Line("", Enumerable.Range(1, encoder.History.Count).Select(i => (double)i), encoder.History.Select(h => h / Digits.ToLearn.Count))));
        return answers;
    }

    private static Fit Learn(Prob<Nothing> program, int steps, double rate, Stage stage) =>
        stage.Page.Watch("learning", progress => program.Minimize()
            .Using(Optimizer.Adam(rate)).Schedule(Schedule.Cosine).Steps(steps).Particles(1)
            .Seed(stage.Seed).On(stage.Engine).Progress(progress).Run(stage.Stop));

    private static double Read(Prob<Nothing> program, Fit fit, Stage stage) => Draw(program, fit, 8, stage).Recorded("read").Mean().ToDouble();

    private static GradientEstimate Draw(Prob<Nothing> program, Fit fit, int particles, Stage stage) =>
        program.Estimate().With(fit.Values).Particles(particles).Seed(stage.Seed + 1).On(stage.Engine).Gradient();

    private static IReadOnlyList<Tensor> Rows(Tensor pictures) => [.. Enumerable.Range(0, Shown).Select(i => pictures[i])];
}
