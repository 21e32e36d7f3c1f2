/// The programs of docs/design.md, section 7, as written there.
module DiffProb.Tests.DesignTests

open System.IO
open System.Reflection
open System.Text.RegularExpressions
open Xunit
open DiffProb
open DiffProb.Tests.Judge

let darts bullseye =
    prob {
        let! aim = param "aim" 0.0
        let! hit = sample "hit" (Normal(aim, 0.3))
        return (hit - bullseye) ** 2.0
    }

let eightSchools y sigma =
    prob {
        let! mu = sample "mu" (Normal(0.0, 5.0))
        let! tau = sample "tau" (HalfCauchy 5.0)

        for (y, sigma) in plate "school" (y, sigma) do
            let! theta = sample "theta" (Normal(mu, tau))
            do! observe "y" (Normal(theta, sigma)) y
    }

[<Fact>]
let ``the gradient of the darts program is exact within its standard error`` () =
    let g =
        darts 1.7
        |> Expectation.gradient
            { Estimation.defaults with
                Particles = 4096
                Seed = 1UL
            }

    isExactly 2.98 0.05 g.Value.Mean g.Value.StandardError
    derivativeIs -3.4 0.02 "aim" g
    Assert.Equal<Shape>(Shape.Scalar, g.["aim"].Shape)
    Assert.Equal<(string * string * string) list>([ "hit", "result", "Pathwise" ], choices g.Plan)

[<Fact>]
let ``the darts program is fitted`` () =
    let fit =
        darts 1.7
        |> Expectation.minimize
            { Optimization.defaults with
                Optimizer = Adam 0.05
                Steps = 500
                Seed = 1UL
            }

    Assert.Equal(1.7, fit.["aim"].ToDouble(), 0.03)
    Assert.Equal(500, fit.History.Count)
    Assert.True(fit.History.[499] < 0.2)

[<Fact>]
let ``eight schools traces, with its plate aligned and its data conditioned on`` () =
    let graph =
        StochasticGraph.Trace(eightSchools [| 28.0; 8.0; -3.0 |] [| 15.0; 10.0; 16.0 |])

    Assert.Equal<string list>([ "mu"; "tau"; "theta" ], [ for s in graph.Sites -> s.Name ])
    Assert.Equal("{school:3}", string graph.Sites.[2].Value.Axes)
    Assert.Equal(1, graph.Observations.Length)

[<Fact>]
let ``the expectation of a program that conditions on data is refused`` () =
    messageOf (fun () -> eightSchools [| 1.0 |] [| 1.0 |] |> Expectation.value Estimation.defaults)
    |> says [ "\"y\""; "inference" ]

[<Fact>]
let ``an estimator is asked for at a site`` () =
    let program =
        prob {
            let! p = paramOn Support.UnitInterval "p" 0.3
            let! b = sample "b" (Bernoulli(probs = p)) |> via (Score LeaveOneOut)
            return b
        }

    let g =
        program
        |> Expectation.gradient
            { Estimation.defaults with
                Particles = 20000
            }

    derivativeIs 1.0 0.02 "p" g
    Assert.Equal<(string * string * string) list>([ "b", "result", "Score LeaveOneOut" ], choices g.Plan)

[<Fact>]
let ``the README shows the tested program, line breaks and semicolons aside`` () =
    let root =
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>()
        |> Seq.find (fun a -> a.Key = "RepositoryRoot")
        |> _.Value

    let between (start: string) (stop: string) (text: string) =
        let from = text.IndexOf start + start.Length
        Regex.Replace(text.Substring(from, text.IndexOf(stop, from) - from), @"//.*|[\s;]", "")

    let source =
        File.ReadAllText(Path.Combine(string root, "tests/DiffProb.Core.Tests/Programs/ReadmeProgram.fs"))

    let readme = File.ReadAllText(Path.Combine(string root, "README.md"))
    Assert.Equal(between "// <readme>" "// </readme>" source, between "```fsharp" "```" readme)
