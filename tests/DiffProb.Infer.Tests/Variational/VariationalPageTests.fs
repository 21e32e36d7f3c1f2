/// docs/how-to/approximate-a-posterior.md shows a program that compiles and runs.
module DiffProb.Tests.VariationalPageTests

open Xunit
open DiffProb
open DiffProb.Tests.PosteriorPageTests

[<Fact>]
let ``the page shows the program that runs`` () =
    Assert.Equal(
        between "// <page>" "// </page>" (read "tests/DiffProb.Infer.Tests/Variational/VariationalProgram.fs"),
        between "```fsharp" "```" (read "docs/how-to/approximate-a-posterior.md")
    )

[<Fact>]
let ``the fits of the page`` () =
    let fit, own = VariationalProgram.fit, VariationalProgram.own
    Assert.Equal<int>([ 1; 4000; 8 ], VariationalProgram.theta.Shape)
    // The reference posterior has mean 4.4 and deviation 3.3 for mu.
    Assert.InRange((fit.Posterior(4000).["mu"].ToArray() |> Array.average), 3.8, 5.0)
    Assert.InRange((own.Posterior(4000).["mu"].ToArray() |> Array.average), 3.8, 5.0)
    Assert.True(fit.IsConverged && own.IsConverged, $"{fit}\n{own}")
    // Both know the same evidence.
    let error = fit.LogEvidence.StandardError + own.LogEvidence.StandardError
    Assert.InRange(own.LogEvidence.Mean - fit.LogEvidence.Mean, -5.0 * error, 5.0 * error)
