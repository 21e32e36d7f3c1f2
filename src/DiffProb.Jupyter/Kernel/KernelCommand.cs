using System.Runtime.InteropServices;

namespace DiffProb;

/// <summary>The process of a kernel, from its connection file to its end.</summary>
internal static class KernelCommand
{
    /// <summary>Runs a kernel until it is shut down, or its front end is gone.</summary>
    /// <param name="language">The language of cells that name none.</param>
    /// <param name="connection">The path of the connection file.</param>
    /// <exception cref="JupyterException">The file is missing or asks for what is not done, or an address is taken.</exception>
    public static void Run(CellLanguage language, string connection)
    {
        var file = ConnectionFile.Read(connection);
        if (file.Key.Length == 0)
        {
            KernelLog.Write(JupyterErrors.NoKey(connection));
        }

        using var kernel = new JupyterKernel(file, language, Directory.GetCurrentDirectory());
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = true;
            kernel.Interrupt();
        });
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            kernel.Stop();
        });
        ParentWatch.Start(kernel.Stop);
        kernel.Run();
    }
}
