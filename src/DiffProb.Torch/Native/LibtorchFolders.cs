using TorchSharp;

namespace DiffProb;

/// <summary>Where native libraries of packages lie: beside the application, or in the package folder that NuGet keeps for the user.</summary>
internal static class LibtorchFolders
{
    /// <summary>Folders in the order in which they are searched; those that exist, and none that depends on where the program was started.</summary>
    public static IReadOnlyList<string> Known() => [.. All().Where(Path.IsPathFullyQualified).Select(Path.GetFullPath).Where(Directory.Exists).Distinct()];

    /// <summary>The first of the folders that holds the file.</summary>
    public static string? Find(string file, IEnumerable<string> folders) => folders.Select(f => Path.Combine(f, file)).FirstOrDefault(File.Exists);

    private static IEnumerable<string> All()
    {
        var native = Path.Combine("runtimes", NativeRuntime.Platform, "native");
        var named = Environment.GetEnvironmentVariable(NativeRuntime.FolderVariable);
        var host = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        string?[] near = [named, .. host.Split(Path.PathSeparator), AppContext.BaseDirectory, Path.Combine(AppContext.BaseDirectory, native)];
        var assemblies = new[] { typeof(torch).Assembly, typeof(NativeRuntime).Assembly }.Select(a => Path.GetDirectoryName(a.Location));
        var beside = assemblies.SelectMany(Beside);
        return near.Concat(beside).Concat(Packages()).Where(f => !string.IsNullOrEmpty(f)).Select(f => f!);

        // A script loads the assembly from its package, lib/net8.0 beside runtimes.
        IEnumerable<string?> Beside(string? folder) =>
            string.IsNullOrEmpty(folder) ? [] : [folder, Path.Combine(folder, native), Path.Combine(folder, "..", "..", native)];

        IEnumerable<string> Packages()
        {
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set ? set : Path.Combine(home, ".nuget", "packages");
            yield return Path.Combine(cache, "torchsharp", "0.107.0", native);
            yield return Path.Combine(cache, $"libtorch-cpu-{NativeRuntime.Platform}", TorchErrors.LibtorchVersion, native);
        }
    }
}
