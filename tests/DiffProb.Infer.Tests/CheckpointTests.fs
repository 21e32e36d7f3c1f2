/// Runs that stop and go on.
module DiffProb.Tests.CheckpointTests

open System
open System.IO
open System.Threading
open Xunit
open DiffProb
open DiffProb.Tests.Judge

let private program =
    prob {
        let! m = sample "m" (Normal(0.0, 1.0))
        let! s = sample "s" (Gamma(2.0, 2.0))
        do! observe "y" (Normal(m, s)) 0.7
    }

let private options =
    { Sampling.defaults with
        Warmup = 200
        Draws = 100
        Chains = 2
        Seed = 8UL
    }

type private Stopper(after: int) =
    let source = new CancellationTokenSource()
    member _.Token = source.Token

    interface IProgress<SamplingProgress> with
        member _.Report p =
            if p.Step >= after then
                source.Cancel()

let private inFile (body: string -> unit) =
    let file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors")

    try
        body file
    finally
        File.Delete file

[<Theory; InlineData(60, MetricKind.Diagonal); InlineData(120, MetricKind.Dense); InlineData(260, MetricKind.Diagonal)>]
let ``a run that was stopped at any step goes on to the same bits`` (after: int) (metric: MetricKind) =
    inFile (fun file ->
        let options = { options with Metric = metric }
        let whole = Infer.nuts options program
        let stopper = Stopper after

        let stopped =
            { options with
                CheckpointFile = Some file
                Progress = stopper
                Cancellation = stopper.Token
            }

        try
            Infer.nuts stopped program |> ignore
        with :? OperationCanceledException ->
            ()

        let resumed =
            Infer.nuts
                { options with
                    Resume = Some(SamplingCheckpoint.Load file)
                }
                program

        for name in whole.Names do
            Assert.Equal<float>(whole.[name].ToArray(), resumed.[name].ToArray())

        for name in SamplerStatistics.All do
            Assert.Equal<float>((whole.Statistic name).ToTensor().ToArray(), (resumed.Statistic name).ToTensor().ToArray()))

[<Fact>]
let ``a run goes on to more draws`` () =
    inFile (fun file ->
        Infer.nuts
            { options with
                CheckpointFile = Some file
            }
            program
        |> ignore

        let more = { options with Draws = 150 }
        let whole = Infer.nuts more program

        let resumed =
            Infer.nuts
                { more with
                    Resume = Some(SamplingCheckpoint.Load file)
                }
                program

        Assert.Equal<float>(whole.["m"].ToArray(), resumed.["m"].ToArray())

        messageOf (fun () ->
            Infer.nuts
                { options with
                    Draws = 50
                    Resume = Some(SamplingCheckpoint.Load file)
                }
                program)
        |> says [ file; "100 draws"; "Draws = 50" ])

[<Fact>]
let ``a state of another run is refused`` () =
    inFile (fun file ->
        Infer.nuts
            { options with
                CheckpointFile = Some file
            }
            program
        |> ignore

        let resume = Some(SamplingCheckpoint.Load file)

        messageOf (fun () ->
            Infer.nuts
                { options with
                    Seed = 1UL
                    Resume = resume
                }
                program)
        |> says [ file; "seed is 8, but here it is 1" ]

        messageOf (fun () -> Infer.nuts { options with Resume = resume } (prob { let! _ = sample "m" (Normal(0.0, 1.0)) in () }))
        |> says [ "sites is m 1, s 1, but here it is m 1" ])

[<Fact>]
let ``a file that holds something else`` () =
    inFile (fun file ->
        NamedTensors([ Collections.Generic.KeyValuePair("x", tensor 1.0) ]).Save file

        messageOf (fun () -> SamplingCheckpoint.Load file)
        |> says [ file; "no state of a run" ]

        let facts = Collections.Generic.Dictionary(dict [ "kind", "DiffProb sampling 1" ])

        Infer.nuts
            { options with
                CheckpointFile = Some file
            }
            program
        |> ignore

        let known = NamedTensors.Load file

        NamedTensors(known |> Seq.filter (fun p -> p.Key <> "1/position")).WithMetadata(known.Metadata).Save file
        ignore facts

        messageOf (fun () ->
            Infer.nuts
                { options with
                    Resume = Some(SamplingCheckpoint.Load file)
                }
                program)
        |> says [ file; "no 1/position" ])
