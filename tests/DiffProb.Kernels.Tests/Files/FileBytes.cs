using System.Buffers.Binary;
using System.Text;

namespace DiffProb;

/// <summary>Files built byte by byte, whole and broken.</summary>
internal static class FileBytes
{
    /// <summary>A safetensors file: the length of the header in 8 bytes, the header as it stands here, the data.</summary>
    internal static byte[] SafeTensors(string header, params byte[] data)
    {
        var text = Encoding.UTF8.GetBytes(header);
        return [.. LengthOf((ulong)text.Length), .. text, .. data];
    }

    internal static byte[] LengthOf(ulong header)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, header);
        return length;
    }

    internal static NamedTensors Load(byte[] bytes, TensorFormat format) => NamedTensors.Load(new MemoryStream(bytes), format);

    internal static NamedTensors LoadSafe(string header, params byte[] data) => Load(SafeTensors(header, data), TensorFormat.SafeTensors);

    internal static NamedTensors LoadJson(string text) => Load(Encoding.UTF8.GetBytes(text), TensorFormat.Json);

    internal static byte[] Save(NamedTensors tensors, TensorFormat format)
    {
        using var stream = new MemoryStream();
        tensors.Save(stream, format);
        return stream.ToArray();
    }

    /// <summary>A folder of its own, which is gone after the test.</summary>
    internal sealed class Folder : IDisposable
    {
        internal string Path { get; } = Directory.CreateTempSubdirectory("diffprob-").FullName;

        internal string File(string name) => System.IO.Path.Combine(Path, name);

        internal string[] Names() => [.. Directory.GetFiles(Path).Select(f => System.IO.Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
