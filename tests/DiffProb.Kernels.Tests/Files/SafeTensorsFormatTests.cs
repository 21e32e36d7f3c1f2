namespace DiffProb;

/// <summary>The bytes of safetensors files, ours and those of others.</summary>
public sealed class SafeTensorsFormatTests
{
    [Fact]
    public void A_file_is_these_bytes()
    {
        var tensors = new NamedTensors(new OrderedDictionary<string, Tensor>
        {
            ["b"] = Tensor.Of([true, false]),
            ["x"] = Tensor.Vector(1.0, -2.0),
            ["f"] = Tensor.Of([0.5f]),
            ["n"] = 3,
        }).WithMetadata(new Dictionary<string, string> { ["made"] = "here" });
        const string header =
            """{"__metadata__":{"made":"here"},"b":{"dtype":"BOOL","shape":[2],"data_offsets":[28,30]},"x":{"dtype":"F64","shape":[2],"data_offsets":[0,16]},"f":{"dtype":"F32","shape":[1],"data_offsets":[24,28]},"n":{"dtype":"I64","shape":[],"data_offsets":[16,24]}}""";
        var padded = header.PadRight((header.Length + 7) / 8 * 8);
        byte[] data =
        [
            0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0xC0, // 1.0, -2.0
            3, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0x3F, // 0.5
            1, 0,
        ];
        Assert.Equal(FileBytes.SafeTensors(padded, data), FileBytes.Save(tensors, TensorFormat.SafeTensors));
        Assert.NotEqual(header.Length, padded.Length);
    }

    // As Python's safetensors writes them: compact, wide types first and then by name, entries in any order, padded or, in old versions, not.
    [Theory]
    [InlineData("""{"w":{"dtype":"F32","shape":[2,1],"data_offsets":[8,16]},"__metadata__":{"format":"pt"},"a":{"dtype":"F64","shape":[],"data_offsets":[0,8]}}""")]
    [InlineData("""{"a":{"data_offsets":[0,8],"shape":[],"dtype":"F64"},"__metadata__":{"format":"pt"},"w":{"dtype":"F32","shape":[2,1],"data_offsets":[8,16]}}     """)]
    [InlineData("""{ "a": {"dtype":"F64","shape":[ ],"data_offsets":[0 , 8]} ,"__metadata__":{"format":"pt"}, "w":{"dtype":"\u004632","shape":[2,1],"data_offsets":[8,16]}}""")]
    public void Files_of_other_programs_are_read(string header)
    {
        var read = FileBytes.LoadSafe(header, 0, 0, 0, 0, 0, 0, 4, 0x40, 0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0);
        Assert.Equal(2.5, read["a"].ToDouble());
        Assert.Equal(DType.Float32, read["w"].DType);
        Assert.Equal(Shape.Of(2, 1), read["w"].Shape);
        Assert.Equal([1.0, -2.0], read["w"].ToArray());
        Assert.Equal("pt", read.Metadata["format"]);
    }

    [Fact]
    public void Payloads_of_NaN_come_back()
    {
        var odd = BitConverter.Int64BitsToDouble(0x7FF8_0000_DEAD_BEEF);
        var read = FileBytes.Load(FileBytes.Save(new([new("x", odd)]), TensorFormat.SafeTensors), TensorFormat.SafeTensors);
        Assert.Equal(0x7FF8_0000_DEAD_BEEF, BitConverter.DoubleToInt64Bits(read["x"].ToDouble()));
    }

    [Fact]
    public void More_numbers_than_one_block_come_back()
    {
        var values = Enumerable.Range(0, (1 << 20) + 3).Select(i => Math.Sqrt(i)).ToArray();
        var read = FileBytes.Load(FileBytes.Save(new([new("x", Tensor.Of(values))]), TensorFormat.SafeTensors), TensorFormat.SafeTensors);
        Assert.Equal(values, read["x"].ToArray());
    }

    // 2^40 elements are claimed, and none are there.
    [Theory]
    [InlineData("[1099511627776]", "[0,8796093022208]")]
    [InlineData("[2147483647,2147483647,4,4]", "[0,0]")]
    [InlineData("[4294967296,4294967296]", "[0,0]")]
    [InlineData("[0,4294967296]", "[0,0]")]
    [InlineData("[200000000]", "[0,1600000000]")]
    [InlineData("[-1,-8]", "[0,64]")]
    public void Nothing_is_allocated_by_what_a_header_claims(string shape, string place)
    {
        var bytes = FileBytes.SafeTensors($$$"""{"x":{"dtype":"F64","shape":{{{shape}}},"data_offsets":{{{place}}}}}""");
        var before = GC.GetAllocatedBytesForCurrentThread();
        var message = Assert.Throws<TensorFileException>(() => FileBytes.Load(bytes, TensorFormat.SafeTensors)).Message;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.Contains("\"x\"", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(long.MaxValue)]
    [InlineData(1ul << 40)]
    [InlineData(100ul)]
    public void No_header_is_longer_than_the_file(ulong claimed)
    {
        byte[] bytes = [.. FileBytes.LengthOf(claimed), .. "{}"u8];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<TensorFileException>(() => FileBytes.Load(bytes, TensorFormat.SafeTensors));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Broken_Unicode_in_a_header_is_refused()
    {
        Assert.Throws<TensorFileException>(() => FileBytes.LoadSafe("""{"\ud800":{"dtype":"F64","shape":[0],"data_offsets":[0,0]}}"""));
        byte[] name = [.. "{\""u8, 0xFF, .. "\":{\"dtype\":\"F64\",\"shape\":[0],\"data_offsets\":[0,0]}}"u8];
        byte[] bytes = [.. FileBytes.LengthOf((ulong)name.Length), .. name];
        Assert.Throws<TensorFileException>(() => FileBytes.Load(bytes, TensorFormat.SafeTensors));
    }

    [Fact]
    public void The_message_names_the_file()
    {
        using var folder = new FileBytes.Folder();
        var path = folder.File("cut.safetensors");
        File.WriteAllBytes(path, FileBytes.SafeTensors("""{"x":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""", 1, 2, 3));
        var message = Assert.Throws<TensorFileException>(() => NamedTensors.Load(path)).Message;
        Assert.Contains($"\"{path}\" is cut off: tensor \"x\"", message, StringComparison.Ordinal);
    }
}
