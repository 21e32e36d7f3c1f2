using DiffProb;
using Gallery.Applications;
using Spectre.Console;

namespace Gallery;

/// <summary>From the command line to samples and an exit code: 0 done, 1 a sample failed or missed its answer, 2 the command line is wrong, 130 stopped.</summary>
internal static class Application
{
    internal static IReadOnlyList<ISample> Samples { get; } =
        [
            new Darts(), new Normalization(), new SequenceDesign(), new MixtureWeights(), new LearningToLearn(), new TruncatedTails(), new SoftAndHardRejection(), new Texture(), new Decisions(),
            new Autoencoder(), .. FSharp.Samples.all,
        ];

    internal static int Run(
        IReadOnlyList<string> arguments, IReadOnlyList<ISample> samples, IAnsiConsole console, TextWriter errors, CancellationToken stop)
    {
        Arguments chosen;
        try
        {
            chosen = Arguments.Parse(arguments, samples);
        }
        catch (ArgumentException wrong)
        {
            errors.WriteLine(wrong.Message);
            return 2;
        }

        if (chosen.Samples.Count == 0)
        {
            new Page(console).Lines(chosen.IsList ? Arguments.List(samples) : Arguments.Help(samples));
            return 0;
        }

        var code = 0;
        foreach (var sample in chosen.Samples)
        {
            code = Math.Max(code, Run(sample, chosen, console, errors, stop));
        }

        return code;
    }

    private static int Run(ISample sample, Arguments chosen, IAnsiConsole console, TextWriter errors, CancellationToken stop)
    {
        var page = new Page(console);
        try
        {
            var answers = sample.Run(new(page, chosen.Engine, chosen.Seed, stop));
            Save(page, sample, chosen.Folder);
            foreach (var missed in answers.Where(a => !a.IsReached))
            {
                errors.WriteLine($"{sample.Name}: {missed.What} is {Page.Text(missed.Found)}, and not within {Page.Text(missed.Within, "G2")} of {Page.Text(missed.Exact)}.");
            }

            return stop.IsCancellationRequested ? 130 : answers.All(a => a.IsReached) ? 0 : 1;
        }
        catch (Exception failed) when (failed is DiffProbException or IOException or UnauthorizedAccessException)
        {
            errors.WriteLine(failed.Message);
            return 1;
        }
    }

    private static void Save(Page page, ISample sample, string folder)
    {
        if (page.Report is { } report)
        {
            var path = Path.Combine(folder, $"{sample.Name}-{Arguments.NameOf(sample.Language)}.html");
            report.Save(path);
            page.Lines(["", $"The page: {path}"]);
        }
    }
}
