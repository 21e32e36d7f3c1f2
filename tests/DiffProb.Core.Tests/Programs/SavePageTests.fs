/// docs/how-to/save-and-resume.md shows a program that compiles and runs.
module DiffProb.Tests.SavePageTests

open System.IO
open System.Threading
open Xunit
open DiffProb

let private options =
    { Optimization.defaults with
        Optimizer = Adam 0.05
        Steps = 200
        Seed = 1UL
    }

[<Fact>]
let ``the program of the page goes on where it was stopped`` () =
    let inFolder run =
        let folder = Directory.CreateTempSubdirectory "diffprob-"

        try
            run folder.FullName
        finally
            folder.Delete true

    let whole = inFolder (fun folder -> SaveProgram.fit folder options)

    let resumed, value =
        inFolder (fun folder ->
            use source = new CancellationTokenSource()

            let progress =
                { new System.IProgress<OptimizationProgress> with
                    member _.Report p =
                        if p.Step = 70 then
                            source.Cancel()
                }

            let stopped =
                SaveProgram.fit
                    folder
                    { options with
                        Progress = progress
                        Cancellation = source.Token
                    }

            Assert.Equal(70, stopped.History.Count)
            let resumed = SaveProgram.fit folder options
            resumed, SaveProgram.value folder)

    Assert.Equal<float>(whole.History, resumed.History)
    Assert.Equal(whole.["aim"].ToDouble(), resumed.["aim"].ToDouble())
    Assert.Equal(whole.["spread"].ToDouble(), resumed.["spread"].ToDouble())

    // E (hit - 1.7)² is (aim - 1.7)² + spread².
    let exact =
        (whole.["aim"].ToDouble() - 1.7) ** 2.0 + whole.["spread"].ToDouble() ** 2.0

    Judge.isExactly exact (0.1 * exact) value.Mean value.StandardError

[<Fact>]
let ``the page shows the program that runs`` () =
    Pages.shows "SaveProgram.fs" "docs/how-to/save-and-resume.md"
