/// docs/how-to/evidence-and-filters.md shows a program that compiles and runs.
module DiffProb.Tests.EvidencePageTests

open System.IO
open System.Reflection
open Xunit
open DiffProb
open DiffProb.Tests.Exact

let private read path =
    let root =
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>()
        |> Seq.find (fun a -> a.Key = "RepositoryRoot")
        |> _.Value

    File.ReadAllText(Path.Combine(string root, path)).ReplaceLineEndings "\n"

let private between (start: string) (stop: string) (text: string) =
    let from = text.IndexOf start + start.Length
    text.Substring(from, text.IndexOf(stop, from) - from).Trim()

[<Fact>]
let ``the page shows the program that runs`` () =
    Assert.Equal(
        between "// <page>" "// </page>" (read "tests/DiffProb.Infer.Tests/MonteCarlo/EvidenceProgram.fs"),
        between "```fsharp" "```" (read "docs/how-to/evidence-and-filters.md")
    )

[<Fact>]
let ``the volatility of the page: both ways, and a grid of log variances, give one evidence`` () =
    // The forward recursion on a grid of h: exact but for the grid.
    let exact persistence =
        let grid = [| for i in -400 .. 400 -> 0.015 * float i |]
        let mutable law = grid |> Array.map (fun h -> if h = 0.0 then 1.0 / 0.015 else 0.0)

        for r in EvidenceProgram.returns do
            law <-
                grid
                |> Array.map (fun h ->
                    let mutable sum = 0.0

                    for j in 0 .. grid.Length - 1 do
                        if law.[j] > 0.0 then
                            sum <- sum + law.[j] * exp (logNormal h (persistence * grid.[j]) 0.5) * 0.015

                    sum * exp (logNormal r 0.0 (exp (h / 2.0))))

        log (Array.sum law * 0.015)

    let value, error = EvidenceProgram.evidence
    Assert.InRange(error, 0.0, 0.05)
    Assert.InRange(abs (value - exact 0.9), 0.0, 0.1)
    // Four runs tell their error badly; forty can be judged.
    let runs =
        EvidenceProgram.volatility 0.9
        |> Infer.smc
            { ParticleFiltering.defaults with
                Particles = 2000
                Runs = 40
                Seed = 8UL
            }

    isMean 1.0 0.01 [ for z in runs.LogEvidences -> exp (z - exact 0.9) ]
    let weighed = EvidenceProgram.weighed
    Assert.InRange(weighed.StandardError, 0.0, 0.02)
    Assert.InRange(abs (weighed.LogEvidence - exact 0.9), 0.0, 5.0 * weighed.StandardError)
    Assert.InRange(abs (EvidenceProgram.bayesFactor - (exact 0.9 - exact 0.0)), 0.0, 0.1)
    Assert.Equal<int>([ 4; 2000 ], EvidenceProgram.inHindsight.Shape)
    Assert.InRange(EvidenceProgram.soFar.ToDouble(), 0.0, 2.0)

[<Fact>]
let ``the roots of the page: both signs, with their masses`` () =
    let density x =
        exp (logNormal x 0.5 3.0 + logNormal 4.0 (x * x) 0.2)

    let integral from until =
        Seq.sum
            [
                for i in 0..99_999 -> density (from + (until - from) * (float i + 0.5) / 1e5)
            ]
        * (until - from)
        / 1e5

    let negative, positive = integral -4.0 0.0, integral 0.0 4.0
    let both = EvidenceProgram.both
    Assert.InRange(abs (both.LogEvidence - log (negative + positive)), 0.0, 0.1)

    let share =
        both.Posterior.["x"].ToArray()
        |> Array.averageBy (fun x -> if x > 0.0 then 1.0 else 0.0)

    Assert.InRange(abs (share - positive / (negative + positive)), 0.0, 0.05)
