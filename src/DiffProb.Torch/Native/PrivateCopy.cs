using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace DiffProb;

/// <summary>Loads a library from bytes, by way of a file that no other user can put in its place or change.</summary>
/// <remarks>
/// The folder belongs to this user and is closed to all others; the file is written beside and renamed, opened once, and its owner,
/// mode and content are read from the open file, which is also what is loaded: nothing can be exchanged between the check and the use.
/// </remarks>
[SupportedOSPlatform("linux")]
internal static class PrivateCopy
{
    // Open as long as the process lives: the loader knows the library by the number of this file.
    private static readonly List<SafeFileHandle> Loaded = [];

    /// <summary>Folder of this user's copies; null for a user without a home.</summary>
    public static string? Folder
    {
        get
        {
            var set = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") ?? "";
            var cache = Path.IsPathFullyQualified(set) ? set : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
            return Path.IsPathFullyQualified(cache) ? Path.Combine(cache, "diffprob", "native") : null;
        }
    }

    /// <summary>Writes the library to the folder, unless it is there, and loads it.</summary>
    /// <exception cref="DiffProbException">The folder is not private.</exception>
    /// <exception cref="DllNotFoundException">The library does not load.</exception>
    public static void Load(byte[] library, string name)
    {
        var file = $"{name}-{Convert.ToHexStringLower(SHA256.HashData(library))[..16]}.so";
        if (Folder is { } folder && TryCreate(folder))
        {
            Open(Place(library, folder, file), library);
            return;
        }

        // No home that can be written, as in a locked-down container: a folder for this process alone, gone once the library is loaded.
        var passing = Directory.CreateTempSubdirectory("diffprob-");
        try
        {
            Open(Place(library, passing.FullName, file), library);
        }
        finally
        {
            passing.Delete(recursive: true);
        }
    }

    /// <summary>The path of a file with this content in the folder, which must be private.</summary>
    public static string Place(byte[] content, string folder, string name)
    {
        FileOwner.MustBePrivate(folder);
        var path = Path.Combine(folder, name);
        using (var present = Open(path))
        {
            if (present is not null && Holds(present, content))
            {
                return path;
            }
        }

        var draft = Path.Combine(folder, Path.GetRandomFileName());
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using (var stream = new FileStream(draft, options))
        {
            stream.Write(content);
        }

        File.Move(draft, path, overwrite: true);
        using var written = Open(path);
        return written is not null && Holds(written, content) ? path : throw TorchErrors.NotOurs(path);
    }

    private static void Open(string path, byte[] content)
    {
        var file = Open(path) ?? throw TorchErrors.NotOurs(path);
        if (!Holds(file, content))
        {
            file.Dispose();
            throw TorchErrors.NotOurs(path);
        }

        NativeLibrary.Load($"/proc/self/fd/{file.DangerousGetHandle()}");
        Loaded.Add(file);
    }

    private static bool TryCreate(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return true;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return false;
        }
    }

    private static SafeFileHandle? Open(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return null;
        }
    }

    private static bool Holds(SafeFileHandle file, byte[] content)
    {
        if (!FileOwner.IsOurs(file) || RandomAccess.GetLength(file) != content.Length)
        {
            return false;
        }

        var found = new byte[content.Length];
        return RandomAccess.Read(file, found, 0) == found.Length && found.AsSpan().SequenceEqual(content);
    }
}
