using System.Diagnostics;
using System.Reflection;

namespace DiffProb;

/// <summary>Starts the probe, in the folder of the tests or in a copy of it that lacks native libraries.</summary>
internal static class ProbeProcess
{
    public static (int Code, string Output) Run(string folder, string what, params (string Name, string? Value)[] environment)
    {
        var info = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "exec", Path.Combine(folder, Path.GetFileName(Assembly.GetExecutingAssembly().Location)), "probe", what })
        {
            info.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment.Prepend((NativeRuntime.FolderVariable, null)).Prepend((NativeRuntime.PlainVariable, null)))
        {
            info.Environment[name] = value;
        }

        return Run(info);
    }

    public static (int Code, string Output) Run(ProcessStartInfo info)
    {
        using var process = Process.Start(info)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    /// <summary>The managed files of the tests and TorchSharp's native part: what a user has who added no libtorch.</summary>
    public static void CopyWithoutLibtorch(string folder)
    {
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory, "*.dll").Append(Path.ChangeExtension(Assembly.GetExecutingAssembly().Location, "runtimeconfig.json")))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file))); // the host would follow a link to the folder of the tests
        }

        File.Copy(LibtorchFolders.Find(NativeRuntime.Glue, LibtorchFolders.Known())!, Path.Combine(folder, NativeRuntime.Glue));
    }
}
