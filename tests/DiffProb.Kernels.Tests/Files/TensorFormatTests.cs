namespace DiffProb;

/// <summary>The laws of all formats: what is read is what was saved, to the bit.</summary>
public sealed class TensorFormatTests
{
    private static readonly TensorFormat[] Formats = [TensorFormat.SafeTensors, TensorFormat.Json];

    private static readonly double[] Hard =
        [0.0, -0.0, 0.1, 1.0 / 3.0, 1e300, -1e-300, double.Epsilon, -double.Epsilon, double.MaxValue, double.PositiveInfinity, double.NegativeInfinity, double.NaN, 123456789012345680.0];

    public static TheoryData<string> Endings => [.. Formats.Select(f => f.Extension)];

    private static TensorFormat Format(string ending) => Formats.Single(f => f.Extension == ending);

    private static Tensor Of<T>(Shape shape, T[] values)
        where T : unmanaged => Tensor.Constant(shape, new Storage<T>(values));

    private static NamedTensors Every() => new(new OrderedDictionary<string, Tensor>
    {
        ["truth"] = true,
        ["number"] = 1.7,
        ["hard numbers"] = Tensor.Of(Hard),
        ["single"] = Tensor.Of([0.1f, -0f, float.Epsilon, float.MaxValue, float.NaN, float.NegativeInfinity, 16777217f]),
        ["whole"] = Of(Shape.Of(2, 2), [long.MinValue, long.MaxValue, 0, 9007199254740993]),
        ["bits"] = Of(Shape.Of(3, 1), new byte[] { 1, 0, 1 }),
        ["matrix"] = Tensor.Matrix(new[,] { { 1.0, 2.0, 3.0 }, { 4.0, 5.0, 6.0 } }),
        ["empty"] = Of(Shape.Of(0), Array.Empty<double>()),
        ["empty rows"] = Of(Shape.Of(3, 0), Array.Empty<long>()),
        ["no matrices"] = Of(Shape.Of(0, 2, 2), Array.Empty<byte>()),
        ["four"] = Of(Shape.Of(1, 2, 1, 2), new[] { 1f, 2f, 3f, 4f }),
        ["a/b.c \"é\" \\ \n 𝛼"] = -1.0,
    });

    [Theory]
    [MemberData(nameof(Endings))]
    public void Every_type_and_shape_comes_back_to_the_bit_in_the_same_order(string ending)
    {
        var saved = Every().WithMetadata(new Dictionary<string, string> { ["b"] = "two\n\"lines\" é", ["a"] = "" });
        var read = FileBytes.Load(FileBytes.Save(saved, Format(ending)), Format(ending));
        Assert.Equal(saved.Keys, read.Keys);
        Assert.Equal(saved.Metadata, read.Metadata);
        Assert.All(saved, tensor =>
        {
            Assert.Equal(tensor.Value.DType, read[tensor.Key].DType);
            Assert.Equal(tensor.Value.Shape, read[tensor.Key].Shape);
            Assert.True(Evaluation.Of(tensor.Value).BitEquals(Evaluation.Of(read[tensor.Key])), tensor.Key);
        });
    }

    [Theory]
    [MemberData(nameof(Endings))]
    public void Random_bits_come_back(string ending)
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var finite = Enumerable.Repeat(0, 20).Select(_ => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue))).Where(double.IsFinite).ToArray();
            var saved = new NamedTensors([new("x", Tensor.Of(finite)), new("y", Tensor.Of(Array.ConvertAll(finite, x => BitConverter.Int32BitsToSingle((int)x.GetHashCode())).Where(float.IsFinite).ToArray()))]);
            var read = FileBytes.Load(FileBytes.Save(saved, Format(ending)), Format(ending));
            Assert.All(saved, tensor => Assert.True(Evaluation.Of(tensor.Value).BitEquals(Evaluation.Of(read[tensor.Key]))));
        }
    }

    [Theory]
    [MemberData(nameof(Endings))]
    public void No_tensors_are_a_file_too(string ending)
    {
        var read = FileBytes.Load(FileBytes.Save(new([]), Format(ending)), Format(ending));
        Assert.Empty(read);
        Assert.Empty(read.Metadata);
    }

    [Theory]
    [MemberData(nameof(Endings))]
    public void A_file_of_that_ending_is_of_that_format(string ending)
    {
        using var folder = new FileBytes.Folder();
        var path = folder.File("x" + ending.ToUpperInvariant());
        Every().Save(path);
        Assert.Equal(FileBytes.Save(Every(), Format(ending)), File.ReadAllBytes(path));
        Assert.Equal(Every().Keys, NamedTensors.Load(path).Keys);
        Assert.Equal(ending[1..], Format(ending).ToString());
    }

    [Theory]
    [MemberData(nameof(Endings))]
    public void A_stream_is_read_from_where_it_stands_and_need_not_tell_its_length(string ending)
    {
        byte[] bytes = [1, 2, 3, .. FileBytes.Save(Every(), Format(ending))];
        using var stream = new MemoryStream(bytes) { Position = 3 };
        Assert.Equal(Every().Keys, NamedTensors.Load(stream, Format(ending)).Keys);
        using var pipe = new System.IO.Compression.DeflateStream(new MemoryStream(Deflated(bytes[3..])), System.IO.Compression.CompressionMode.Decompress);
        Assert.Equal(Every().Keys, NamedTensors.Load(pipe, Format(ending)).Keys);
        using var written = new MemoryStream();
        Every().Save(written, Format(ending));
        Assert.True(written.CanWrite);
    }

    [Theory]
    [MemberData(nameof(Endings))]
    public void A_file_that_is_cut_off_anywhere_is_refused(string ending)
    {
        var bytes = FileBytes.Save(Every(), Format(ending));
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<TensorFileException>(() => FileBytes.Load(bytes[..length], Format(ending)));
        }
    }

    // A header may only be believed as far as bytes are there: each byte of a small file is changed in every bit.
    [Theory]
    [MemberData(nameof(Endings))]
    public void A_file_with_a_wrong_bit_is_refused_or_read_and_nothing_else(string ending)
    {
        var bytes = FileBytes.Save(Every(), Format(ending));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var bit = 0; bit < 8 * bytes.Length; bit++)
        {
            var wrong = (byte[])bytes.Clone();
            wrong[bit / 8] ^= (byte)(1 << (bit % 8));
            var error = Record.Exception(() => FileBytes.Load(wrong, Format(ending)));
            Assert.True(error is null or TensorFileException, $"bit {bit}: {error}");
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / (8.0 * bytes.Length), 0.0, 100.0 * bytes.Length);
    }

    private static byte[] Deflated(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var stream = new System.IO.Compression.DeflateStream(target, System.IO.Compression.CompressionLevel.Fastest))
        {
            stream.Write(bytes);
        }

        return target.ToArray();
    }
}
