using System.Runtime.CompilerServices;

namespace DiffProb;

/// <summary>Graphs of one structure share what is compiled of them, and keep their own data.</summary>
public sealed class ProgramCacheTests
{
    private static readonly Tensor X = Tensor.Parameter("x", Shape.Of(5));

    [Fact]
    public void Two_models_of_one_structure_share_a_program_and_have_their_own_answers()
    {
        var (first, second) = (Model([1, 2, 3, 4, 5], 2.0), Model([5, 4, 3, 2, 1.5], 2.0));
        Assert.Same(first.Program, second.Program);
        var x = Bindings.Empty.With("x", Tensor.Vector(1, 10, 100, 1000, 10000));
        for (var run = 0; run < 3; run++)
        {
            Assert.Equal(108_642.0, first.Run(x)[0].ToDouble());
            Assert.Equal(34_690.0, second.Run(x)[0].ToDouble());
            Assert.Equal([5, 4, 3, 2, 1.5], second.Run(x)[1].ToArray());
        }
    }

    [Fact]
    public void Data_of_one_shape_keep_their_places()
    {
        double[] a = [1, 2, 3, 4, 5], b = [7, 0, 0, 0, 1];
        double Of(double[] first, double[] second) => ManagedEngine.Default.Compile([((X - Tensor.Vector(first)) * Tensor.Vector(second)).Sum()], [X])
            .Run(Bindings.Empty.With("x", Tensor.Vector(2, 0, 0, 0, 0)))[0].ToDouble();
        Assert.Equal(2.0, Of(a, b));
        Assert.Equal(-10.0, Of(b, a));
    }

    [Fact]
    public void Other_numbers_in_the_text_other_shapes_and_other_limits_are_other_programs()
    {
        var program = Model([1, 2, 3, 4, 5], 2.0).Program;
        Assert.NotSame(program, Model([1, 2, 3, 4, 5], 3.0).Program);
        Assert.NotSame(program, ((ManagedExecutable)new ManagedEngine(2, 64).Compile(Outputs([1, 2, 3, 4, 5], 2.0), [X])).Program);
        var wide = Tensor.Parameter("x", Shape.Of(2, 5));
        Assert.NotSame(program, ((ManagedExecutable)ManagedEngine.Default.Compile([(wide * Tensor.Vector(1, 2, 3, 4, 5) * 2.0).Sum()], [wide])).Program);
    }

    [Fact]
    public void Programs_that_are_kept_keep_no_data()
    {
        var (program, data) = CompiledAndForgotten();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(data.IsAlive);
        Assert.True(program.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (WeakReference Program, WeakReference Data) CompiledAndForgotten()
    {
        var storage = new Storage<double>([7, 8, 9, 10, 11]);
        var executable = (ManagedExecutable)ManagedEngine.Default.Compile([(X - Tensor.Constant(Shape.Of(5), storage)).Exp().Sum()], [X]);
        executable.Run(Bindings.Empty.With("x", Tensor.Zeros(X.Shape)));
        return (new(executable.Program), new(storage));
    }

    private static Tensor[] Outputs(double[] weights, double factor) => [(X * Tensor.Vector(weights) * factor).Sum(), Tensor.Vector(weights)];

    private static ManagedExecutable Model(double[] weights, double factor) => (ManagedExecutable)ManagedEngine.Default.Compile(Outputs(weights, factor), [X]);
}
