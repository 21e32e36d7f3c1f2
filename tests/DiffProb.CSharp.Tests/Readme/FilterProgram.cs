// <page>
using DiffProb;
using static DiffProb.Prob;
// </page>

namespace CSharpTests.Readme;

/// <summary>The C# program of docs/how-to/evidence-and-filters.md, between the marks.</summary>
internal static class FilterProgram
{
    internal static (FilterResult Blind, FilterResult Guided) Run(CancellationToken cancellationToken)
    {
        // <page>
        double[] positions = [0.2, 0.9, 1.1, 2.3, 2.8];

        // A walk that is seen with little noise.
        var walk = Fold<Tensor, double>(0.0, positions, (x, y) =>
            from next in Sample("x", new Normal(x, 1.0))
            from seen in Observe("y", new Normal(next, 0.1), y)
            select next);

        // Proposes each step near what will be seen of it.
        var guide = Fold<Tensor, double>(0.0, positions, (x, y) => Sample("x", new Normal((0.01 * x) + (0.99 * y), 0.1)));

        FilterResult blind = walk.Infer().Smc().Particles(500).Seed(1).Run(cancellationToken);
        FilterResult guided = walk.Infer().Smc().From(guide).Particles(500).Seed(1).Run(cancellationToken);
        // </page>
        return (blind, guided);
    }
}
