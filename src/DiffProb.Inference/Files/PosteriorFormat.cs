namespace DiffProb;

/// <summary>A way to keep a posterior in files.</summary>
internal abstract class PosteriorFormat(string extension)
{
    private static readonly PosteriorFormat[] All = [new NetCdf(), new ArrowFile(), new ParquetFile(), new StanCsv()];

    /// <summary>What the name of a file ends with.</summary>
    public string Extension { get; } = extension;

    /// <summary>The format that a name ends with.</summary>
    public static PosteriorFormat OfFile(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var extension = Path.GetExtension(path);
        return All.FirstOrDefault(f => f.Extension.Equals(extension, StringComparison.OrdinalIgnoreCase)) ?? throw PosteriorErrors.FileEnding(path);
    }

    /// <summary>Writes to a folder that exists.</summary>
    public virtual void Save(Posterior posterior, string path)
    {
        CheckDraws(posterior, path);
        AtomicFile.Write(path, stream => Write(posterior, stream));
    }

    public virtual Posterior Load(string path)
    {
        if (!File.Exists(path))
        {
            throw PosteriorErrors.FileMissing(path);
        }

        try
        {
            return Read(path);
        }
        catch (Exception e) when (e is not (DiffProbException or OutOfMemoryException))
        {
            // Broken files make the libraries throw whatever they meet first.
            throw PosteriorErrors.Unreadable(path, Extension[1..], e);
        }
    }

    protected abstract void Write(Posterior posterior, Stream stream);

    protected abstract Posterior Read(string path);

    protected static void CheckDraws(Posterior posterior, string path)
    {
        if (posterior.DrawCount == 0)
        {
            throw PosteriorErrors.NoDrawsToSave(path);
        }
    }
}
