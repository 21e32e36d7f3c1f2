/// docs/how-to/sample-a-posterior.md shows a program that compiles and runs.
module DiffProb.Tests.PosteriorPageTests

open System.IO
open System.Reflection
open Xunit
open DiffProb.Tests.Judge

let internal read path =
    let root =
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>()
        |> Seq.find (fun a -> a.Key = "RepositoryRoot")
        |> _.Value

    File.ReadAllText(Path.Combine(string root, path)).ReplaceLineEndings "\n"

let internal between (start: string) (stop: string) (text: string) =
    let from = text.IndexOf start + start.Length
    text.Substring(from, text.IndexOf(stop, from) - from).Trim()

[<Fact>]
let ``the page shows the program that runs`` () =
    Assert.Equal(
        between "// <page>" "// </page>" (read "tests/DiffProb.Infer.Tests/PosteriorProgram.fs"),
        between "```fsharp" "```" (read "docs/how-to/sample-a-posterior.md")
    )

[<Fact>]
let ``the posterior of the page`` () =
    // The mean of mu is 4.4 (10,000 draws of the reference posterior), its deviation 3.3.
    isExactly 4.4 0.2 (chainsOf PosteriorProgram.posterior "mu" 0)
    Assert.Equal<int>([ 4; 1000; 8 ], PosteriorProgram.theta.Shape)
    Assert.InRange(PosteriorProgram.divergences, 0, 20)
