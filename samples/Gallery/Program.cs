using Gallery;
using Spectre.Console;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    // The first Ctrl+C ends the run after the step in progress, the second ends the process.
    press.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
};

// What a terminal can do decides about colour and bars, not the name of a build server in the environment.
var console = AnsiConsole.Create(new() { Enrichment = new() { UseDefaultEnrichers = false } });
return Application.Run(args, Application.Samples, console, Console.Error, stop.Token);
