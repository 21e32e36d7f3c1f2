using System.Text;

namespace DiffProb;

/// <summary>The text of JSON files, which people read and change.</summary>
public sealed class JsonFormatTests
{
    [Fact]
    public void A_file_is_this_text()
    {
        var tensors = new NamedTensors(new OrderedDictionary<string, Tensor>
        {
            ["aim"] = 1.7,
            ["weights"] = Tensor.Matrix(new[,] { { 0.1, double.NaN }, { double.PositiveInfinity, -0.0 } }),
            ["count"] = 3,
            ["on"] = Tensor.Of([true, false]),
            ["none"] = Tensor.Zeros(Shape.Of(0, 2)),
        }).WithMetadata(new Dictionary<string, string> { ["made"] = "<here>" });
        const string text =
            """
            {
              "__metadata__": {
                "made": "<here>"
              },
              "aim": {
                "dtype": "F64",
                "shape": [],
                "values": [1.7]
              },
              "weights": {
                "dtype": "F64",
                "shape": [2, 2],
                "values": [
                  0.1, "NaN",
                  "Infinity", -0
                ]
              },
              "count": {
                "dtype": "I64",
                "shape": [],
                "values": [3]
              },
              "on": {
                "dtype": "BOOL",
                "shape": [2],
                "values": [true, false]
              },
              "none": {
                "dtype": "F64",
                "shape": [0, 2],
                "values": []
              }
            }
            """;
        Assert.Equal(text.ReplaceLineEndings("\n"), Encoding.UTF8.GetString(FileBytes.Save(tensors, TensorFormat.Json)).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_file_that_a_person_wrote_is_read()
    {
        var read = FileBytes.LoadJson("""{"b":{"values":[1, 2.5e0, "-Infinity"],"shape":[3],"dtype":"F64"}}""");
        Assert.Equal([1.0, 2.5, double.NegativeInfinity], read["b"].ToArray());
        Assert.Empty(read.Metadata);
    }

    [Theory]
    [InlineData("F64", "1e999")]
    [InlineData("F64", "\"nan\"")]
    [InlineData("F64", "null")]
    [InlineData("F64", "[1]")]
    [InlineData("F32", "1e39")]
    [InlineData("I64", "1.5")]
    [InlineData("I64", "9223372036854775808")]
    [InlineData("I64", "\"NaN\"")]
    [InlineData("BOOL", "1")]
    public void Values_that_are_no_number_of_the_type_are_refused(string type, string value)
    {
        var message = Assert.Throws<TensorFileException>(() => FileBytes.LoadJson($$$"""{"x":{"dtype":"{{{type}}}","shape":[],"values":[{{{value}}}]}}""")).Message;
        Assert.Contains("value 0 of tensor \"x\"", message, StringComparison.Ordinal);
        Assert.Contains(value, message, StringComparison.Ordinal);
    }
}
