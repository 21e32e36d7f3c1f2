using System.Globalization;
using Xunit.MicrosoftTestingPlatform;

namespace DiffProb;

/// <summary>Runs the tests; with "probe" as its first argument it is the small program that some of them start.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        return args switch
        {
            ["probe", var what] => Probe.Run(what),
            _ when args.Any(a => a is "-automated" or "@@") => await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args),
            _ => await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
        };
    }
}
