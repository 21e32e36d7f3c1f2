namespace DiffProb;

/// <summary>A file that is either the old one or the new one, whenever the machine stops.</summary>
internal static class AtomicFile
{
    /// <summary>Writes beside the file, on the same disk, and then renames: that is one step for the file system.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        // A link stays one, and what it points to is replaced.
        var link = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true) : null;
        var target = link?.FullName ?? Path.GetFullPath(path);
        var temporary = $"{target}.{Path.GetRandomFileName()}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
