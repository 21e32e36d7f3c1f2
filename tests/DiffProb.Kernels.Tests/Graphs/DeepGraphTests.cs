namespace DiffProb;

/// <summary>A program of many steps is a deep graph: nothing recurses over it.</summary>
public sealed class DeepGraphTests
{
    private const int Steps = 100_000;

    [Fact]
    public void A_chain_of_a_hundred_thousand_steps_is_differentiated_rebuilt_and_run()
    {
        // A thread with the smallest of stacks would die at once of recursion.
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(Chain), maxStackSize: 256 * 1024);
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }

    private static void Chain()
    {
        var x = Tensor.Parameter("x", Shape.Scalar);
        var y = x;
        for (var i = 0; i < Steps; i++)
        {
            y = (i % 2) switch
            {
                0 => y.Sin(),
                _ => y + x,
            };
        }

        var gradient = Gradient.Of(y, x)[0];
        var rebuilt = new Rewriter((node, _) => node == x ? x * 1.0 + Tensor.Scalar(0.0) : null).Rewrite(y);
        var values = new ManagedEngine(threads: 1).Compile([y, gradient, rebuilt], [x]).Run(Bindings.Empty.With("x", 0.1));
        var (value, slope) = (0.1, 1.0);
        for (var i = 0; i < Steps; i++)
        {
            (value, slope) = i % 2 == 0 ? (Math.Sin(value), slope * Math.Cos(value)) : (value + 0.1, slope + 1.0);
        }

        Assert.Equal(value, values[0].ToDouble(), 1e-12);
        Assert.Equal(slope, values[1].ToDouble(), 1e-9);
        Assert.Equal(value, values[2].ToDouble(), 1e-12);
        Assert.False(y.IsValue);
        Assert.NotEmpty(y.ToString());
    }
}
