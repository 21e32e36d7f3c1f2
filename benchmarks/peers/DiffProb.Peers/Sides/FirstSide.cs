using System.Diagnostics;

namespace DiffProb;

/// <summary>Ours, in a new process each time: the whole of its life, from start to end.</summary>
internal sealed class FirstSide : ISide
{
    /// <summary>The word that a new process is started with.</summary>
    internal const string Word = "--first";

    public string Name => "DiffProb, with the start of .NET";

    public bool IsHere => false;

    public double[][] Gradient(int seed) => [];

    public void Run(int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var process = Process.Start(Restart.Again(Word))!;
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"The new process ended with {process.ExitCode}.");
            }
        }
    }

    public void Dispose()
    {
    }
}
