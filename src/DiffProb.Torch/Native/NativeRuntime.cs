using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using TorchSharp;

namespace DiffProb;

/// <summary>Gets TorchSharp's native part into the process, before TorchSharp tries by itself.</summary>
/// <remarks>
/// <para>First as the platform does. Where that fails, libtorch is loaded by path from where packages put it, and TorchSharp's part after it.</para>
/// <para>TorchSharp 0.107.0 is built with GCC 13 and asks for its C++ library, of which it uses a marker symbol alone. On an older system a
/// copy that asks weakly is written and loaded; see <see cref="SymbolVersions"/>. TorchSharp then finds it by its name.</para>
/// </remarks>
internal static class NativeRuntime
{
    public const string FolderVariable = "DIFFPROB_LIBTORCH";
    public const string PlainVariable = "DIFFPROB_TORCH_PLAIN";

    // In the order of their needs; those of CUDA are there in CUDA packages alone.
    private static readonly string[] Dependencies = ["libc10.so", "libtorch_cpu.so", "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so"];

    /// <summary>What packages call this platform.</summary>
    public static string Platform => OperatingSystem.IsWindows() ? "win-x64" : OperatingSystem.IsMacOS() ? "osx-arm64" : "linux-x64";

    public static string Libtorch => FileName("torch_cpu");

    public static string Glue => FileName("LibTorchSharp");

    public static void Load()
    {
        var folders = LibtorchFolders.Known();
        if (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named)
        {
            LoadDependencies([File.Exists(Path.Combine(named, Libtorch)) ? Path.GetFullPath(named) : throw TorchErrors.NoLibtorchInNamedFolder(named)]);
        }

        // The assembly, not a member of torch: that would run TorchSharp's own attempt.
        if (NativeLibrary.TryLoad("LibTorchSharp", typeof(torch).Assembly, null, out _))
        {
            return;
        }

        if (LoadDependencies(folders) is null && !NativeLibrary.TryLoad(Libtorch, out _))
        {
            throw TorchErrors.NoLibtorch(folders);
        }

        LoadGlue(LibtorchFolders.Find(Glue, folders) ?? throw TorchErrors.NoTorchSharp(folders));
    }

    private static void LoadGlue(string glue)
    {
        try
        {
            NativeLibrary.Load(glue);
        }
        catch (DllNotFoundException e) when (IsTooNew(e))
        {
            LoadWeakened(glue, e);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw TorchErrors.DoesNotLoad(glue, e);
        }
    }

    [SupportedOSPlatformGuard("linux")]
    private static bool IsTooNew(DllNotFoundException e) =>
        OperatingSystem.IsLinux()
        && Environment.GetEnvironmentVariable(PlainVariable) != "1"
        && Array.Exists(SymbolVersions.OnlyMarked, version => e.Message.Contains(version, StringComparison.Ordinal));

    [SupportedOSPlatform("linux")]
    private static void LoadWeakened(string glue, Exception cause)
    {
        var library = File.ReadAllBytes(glue);
        if (!SymbolVersions.TryWeaken(library))
        {
            throw TorchErrors.DoesNotLoad(glue, cause);
        }

        try
        {
            PrivateCopy.Load(library, Path.GetFileNameWithoutExtension(Glue));
        }
        catch (DllNotFoundException e)
        {
            throw TorchErrors.DoesNotLoad(glue, e);
        }
    }

    // The folder that libtorch came from, or null.
    private static string? LoadDependencies(IReadOnlyList<string> folders)
    {
        var folder = folders.FirstOrDefault(f => File.Exists(Path.Combine(f, Libtorch)));
        if (folder is null || !OperatingSystem.IsLinux())
        {
            return folder is null ? null : LoadAll(folder, [Libtorch]);
        }

        var openMp = Directory.GetFiles(folder, "libgomp*.so*").Select(Path.GetFileName);
        return LoadAll(folder, [.. openMp.OfType<string>(), .. Dependencies]);
    }

    private static string LoadAll(string folder, IEnumerable<string> files)
    {
        foreach (var file in files.Select(f => Path.Combine(folder, f)).Where(File.Exists))
        {
            try
            {
                NativeLibrary.Load(file);
            }
            catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
            {
                throw TorchErrors.DoesNotLoad(file, e);
            }
        }

        return folder;
    }

    private static string FileName(string library) =>
        OperatingSystem.IsWindows() ? $"{library}.dll" : OperatingSystem.IsMacOS() ? $"lib{library}.dylib" : $"lib{library}.so";
}
