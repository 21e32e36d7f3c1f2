namespace DiffProb;

/// <summary>Functions of the user as nodes.</summary>
public sealed class OpaqueFunctionTests
{
    private static readonly Axis Particles = new("particles", 3, AxisRole.Particle);

    [Fact]
    public void It_is_called_once_for_each_element_of_the_hidden_axes()
    {
        var calls = 0;
        var sum = TensorFunction.Of("sum", Shape.Scalar, x =>
        {
            Interlocked.Increment(ref calls);
            return [x.Sum()];
        });
        var y = sum.Apply(Tensor.Of(Shape.Of(3, 2), 1, 2, 3, 4, 5, 6).ToAxis(Particles)).FromAxis(Particles);
        Assert.Equal([3.0, 7.0, 11.0], y.ToArray());
        Assert.Equal(3, calls);
    }

    [Fact]
    public void Equal_calls_are_one_node()
    {
        var f = TensorFunction.Of("f", Shape.Scalar, x => [x[0]]);
        var x = Tensor.Parameter("x", Shape.Scalar);
        Assert.Same(f.Apply(x), f.Apply(x));
        Assert.NotSame(f.Apply(x), TensorFunction.Of("f", Shape.Scalar, v => [v[0]]).Apply(x));
    }

    [Fact]
    public void Undeclared_it_is_a_step_without_derivative()
    {
        var f = TensorFunction.Of("f", Shape.Scalar, x => [x[0]]);
        var x = Tensor.Parameter("x", Shape.Scalar);
        Assert.Equal(Dependence.Step, f.Apply(x).Operation.DependsOn(0));
        Assert.Equal(0.0, Gradient.Of(f.Apply(x), x)[0].ToDouble());
    }

    [Fact]
    public void Its_own_exception_comes_out_with_its_name_from_any_thread()
    {
        var f = TensorFunction.Of("simulator", Shape.Scalar, x => throw new InvalidOperationException("no fuel"));
        var many = Axes.Of(Particles with { Size = 5000 });
        var executable = new ManagedEngine(4, 16).Compile([f.Apply(1.0).ExpandAlong(many), f.Apply(Tensor.Scalar(2.0).ExpandAlong(many))], []);
        var error = Assert.Throws<DiffProbException>(() => executable.Run(Bindings.Empty));
        Assert.Contains("\"simulator\"", error.Message, StringComparison.Ordinal);
        Assert.Contains("no fuel", error.Message, StringComparison.Ordinal);
        Assert.IsType<InvalidOperationException>(error.InnerException);
    }

    [Fact]
    public void Cancellation_passes_unchanged()
    {
        var f = TensorFunction.Of("f", Shape.Scalar, x => throw new OperationCanceledException());
        Assert.Throws<OperationCanceledException>(() => f.Apply(1.0).ToDouble());
    }
}
