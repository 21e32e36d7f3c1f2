using System.Collections;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace DiffProb;

/// <summary>Tensors by name, in an order: the parameters of a program, as a fit gives them and as files hold them. Immutable.</summary>
[TypeFormatterSource]
public sealed class NamedTensors : IReadOnlyDictionary<string, Tensor>
{
    private readonly OrderedDictionary<string, Tensor> tensors = [];

    /// <summary>These tensors, in this order.</summary>
    /// <param name="tensors">Names and values: numbers, which depend on no site, parameter or data.</param>
    /// <exception cref="TensorFileException">A name comes twice, or no file can hold it.</exception>
    /// <exception cref="SymbolicValueException">A value depends on a site, a parameter or data.</exception>
    public NamedTensors(IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        foreach (var (name, value) in tensors)
        {
            Check(name, value);
            if (!this.tensors.TryAdd(name, Numbers(value)))
            {
                throw Errors.NamedTwice(name);
            }
        }
    }

    /// <summary>Text that a file keeps beside its tensors, by key: empty unless it was given.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; private init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>What they were read from, as messages call it; null for none.</summary>
    internal string? Source { get; init; }

    /// <summary>Number of tensors.</summary>
    public int Count => tensors.Count;

    /// <summary>The names, in their order.</summary>
    public IEnumerable<string> Keys => tensors.Keys;

    /// <summary>The tensors, in the order of their names.</summary>
    public IEnumerable<Tensor> Values => tensors.Values;

    /// <summary>The tensor of a name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="TensorFileException">There is none of that name.</exception>
    public Tensor this[string name] => TryGetValue(name, out var tensor) ? tensor : throw Errors.NoSuchTensor(name, Keys);

    /// <summary>Reads a file, in the format that its name ends with: .safetensors or .json.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="TensorFileException">There is no such file, its name ends otherwise, or it is broken; the message says where.</exception>
    public static NamedTensors Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var format = TensorFormat.OfFile(path);
        if (!File.Exists(path))
        {
            throw Errors.FileMissing(path);
        }

        using var stream = File.OpenRead(path);
        return format.Read(stream, $"\"{path}\"");
    }

    /// <summary>Reads a stream from where it stands to its end.</summary>
    /// <param name="stream">The stream; one that cannot tell its length is copied to memory first.</param>
    /// <param name="format">Its format.</param>
    /// <exception cref="TensorFileException">What it holds is broken; the message says where.</exception>
    public static NamedTensors Load(Stream stream, TensorFormat format)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(format);
        const string source = "the stream";
        if (stream.CanSeek)
        {
            return format.Read(stream, source);
        }

        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        copy.Position = 0;
        return format.Read(copy, source);
    }

    /// <summary>Writes a file, in the format that its name ends with: .safetensors or .json.</summary>
    /// <remarks><para>It is written beside and then put in place, so that a file that was there before is whole until the new one is.</para></remarks>
    /// <param name="path">The file, in a folder that exists.</param>
    /// <exception cref="TensorFileException">Its name ends otherwise, or there is no such folder.</exception>
    public void Save(string path)
    {
        CheckPath(path);
        var format = TensorFormat.OfFile(path);
        AtomicFile.Write(path, stream => format.Write(this, stream));
    }

    /// <summary>Writes to a stream, which stays open.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="format">The format.</param>
    public void Save(Stream stream, TensorFormat format)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(format);
        format.Write(this, stream);
    }

    /// <summary>The same with one more tensor, or with another in its place.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Numbers, which depend on no site, parameter or data.</param>
    /// <exception cref="TensorFileException">No file can hold the name.</exception>
    /// <exception cref="SymbolicValueException">The value depends on a site, a parameter or data.</exception>
    public NamedTensors With(string name, Tensor value)
    {
        Check(name, value);
        return new(tensors.Where(t => t.Key != name).Append(new(name, value))) { Metadata = Metadata, Source = Source };
    }

    /// <summary>The same with other text beside it.</summary>
    /// <param name="metadata">Text by key.</param>
    public NamedTensors WithMetadata(IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return new(tensors) { Metadata = metadata.ToFrozenDictionary(), Source = Source };
    }

    /// <inheritdoc/>
    public bool ContainsKey(string key) => tensors.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Tensor value) => tensors.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, Tensor>> GetEnumerator() => tensors.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Each name with its numbers, a line each.</summary>
    public override string ToString() => string.Join('\n', tensors.Select(t => $"{t.Key} = {t.Value}"));

    /// <summary>Refuses a file that could not be written.</summary>
    internal static void CheckPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        TensorFormat.OfFile(path);
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
        {
            throw Errors.FolderMissing(path);
        }
    }

    private static void Check(string name, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        if (name.Length == 0 || name == TensorFormat.MetadataName || name.EnumerateRunes().Contains(System.Text.Rune.ReplacementChar))
        {
            throw Errors.NameRefused(name);
        }
    }

    private static Tensor Numbers(Tensor value) =>
        value.Operation is Constant { IsLiteral: false, Along.Count: 0 } ? value : Tensor.Constant(value.Shape, Evaluation.Of(value));
}
