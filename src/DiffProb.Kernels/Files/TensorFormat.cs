using System.Globalization;

namespace DiffProb;

/// <summary>How named tensors stand in a file: all types, all shapes, the same bits when read again.</summary>
public abstract class TensorFormat
{
    /// <summary>Name of the text of a file that stands beside its tensors; no tensor may have it.</summary>
    internal const string MetadataName = "__metadata__";

    private protected TensorFormat(string extension) => Extension = extension;

    /// <summary>A header in JSON, then the numbers as bytes: for parameters of any size, read and written by many programs.</summary>
    /// <remarks><para>Source: the format of huggingface/safetensors, with F64, F32, I64 and BOOL.</para></remarks>
    public static TensorFormat SafeTensors { get; } = new SafeTensorsFormat();

    /// <summary>Text that people can read and change, for few numbers.</summary>
    /// <remarks><para>Numbers have as many digits as bring the same bits back; "NaN", "Infinity" and "-Infinity" are strings. All NaN become one.</para></remarks>
    public static TensorFormat Json { get; } = new JsonFormat();

    /// <summary>Ending of the names of such files, with its dot.</summary>
    public string Extension { get; }

    /// <summary>The format that a file's name ends with.</summary>
    /// <exception cref="TensorFileException">It ends with none.</exception>
    internal static TensorFormat OfFile(string path)
    {
        var extension = Path.GetExtension(path);
        return new[] { SafeTensors, Json }.FirstOrDefault(f => f.Extension.Equals(extension, StringComparison.OrdinalIgnoreCase))
            ?? throw Errors.FileEnding(path);
    }

    internal abstract void Write(NamedTensors tensors, Stream stream);

    /// <summary>Reads from where a stream stands to its end.</summary>
    /// <param name="stream">The stream; it can tell its length.</param>
    /// <param name="source">What it is called in messages.</param>
    internal abstract NamedTensors Read(Stream stream, string source);

    /// <inheritdoc/>
    public override string ToString() => Extension[1..];

    internal static string NameOf(DType type) => type switch
    {
        DType.Float64 => "F64",
        DType.Float32 => "F32",
        DType.Int64 => "I64",
        _ => "BOOL",
    };

    internal static DType TypeOf(string source, string tensor, string name) => name switch
    {
        "F64" => DType.Float64,
        "F32" => DType.Float32,
        "I64" => DType.Int64,
        "BOOL" => DType.Bool,
        _ => throw Errors.FileType(source, tensor, name),
    };

    /// <summary>A shape of as many elements as an array can have.</summary>
    internal static Shape ShapeOf(string source, string tensor, IReadOnlyList<long> sizes)
    {
        var text = $"[{string.Join(", ", sizes.Select(s => s.ToString(CultureInfo.InvariantCulture)))}]";
        var elements = 1L;
        foreach (var size in sizes)
        {
            // Neither side of the product reaches 2^31, so that it cannot overflow.
            elements = size is >= 0 and <= int.MaxValue ? elements * size : long.MaxValue;
            if (elements > Array.MaxLength)
            {
                throw Errors.FileShape(source, tensor, text);
            }
        }

        return Shape.Of([.. sizes.Select(s => (int)s)]);
    }
}
