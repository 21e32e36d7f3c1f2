using DiffProb;

namespace CSharpTests.Readme;

/// <summary>The C# program of docs/how-to/approximate-a-posterior.md, between the marks.</summary>
internal static class VariationalProgram
{
    internal static (VariationalFit Fit, Tensor Theta, VariationalFit Own) Run(Prob<Tensor> schools, Prob<Tensor> guide, CancellationToken cancellationToken)
    {
        // <page>
        var fit = schools.Infer().Variational(Guide.Normal).Steps(4000).Seed(1).Run(cancellationToken);
        var theta = fit.Posterior(4000)["theta"];
        var own = schools.Infer().Variational(guide).ImportanceDraws(8).Steps(4000).Seed(1).Run(cancellationToken);
        // </page>
        return (fit, theta, own);
    }
}
