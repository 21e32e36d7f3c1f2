namespace DiffProb;

/// <summary>Tensors by name, in an order.</summary>
public sealed class NamedTensorsTests
{
    private static readonly NamedTensors Two = new([new("b", 1.0), new("a", Tensor.Vector(1, 2) + 1.0)]);

    [Fact]
    public void They_keep_their_order_and_are_numbers()
    {
        Assert.Equal(["b", "a"], Two.Keys);
        Assert.Equal([Shape.Scalar, Shape.Of(2)], Two.Values.Select(t => t.Shape));
        Assert.Equal([2.0, 3.0], Two["a"].ToArray());
        Assert.Equal(2, Two.Count);
        Assert.True(Two.ContainsKey("a"));
        Assert.False(Two.TryGetValue("c", out _));
        Assert.Equal("b = 1\na = [2, 3]", Two.ToString());
    }

    [Fact]
    public void A_change_makes_others()
    {
        var changed = Two.WithMetadata(new Dictionary<string, string> { ["k"] = "v" }).With("b", 5.0).With("c", 6.0);
        Assert.Equal(["a", "b", "c"], changed.Keys.Order());
        Assert.Equal(5.0, changed["b"].ToDouble());
        Assert.Equal("v", changed.Metadata["k"]);
        Assert.Equal(1.0, Two["b"].ToDouble());
        Assert.Empty(Two.Metadata);
    }

    [Fact]
    public void Arguments_that_are_missing_are_named()
    {
        Assert.Equal("tensors", Assert.Throws<ArgumentNullException>(() => new NamedTensors(null!)).ParamName);
        Assert.Equal("path", Assert.Throws<ArgumentNullException>(() => NamedTensors.Load(null!)).ParamName);
        Assert.Equal("path", Assert.Throws<ArgumentNullException>(() => Two.Save(null!)).ParamName);
        Assert.Equal("stream", Assert.Throws<ArgumentNullException>(() => Two.Save(null!, TensorFormat.Json)).ParamName);
        Assert.Equal("format", Assert.Throws<ArgumentNullException>(() => Two.Save(new MemoryStream(), null!)).ParamName);
        Assert.Equal("value", Assert.Throws<ArgumentNullException>(() => Two.With("x", null!)).ParamName);
    }
}
