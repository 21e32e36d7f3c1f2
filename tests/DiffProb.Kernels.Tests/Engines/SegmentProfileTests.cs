using System.Diagnostics;

namespace DiffProb;

/// <summary>What Explain and the profile say of a graph.</summary>
public sealed class SegmentProfileTests
{
    private static readonly Tensor X = Tensor.Parameter("x", Shape.Of(100));

    [Fact]
    public void Steps_of_one_name_are_added_up_and_the_longest_is_first()
    {
        var (first, second) = (new SegmentProfile(["short", "long", "never"]), new SegmentProfile(["long"]));
        first.Add(0, SegmentProfile.Now);
        first.Add(1, SegmentProfile.Now - Stopwatch.Frequency);
        second.Add(0, SegmentProfile.Now - (2 * Stopwatch.Frequency));
        var lines = SegmentProfile.Table([first, second]).Split('\n');
        Assert.StartsWith("DiffProb, time in kernels: 3", lines[0], StringComparison.Ordinal);
        Assert.Matches("^ *(99.9|100.0)% +3[0-9.]+ +2 +1[0-9.]+  long$", lines[2]);
        Assert.EndsWith("  short", lines[3], StringComparison.Ordinal);
        Assert.DoesNotContain("never", string.Concat(lines), StringComparison.Ordinal);
        Assert.StartsWith("1 calls, ", first.Of(1), StringComparison.Ordinal);
        Assert.Empty(first.Of(2));
    }

    [Fact]
    public void A_graph_says_what_is_fused_before_and_after_it_is_compiled()
    {
        Tensor[] outputs = [(X.Exp() * 2.0 + 1.0).Sigmoid().Sum(), X.CumSum(0)];
        var waiting = ManagedEngine.Default.With(Compilation.WhenWorthwhile).Compile(outputs, [X]).Explain();
        Assert.Contains("more runs, then compiled to:", waiting, StringComparison.Ordinal);
        Assert.Contains("100 elements of Exp Multiply Add Sigmoid and a sum, 1 arrays read (800 B)", waiting, StringComparison.Ordinal);
        Assert.Contains("kernel  CumSum Float64 [100], 800 B", waiting, StringComparison.Ordinal);

        var compiled = ManagedEngine.Default.With(Compilation.AtOnce).Compile(outputs, [X]);
        compiled.Run(Bindings.Empty.With("x", Tensor.Zeros(X.Shape)));
        Assert.Contains("100 elements of Exp Multiply Add Sigmoid", compiled.Explain(), StringComparison.Ordinal);
        Assert.DoesNotContain("node by node", compiled.Explain(), StringComparison.Ordinal);

        var never = ManagedEngine.Default.With(Compilation.Never).Compile(outputs, [X]).Explain();
        Assert.Contains("kernel  Sigmoid Float64 [100], 800 B", never, StringComparison.Ordinal);
        Assert.DoesNotContain("fused", never, StringComparison.Ordinal);
    }
}
