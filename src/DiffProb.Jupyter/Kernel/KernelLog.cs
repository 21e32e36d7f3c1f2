namespace DiffProb;

/// <summary>What the kernel says of itself: on the standard error of the process, which no cell has.</summary>
internal static class KernelLog
{
    // Before any cell takes the console.
    private static readonly TextWriter Writer = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardError()) { AutoFlush = true });

    /// <summary>Writes a line.</summary>
    public static void Write(string text)
    {
        try
        {
            Writer.WriteLine("diffprob-jupyter: " + text);
        }
        catch (IOException)
        {
            // The front end that read it is gone.
        }
    }
}
