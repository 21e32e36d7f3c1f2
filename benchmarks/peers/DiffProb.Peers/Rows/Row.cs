using TorchSharp;

namespace DiffProb;

/// <summary>One kind of work of the table.</summary>
internal abstract class Row
{
    /// <summary>The rows of the table, in its order.</summary>
    internal static IReadOnlyList<Row> All { get; } =
    [
        new NormalExpectationRow(),
        new DrawMeansRow(),
        new GumbelSoftmaxRow(),
        new EightSchoolsDensityRow(),
        new LogisticDensityRow(),
        new EightSchoolsNutsRow(),
        new LogisticNutsRow(),
        new EightSchoolsElboRow(),
        new LogisticElboRow(),
        new DiscreteMixtureRow(),
        new AutoencoderRow(),
        new ReadyRow(),
    ];

    /// <summary>What <c>--row</c> finds it by.</summary>
    internal abstract string Name { get; }

    /// <summary>The sizes and variants.</summary>
    internal abstract IEnumerable<Case> Cases { get; }

    // Float64 is what ours computes in; float32 is torch's default, and half the memory.
    private protected static Func<ISide>[] BothTypes(Func<torch.ScalarType, ISide> side) =>
        [() => side(torch.ScalarType.Float64), () => side(torch.ScalarType.Float32)];

    private protected static ManagedEngine Managed(int threads) => new(threads);
}
