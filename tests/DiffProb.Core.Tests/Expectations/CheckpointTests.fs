/// A fit that goes on from a checkpoint ends in the same bits as one that was never stopped.
module DiffProb.Tests.CheckpointTests

open System
open System.Collections.Generic
open System.IO
open System.Threading
open Xunit
open DiffProb
open DiffProb.Tests.Judge

/// A scored or relaxed bit below a normal draw, rows of a minibatch, and parameters of which one is positive and one is a simplex.
let private program (estimator: Tensor -> Estimator) =
    prob {
        let! l = param "l" [| 0.3; -0.2; 0.1 |]
        let! s = paramOn Support.Positive "s" 0.7
        let! w = paramOn Support.Simplex "w" [| 0.2; 0.3; 0.5 |]
        let! x = sample "x" (Normal(l.Sum(), s))
        let! b = sample "b" (Bernoulli(logits = l.Select(0, 0) + x)) |> via (estimator x)
        let rows = Array.init 12 (fun i -> Math.Sin(float i))

        for y in plate "row" rows |> minibatch 5 do
            let! e = sample "e" (Normal(x, 1.0))
            do! cost "row" ((e + b - y) ** 2.0)

        return b * (1.0 + x) + ((w - l) ** 2.0).Sum() + s
    }

let private moving (_: Tensor) = Score(MovingAverage 0.9)
let private learned (x: Tensor) = Score(Learned 0.9 [ x; x * x ])

let private annealed (_: Tensor) =
    GumbelSoftmax(Temperature.anneal 2.0 0.3)

let private options =
    { Optimization.defaults with
        Optimizer = Adam 0.05
        Steps = 17
        Particles = 24
        Seed = 3UL
        AllowBias = true
    }

let private bits (numbers: seq<float>) =
    [ for x in numbers -> BitConverter.DoubleToInt64Bits x ]

let private bitsOf (fit: Fit) =
    [
        yield! bits fit.History
        for KeyValue(_, value) in fit.Values do
            yield! bits (value.ToArray())
        for KeyValue(_, value) in fit.Checkpoint.Tensors do
            yield! bits (value.ToArray())
    ]

/// The same checkpoint, from the bytes that another process would read.
let private throughAFile (checkpoint: Checkpoint) =
    use stream = new MemoryStream()
    checkpoint.Save stream
    stream.Position <- 0L
    Checkpoint.Load stream

/// Checkpoints of a fit, in its order.
let private checkpointsOf every options program =
    let seen = List<Checkpoint>()

    let fit =
        program
        |> Expectation.minimize
            { options with
                Checkpoints = Checkpoints.ToListener((fun checkpoint -> seen.Add checkpoint), every)
            }

    fit, List.ofSeq seen

let private resume options checkpoint program =
    program
    |> Expectation.minimize
        { options with
            Resume = Some checkpoint
        }

/// From each checkpoint of a run with the first options, a run with the second ends in the same bits.
let private goesOn first second program =
    let whole = program |> Expectation.minimize first
    let fit, checkpoints = checkpointsOf 4 first program
    Assert.Equal<int64 list>(bitsOf whole, bitsOf fit)
    Assert.Equal<int list>([ 4; 8; 12; 16; 17 ], checkpoints |> List.map _.Step)

    for checkpoint in checkpoints do
        let resumed = resume second (throughAFile checkpoint) program
        Assert.Equal<int64 list>(bitsOf whole, bitsOf resumed)
        Assert.False resumed.IsCanceled

[<Fact>]
let ``with every rule and every schedule`` () =
    for optimizer in [ Sgd 0.01; Adam 0.05; RmsProp 0.02 ] do
        for schedule in
            [
                Schedule.Constant
                Schedule.Exponential 0.9
                Schedule.Cosine
                Schedule.InverseSqrt 3.0
            ] do
            let options =
                { options with
                    Optimizer = optimizer
                    Schedule = schedule
                }

            program moving |> goesOn options options

[<Fact>]
let ``with every estimator that remembers or anneals`` () =
    for estimator in
        [
            moving
            learned
            annealed
            fun _ -> StraightThrough(Temperature.anneal 2.0 0.3)
            fun _ -> Rebar 0.5 (RebarScale.Fitted 0.9)
            fun _ -> Rebar (Temperature.anneal 2.0 0.3) (RebarScale.Fitted 0.9)
            fun _ -> Relax 0.5 4 0.9
            fun _ -> Score LeaveOneOut
        ] do
        program estimator |> goesOn options options

[<Fact>]
let ``on one thread and on two, and from one to two`` () =
    // Blocks of 16 elements, so that there are several for each thread.
    let on threads =
        { options with
            Particles = 600
            Engine = ManagedEngine(threads, 16)
        }

    for estimator in [ moving; learned; annealed ] do
        for first, second in [ 1, 1; 2, 2; 1, 2; 2, 1 ] do
            program estimator |> goesOn (on first) (on second)

[<Fact>]
let ``in single precision, and where the planner chooses`` () =
    let single =
        { options with
            Precision = DType.Float32
        }

    program moving |> goesOn single single

    let planned =
        prob {
            let! l = param "l" 0.3
            let! k = sample "k" (Poisson(exp l))
            return (k - 2.0) ** 2.0
        }

    for particles in [ 1; 24 ] do
        let options = { options with Particles = particles }

        planned |> goesOn options options

[<Fact>]
let ``uphill`` () =
    let program =
        prob {
            let! m = param "m" 0.0
            let! x = sample "x" (Normal(m, 1.0))
            return -((x - 2.0) ** 2.0)
        }

    let whole = program |> Expectation.maximize options
    let start = program |> Expectation.maximize { options with Steps = 5 }
    Assert.Equal(5, start.Checkpoint.Step)

    let resumed =
        program
        |> Expectation.maximize
            { options with
                Resume = Some start.Checkpoint
            }

    Assert.Equal<int64 list>(bitsOf whole, bitsOf resumed)

[<Fact>]
let ``what was measured once is not measured again`` () =
    let wave =
        prob {
            let! m = param "m" 0.3
            let! x = sample "x" (Normal(m, 1.0))
            let! b = sample "b" (Bernoulli(logits = m + x)) |> via (learned x)
            return sin (8.0 * x) + b
        }

    let options =
        { options with
            Measure = true
            Particles = 2000
        }

    let whole, checkpoints = checkpointsOf 8 options wave
    Assert.Contains("measured", whole.Plan.Entries.[0].Reason)
    let resumed = resume options (throughAFile checkpoints.Head) wave
    Assert.Equal<int64 list>(bitsOf whole, bitsOf resumed)
    Assert.Equal<(string * string * string) list>(choices whole.Plan, choices resumed.Plan)
    Assert.Equal(whole.Plan.Entries.[0].Reason, resumed.Plan.Entries.[0].Reason)

    let other =
        prob {
            let! m = param "m" 0.3
            let! y = sample "y" (Normal(m, 1.0))
            return sin y
        }

    messageOf (fun () -> resume options checkpoints.Head other)
    |> says [ "is of another fit"; "site \"x\""; "site \"y\"" ]

[<Fact>]
let ``a fit that is canceled goes on from what it returned and from what it wrote`` () =
    let folder = Directory.CreateTempSubdirectory "diffprob-"

    try
        for ending in [ ".safetensors"; ".json" ] do
            let path = Path.Combine(folder.FullName, "fit" + ending)
            use source = new CancellationTokenSource()

            let progress =
                { new IProgress<OptimizationProgress> with
                    member _.Report p =
                        if p.Step = 10 then
                            source.Cancel()
                }

            let stopped =
                program learned
                |> Expectation.minimize
                    { options with
                        Checkpoints = Checkpoints.ToFile(path, every = 4)
                        Progress = progress
                        Cancellation = source.Token
                    }

            Assert.True stopped.IsCanceled
            Assert.Equal(10, stopped.Checkpoint.Step)
            Assert.Equal(10, (Checkpoint.Load path).Step)
            let whole = program learned |> Expectation.minimize options

            for checkpoint in [ stopped.Checkpoint; Checkpoint.Load path ] do
                Assert.Equal<int64 list>(bitsOf whole, bitsOf (resume options checkpoint (program learned)))
    finally
        folder.Delete true

[<Fact>]
let ``a fit that is canceled before it begins is where it was resumed, and writes nothing`` () =
    let _, checkpoints = checkpointsOf 4 options (program moving)
    let told = List<int>()

    let fit =
        program moving
        |> Expectation.minimize
            { options with
                Resume = Some checkpoints.Head
                Checkpoints = Checkpoints.ToListener((fun c -> told.Add c.Step), 1)
                Cancellation = CancellationToken true
            }

    Assert.True fit.IsCanceled
    Assert.Equal(4, fit.History.Count)

    Assert.Equal<int64 list>(
        [
            for KeyValue(_, v) in checkpoints.Head.Parameters do
                yield! bits (v.ToArray())
        ],
        [
            for KeyValue(_, v) in fit.Values do
                yield! bits (v.ToArray())
        ]
    )

    Assert.Empty told

[<Fact>]
let ``a fit that has ended goes on for more steps, where nothing depends on how many there are`` () =
    let longer = { options with Steps = 40 }
    let short = program learned |> Expectation.minimize options
    let whole = program learned |> Expectation.minimize longer
    Assert.Equal<int64 list>(bitsOf whole, bitsOf (resume longer short.Checkpoint (program learned)))
    Assert.Equal<int64 list>(bitsOf short, bitsOf (resume options short.Checkpoint (program learned)))

[<Fact>]
let ``a checkpoint tells where it stands, and what it holds does not move on`` () =
    let fit, checkpoints = checkpointsOf 4 options (program moving)
    let first = checkpoints.Head
    Assert.Equal<float list>([ for i in 0..3 -> fit.History.[i] ], List.ofSeq first.History)
    Assert.Equal<string list>([ "l"; "s"; "w" ], List.ofSeq first.Parameters.Keys)
    let four = program moving |> Expectation.minimize { options with Steps = 4 }
    Assert.Equal<float[]>(four.["w"].ToArray(), first.Parameters.["w"].ToArray())
    Assert.Equal(1.0, Array.sum (first.Parameters.["w"].ToArray()), 1e-12)
    Assert.Contains("step 4 of a fit\nl = ", string first)
    Assert.NotEqual<float[]>(fit.["l"].ToArray(), first.Parameters.["l"].ToArray())

[<Fact>]
let ``a checkpoint of another fit is refused, and the difference is named`` () =
    let given =
        (program moving |> Expectation.minimize options).Checkpoint |> throughAFile

    let refused parts options program =
        messageOf (fun () -> resume options given program) |> says ("try" :: parts)

    let bowl (declared: Prob<Tensor> list) =
        prob {
            let mutable sum = Tensor.Scalar 0.0

            for declaration in declared do
                let! p = declaration
                sum <- sum + (p ** 2.0).Sum()

            return sum
        }

    let l, s, w =
        param "l" [| 0.3; -0.2; 0.1 |], paramOn Support.Positive "s" 0.7, paramOn Support.Simplex "w" [| 0.2; 0.3; 0.5 |]

    refused [ "The checkpoint in the stream"; "does not have: \"w\"" ] options (bowl [ l; s ])
    refused [ "It lacks: \"v\"" ] options (bowl [ l; s; w; param "v" 1.0 ])
    refused [ "shape of parameter \"l\" is [3], but here it is [2]" ] options (bowl [ param "l" [| 0.3; -0.2 |]; s; w ])
    refused [ "support of \"s\" is positive"; "here it is" ] options (bowl [ l; param "s" 0.7; w ])

    refused
        [
            "plan is Score MovingAverage 0.9 at site \"b\" for cost \"row\""
            "Score LeaveOneOut at site \"b\""
        ]
        options
        (program (fun _ -> Score LeaveOneOut))

    refused [ "plan is"; "nothing more" ] options (bowl [ l; s; w ])

    let program = program moving
    refused [ "optimizer is Adam 0.05, but here it is SGD 0.05" ] { options with Optimizer = Sgd 0.05 } program

    refused
        [ "optimizer"; "Adam 0.05000000000000001" ]
        { options with
            Optimizer = Adam 0.05000000000000001
        }
        program

    refused
        [ "schedule is constant, but here it is exponential 0.99" ]
        { options with
            Schedule = Schedule.Exponential 0.99
        }
        program

    refused [ "seed is 3, but here it is 4" ] { options with Seed = 4UL } program
    refused [ "particles is 24, but here it is 25" ] { options with Particles = 25 } program

    refused
        [ "precision is Float64, but here it is Float32" ]
        { options with
            Precision = DType.Float32
        }
        program

    refused [ "17 steps on"; "Steps = 16" ] { options with Steps = 16 } program

    messageOf (fun () -> program |> Expectation.maximize { options with Resume = Some given })
    |> says [ "direction is minimize, but here it is maximize" ]

[<Fact>]
let ``other steps in all are refused where a schedule or a temperature changes over them`` () =
    let refused options program =
        let checkpoint = (program |> Expectation.minimize options).Checkpoint

        messageOf (fun () -> resume { options with Steps = 40 } checkpoint program)
        |> says [ "17 steps in all"; "here they are 40"; "try Steps = 17" ]

    refused
        { options with
            Schedule = Schedule.Cosine
        }
        (program moving)

    refused options (program annealed)

[<Fact>]
let ``a file that is no checkpoint, or a changed one, is refused`` () =
    let folder = Directory.CreateTempSubdirectory "diffprob-"

    try
        let path = Path.Combine(folder.FullName, "x.safetensors")
        let fit = program moving |> Expectation.minimize options
        fit.Values.Save path

        messageOf (fun () -> Checkpoint.Load path)
        |> says [ path; "is none"; "NamedTensors.Load" ]

        messageOf (fun () -> Checkpoint.Load(path + ".json"))
        |> says [ "There is no file" ]

        fit.Checkpoint.Save path
        let whole = NamedTensors.Load path

        let refused (parts: string list) (changed: NamedTensors) =
            changed.Save path

            messageOf (fun () -> resume options (Checkpoint.Load path) (program moving))
            |> says (path :: "try" :: parts)

        let without (name: string) (all: NamedTensors) =
            NamedTensors(all |> Seq.filter (fun t -> t.Key <> name)).WithMetadata all.Metadata

        let withFact (name: string) (text: string) =
            let facts = Dictionary whole.Metadata
            facts.[name] <- text
            whole.WithMetadata facts

        refused [ "has no first/l" ] (without "first/l" whole)
        refused [ "has no second/w" ] (whole.With("second/w", Tensor.Vector(1.0, 2.0, 3.0)))
        refused [ "has no first/l" ] (whole.With("first/l", whole.["first/l"].Cast DType.Float32))
        refused [ "is none" ] (without "history" whole)
        refused [ "is none"; "DiffProb checkpoint 1" ] (withFact "kind" "DiffProb checkpoint 2")
        refused [ "has no plan" ] (withFact "plan" "[1")
        refused [ "has no plan" ] (withFact "plan" "[[\"b\"]]")
        refused [ "has no seed" ] (whole.WithMetadata(Dictionary(whole.Metadata |> Seq.filter (fun t -> t.Key <> "seed"))))
    finally
        folder.Delete true

[<Fact>]
let ``where a checkpoint cannot go is said before the first step`` () =
    messageOf (fun () -> Checkpoints.ToFile("no/such/folder.safetensors", 10))
    |> says [ "folder does not exist"; "try" ]

    messageOf (fun () -> Checkpoints.ToFile("x.pt", 10))
    |> says [ "\"x.pt\""; ".safetensors" ]

    messageOf (fun () -> Checkpoints.ToFile("x.json", 0))
    |> says [ "every must be at least 1"; "0" ]
