namespace DiffProb;

/// <summary>The command line of diffprob-jupyter.</summary>
internal static class Program
{
    private const int Succeeded = 0;
    private const int Failed = 1;

    // Not by return, because that waits for the threads that a cell may have left behind.
    private static void Main(string[] arguments) => Environment.Exit(ExitCode(arguments));

    private static int ExitCode(string[] arguments)
    {
        try
        {
            Run(arguments);
            return Succeeded;
        }
        catch (JupyterException e)
        {
            Console.Error.WriteLine(e.Message);
            return Failed;
        }
    }

    private static void Run(string[] arguments)
    {
        switch (arguments)
        {
            case ["run", var file]:
                RunNotebook(file);
                break;
            case ["kernel", var word, var connection] when KernelNames.OfWord(word) is { } language:
                KernelCommand.Run(language, connection);
                break;
            default:
                if (!InstallCommand.TryRun(arguments))
                {
                    throw JupyterErrors.Usage(string.Join(' ', arguments));
                }

                break;
        }
    }

    private static void RunNotebook(string file)
    {
        var path = Path.GetFullPath(file);
        if (!File.Exists(path))
        {
            throw JupyterErrors.NoFile(file);
        }

        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, key) =>
        {
            key.Cancel = true;
            stop.Cancel();
        };

        // As in Jupyter, files are looked for beside the notebook.
        Directory.SetCurrentDirectory(Path.GetDirectoryName(path)!);
        WithoutExit(file, () => NotebookRunner.Run(path, stop.Token));
    }

    // A cell that ends the process would pass for a notebook that ran to its end.
    private static void WithoutExit(string file, Action action)
    {
        var console = Console.Error;
        EventHandler left = (_, _) =>
        {
            console.WriteLine(JupyterErrors.LeftByExit(file).Message);
            Environment.ExitCode = Failed;
        };
        AppDomain.CurrentDomain.ProcessExit += left;
        try
        {
            action();
        }
        finally
        {
            AppDomain.CurrentDomain.ProcessExit -= left;
        }
    }
}
