using System.IO.Compression;
using DiffProb;

namespace Gallery;

/// <summary>Pictures of Fashion-MNIST, 28 × 28, whose pixels are bits: lit with the probability that is their grey, drawn once.</summary>
/// <remarks>
/// Xiao, Rasul, Vollgraf 2017, arXiv 1708.07747; MIT licence. They are read where Debian's package dataset-fashion-mnist puts them, or in the folder that the
/// environment variable names.
/// </remarks>
public static class FashionImages
{
    /// <summary>Pixels of a side.</summary>
    public const int Side = 28;

    /// <summary>Pixels of a picture.</summary>
    public const int Pixels = Side * Side;

    private const string Variable = "FASHION_MNIST";
    private const string Installed = "/usr/share/datasets/fashion-mnist";
    private const string TrainFile = "train-images-idx3-ubyte.gz";
    private const string TestFile = "t10k-images-idx3-ubyte.gz";

    // The header of a file of pictures: what it is, how many, rows, columns, in four bytes each, the largest first.
    private const int Header = 16;

    /// <summary>What is missing, and what to do; null where they are there.</summary>
    public static string? Missing => new[] { TrainFile, TestFile }.Select(f => Path.Combine(Folder, f)).FirstOrDefault(f => !File.Exists(f)) is { } file
        ? $"The pictures of Fashion-MNIST are not there: {file} is missing.\n  try apt-get install dataset-fashion-mnist, or {Variable}=folder with {TrainFile} and {TestFile}."
        : null;

    private static string Folder => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? folder : Installed;

    /// <summary>The first pictures to learn from, [count, 784].</summary>
    /// <param name="count">How many.</param>
    /// <exception cref="IOException">They are not there, or something else is; the message says what to do.</exception>
    public static Tensor Train(int count) => Read(TrainFile, count, seed: 1);

    /// <summary>The first pictures that are held out, [count, 784].</summary>
    /// <param name="count">How many.</param>
    /// <exception cref="IOException">They are not there, or something else is; the message says what to do.</exception>
    public static Tensor Test(int count) => Read(TestFile, count, seed: 2);

    private static Tensor Read(string name, int count, int seed)
    {
        if (Missing is { } message)
        {
            throw new FileNotFoundException(message);
        }

        using var stream = new GZipStream(File.OpenRead(Path.Combine(Folder, name)), CompressionMode.Decompress);
        var bytes = new byte[Header + (count * Pixels)];
        stream.ReadExactly(bytes);
        if (bytes is not [0, 0, 8, 3, _, _, _, _, 0, 0, 0, Side, 0, 0, 0, Side, ..])
        {
            throw new IOException($"{Path.Combine(Folder, name)} is no file of pictures of {Side} × {Side} bytes.\n  try apt-get install --reinstall dataset-fashion-mnist.");
        }

        var random = new Random(seed);
        return Tensor.Of(Shape.Of(count, Pixels), [.. bytes.Skip(Header).Select(grey => 255.0 * random.NextDouble() < grey ? 1.0 : 0.0)]);
    }
}
