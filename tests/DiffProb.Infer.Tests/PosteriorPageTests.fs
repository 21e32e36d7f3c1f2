/// Pages on inference show programs that compile and run.
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

[<Theory;
  InlineData("PosteriorProgram.fs", "sample-a-posterior.md");
  InlineData("PredictiveProgram.fs", "predictive-draws.md");
  InlineData("CalibrationProgram.fs", "calibrate-an-inference.md")>]
let ``the page shows the program that runs`` (program: string) (page: string) =
    Assert.Equal(
        between "// <page>" "// </page>" (read $"tests/DiffProb.Infer.Tests/{program}"),
        between "```fsharp" "```" (read $"docs/how-to/{page}")
    )

[<Fact>]
let ``the posterior of the page`` () =
    // The mean of mu is 4.4 (10,000 draws of the reference posterior), its deviation 3.3.
    isExactly 4.4 0.2 (chainsOf PosteriorProgram.posterior "mu" 0)
    Assert.Equal<int>([ 4; 1000; 8 ], PosteriorProgram.theta.Shape)
    Assert.InRange(PosteriorProgram.divergences, 0, 20)

[<Fact>]
let ``the predictions of the page`` () =
    Assert.Equal<int>([ 8 ], PredictiveProgram.imagined.Shape)
    // Of 4000 replicates; the greatest of 28 with an error of 15 is nothing unusual.
    Assert.InRange(PredictiveProgram.greatest, 0.2, 0.6)
    Assert.Equal<int>([ 4; 1000; 3 ], PredictiveProgram.next.["theta"].Shape)
    Assert.Equal(8, PredictiveProgram.whole.Loo().ParetoK.Shape.[0])
    Assert.NotNull PredictiveProgram.whole.Prior

/// A right one fails 1 in 20 times; the seed is fixed.
[<Fact>]
let ``the calibration of the page`` () =
    Assert.True(CalibrationProgram.isRight, string CalibrationProgram.ranks)
    Assert.Equal(12, CalibrationProgram.ranks.Rows.Count)
    Assert.DoesNotContain("not uniform", String.concat "" CalibrationProgram.notes)
