using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace DiffProb;

/// <summary>Whom files belong to on Linux, and who may write them.</summary>
[SupportedOSPlatform("linux")]
internal static partial class FileOwner
{
    private const int Here = -100, DoNotFollow = 0x100, EmptyPath = 0x1000;
    private const uint BasicFields = 0x7ff;
    private const int KindMask = 0xF000, FolderKind = 0x4000, FileKind = 0x8000, LinkKind = 0xA000, OthersMay = 0x3F, OthersMayWrite = 0x12;

    /// <summary>Throws unless this is a folder, not a link to one, of this user, closed to all others.</summary>
    public static void MustBePrivate(string folder)
    {
        var (owner, mode) = Read(Here, folder, DoNotFollow) ?? throw TorchErrors.NotPrivate(folder, "it cannot be examined");
        var why = (mode & KindMask) switch
        {
            LinkKind => "it is a symbolic link",
            not FolderKind => "it is not a folder",
            _ when owner != EffectiveUser() => $"it belongs to user {owner}",
            _ when (mode & OthersMay) != 0 => $"its mode is {Convert.ToString(mode & 0xFFF, 8)} and must be 700",
            _ => null,
        };
        if (why is not null)
        {
            throw TorchErrors.NotPrivate(folder, why);
        }
    }

    /// <summary>Whether an open file is a plain file of this user that no other can write.</summary>
    public static bool IsOurs(SafeFileHandle file) =>
        Read((int)file.DangerousGetHandle(), "", EmptyPath) is { } found
        && found.Owner == EffectiveUser()
        && (found.Mode & KindMask) == FileKind
        && (found.Mode & OthersMayWrite) == 0;

    // statx, because its structure is the same on every architecture: the owner at byte 20, the mode at byte 28.
    private static (uint Owner, int Mode)? Read(int folder, string path, int flags)
    {
        Span<byte> fields = stackalloc byte[256];
        return Examine(folder, path, flags, BasicFields, ref MemoryMarshal.GetReference(fields)) == 0
            ? (BinaryPrimitives.ReadUInt32LittleEndian(fields[20..]), BinaryPrimitives.ReadUInt16LittleEndian(fields[28..]))
            : null;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Examine(int folder, string path, int flags, uint mask, ref byte fields);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint EffectiveUser();
}
