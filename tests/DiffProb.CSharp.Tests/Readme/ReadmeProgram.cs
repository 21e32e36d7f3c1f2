// <readme>
using DiffProb;
using static DiffProb.Prob;
// </readme>

namespace CSharpTests.Readme;

/// <summary>The C# program of README.md, between the marks.</summary>
internal static class ReadmeProgram
{
    internal static (GradientEstimate Gradient, Fit Fit) Run(CancellationToken cancellationToken)
    {
        // <readme>
        var darts =
            from aim in Param("aim", 0.0)
            from hit in Sample("hit", new Normal(aim, 0.3))
            select (hit - 1.7).Square();

        GradientEstimate g = darts.Estimate().Particles(4096).Seed(1).Gradient(cancellationToken);
        Fit fit = darts.Minimize().Using(Optimizer.Adam(0.05)).Steps(500).Seed(1).Run(cancellationToken);
        // </readme>
        return (g, fit);
    }
}
