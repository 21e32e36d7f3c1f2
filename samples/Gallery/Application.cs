using DiffProb;
using Gallery.Darts;
using Spectre.Console;

namespace Gallery;

/// <summary>From the command line to a sample and an exit code: 0 done, 1 the sample failed, 2 the command line is wrong, 130 stopped.</summary>
internal static class Application
{
    internal static IReadOnlyList<ISample> Samples { get; } = [new DartsSample()];

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

        var page = new Page(console);
        if (chosen.Sample is null)
        {
            page.Lines(Arguments.Help(samples));
            return 0;
        }

        try
        {
            chosen.Sample.Run(new(page, chosen.Engine, chosen.Seed, stop));
            return stop.IsCancellationRequested ? 130 : 0;
        }
        catch (DiffProbException failed)
        {
            errors.WriteLine(failed.Message);
            return 1;
        }
    }
}
