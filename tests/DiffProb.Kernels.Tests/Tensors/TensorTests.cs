namespace DiffProb;

/// <summary>Leaves, conversions, numbers and text of tensors.</summary>
public sealed class TensorTests
{
    [Fact]
    public void Numbers_and_arrays_convert()
    {
        Tensor number = 2.5, whole = 3, truth = true, vector = new[] { 1.0, 2.0 }, matrix = new double[,] { { 1, 2 }, { 3, 4 } };
        Assert.Equal((DType.Float64, DType.Int64, DType.Bool), (number.DType, whole.DType, truth.DType));
        Assert.Equal((Shape.Of(2), Shape.Of(2, 2)), (vector.Shape, matrix.Shape));
        Assert.Equal([1.0, 2, 3, 4], matrix.ToArray());
    }

    [Fact]
    public void An_array_is_copied()
    {
        var numbers = new[] { 1.0, 2.0 };
        var (x, y) = (Tensor.Of(numbers), Tensor.Of(Shape.Of(2), numbers));
        numbers[0] = 9.0;
        x.ToArray()[1] = 9.0;
        Assert.Equal([1.0, 2.0], x.ToArray());
        Assert.Equal([1.0, 2.0], y.ToArray());
    }

    [Fact]
    public void Text_shows_numbers_or_what_they_wait_for()
    {
        Assert.Equal("2.5", Tensor.Scalar(2.5).ToString());
        Assert.Equal("[[1, 2], [3, 4]]", Tensor.Of(Shape.Of(2, 2), 1, 2, 3, 4).ToString());
        Assert.Equal("[true, false]", Tensor.Of([true, false]).ToString());
        Assert.Equal("[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, …]", Tensor.Zeros(Shape.Of(11)).ToString());
        Assert.Equal("Tensor Float64 [3], depends on parameter \"x\"", Tensor.Parameter("x", Shape.Of(3)).Exp().ToString());
        Assert.Equal("Tensor Float64 [], depends on a row of a plate", Row.ToString());
    }

    [Fact]
    public void A_value_depends_on_nothing_that_may_change()
    {
        Assert.True((Tensor.Scalar(1.0) + 2.0).Exp().IsValue);
        Assert.False(Tensor.Data("y", Shape.Scalar).IsValue);
        Assert.False(Tensor.Create(new Noise(NoiseLaw.Uniform, "u", Shape.Scalar, Axes.None)).IsValue);
        Assert.False(Tensor.Create(new SubsetDraw("rows", 2, 5)).IsValue);
        Assert.False(Row.IsValue);
    }

    [Fact]
    public void A_row_of_known_data_is_not_one_number()
    {
        Assert.Throws<SymbolicValueException>(() => Row.ToDouble());
        Assert.Throws<SymbolicValueException>(() => (Row + 1.0).ToDouble());
        Assert.Throws<SymbolicValueException>(() => Tensor.Vector(1, 2).ToAxis(new Axis("rows", 2, AxisRole.Plate)).ToDouble());
    }

    private static Tensor Row => Tensor.Constant(Shape.Scalar, new Storage<double>([1, 2]), Axes.Of(new Axis("rows", 2, AxisRole.Plate)));
}
