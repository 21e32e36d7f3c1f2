/// docs/how-to/transforms.md shows a program that compiles and runs.
module DiffProb.Tests.TransformsTests

open Xunit
open DiffProb.Tests.Judge

/// rate = 0.1 + exp z with z ~ N(m, 0.5): E (exp z - 0.9)² = exp(2 m + 0.5) - 1.8 exp(m + 0.125) + 0.81.
[<Fact>]
let ``the program of the page runs`` () =
    let g = TransformsProgram.g
    isExactly (exp 0.5 - 1.8 * exp 0.125 + 0.81) 0.02 g.Value.Mean g.Value.StandardError
    derivativeIs (2.0 * exp 0.5 - 1.8 * exp 0.125) 0.1 "m" g
    Assert.Equal<(string * string * string) list>([ "rate", "result", "Pathwise" ], choices g.Plan)

[<Fact>]
let ``the page shows the program that runs`` () =
    Pages.shows "TransformsProgram.fs" "docs/how-to/transforms.md"
