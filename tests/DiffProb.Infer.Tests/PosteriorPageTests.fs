/// Pages on inference show programs that compile and run.
module DiffProb.Tests.PosteriorPageTests

open System.IO
open System.Reflection
open Xunit
open DiffProb
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
let ``the page on kernels shows the program that runs`` () =
    Assert.Equal(
        between "// <page>" "// </page>" (read "tests/DiffProb.Infer.Tests/KernelsProgram.fs"),
        between "```fsharp" "```" (read "docs/how-to/mix-kernels.md")
    )

[<Fact>]
let ``the posterior of the page on kernels is that of the program without the counts`` () =
    // Thinned Poisson counts are Poisson: the number in each plot is the one seen, and a Poisson number of others.
    let summed =
        prob {
            let! density = sample "density" (Gamma(5.0, 0.25))
            let! detected = sample "detected" (Beta(6.0, 4.0))
            let! _ = deterministic "others" (density * (1.0 - detected))

            for count in plate "plot" KernelsProgram.counts do
                do! observe "seen" (Poisson(density * detected)) count
        }

    let reference = Infer.nuts { Sampling.defaults with Draws = 5000 } summed

    for name, largest in [ "density", 0.6; "detected", 0.02 ] do
        let mean, error = meanOf (chainsOf KernelsProgram.posterior name 0)
        let exact, own = meanOf (chainsOf reference name 0)
        Assert.True(error < largest, $"{name}: ± {error}")
        Assert.InRange(mean - exact, -5.0 * sqrt (error * error + own * own), 5.0 * sqrt (error * error + own * own))

    let others, own = meanOf (chainsOf reference "others" 0)

    for plot in 0..5 do
        let mean, error = meanOf (chainsOf KernelsProgram.posterior "n" plot)
        let exact = float KernelsProgram.counts.[plot] + others
        Assert.InRange(mean - exact, -5.0 * sqrt (error * error + own * own), 5.0 * sqrt (error * error + own * own))

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
