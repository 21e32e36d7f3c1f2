/// Same seed, same bits, however the work is split.
module DiffProb.Tests.ReproducibilityTests

open System.Threading.Tasks
open Xunit
open DiffProb

// Pathwise, scored, enumerated and rejection-sampled sites in one program.
let private mixed =
    prob {
        let! phi = param "phi" 0.3
        let! m = param "m" [| 0.5; -0.5; 1.0 |]
        let! b = sample "b" (Bernoulli(logits = phi))
        let! z = sample "z" (Gamma(exp phi, 1.0))

        for y in plate "row" [| 0.1; 0.2; 0.3; 0.4; 0.5 |] do
            let! x = sample "x" (Normal(m + b * z, 1.0))
            do! cost "smooth" ((x - y).Square().Sum())
            do! cost "jump" (((x .> y).Cast DType.Float64).Sum())
    }

let private bits (g: GradientEstimate) =
    [
        yield g.Value.Mean
        yield g.Value.StandardError
        for p in g.Parameters do
            yield! g.[p].ToArray()
            yield! (g.StandardError p).ToArray()
    ]
    |> List.map System.BitConverter.DoubleToInt64Bits

let private run estimation =
    mixed |> Expectation.gradient estimation |> bits

[<Fact>]
let ``for any number of threads and any block size`` () =
    let on threads block =
        run
            { Estimation.defaults with
                Particles = 1037
                Seed = 5UL
                Engine = ManagedEngine(threads, block)
            }

    let expected = on 1 4096

    for threads, block in [ 2, 4096; 8, 4096; 1, 16; 8, 16; 2, 48; 8, 1_048_576 ] do
        Assert.Equal<int64 list>(expected, on threads block)

[<Fact>]
let ``another seed gives other numbers`` () =
    Assert.NotEqual<int64 list>(run { Estimation.defaults with Seed = 1UL }, run { Estimation.defaults with Seed = 2UL })

[<Fact>]
let ``a replicate does not depend on which others run with it`` () =
    let means replicates =
        let g =
            mixed
            |> Expectation.gradient
                { Estimation.defaults with
                    Particles = 64
                    Replicates = replicates
                    Seed = 9UL
                }

        g.Value.Mean, g.["phi"].ToDouble()

    let prepared =
        Preparation.prepare
            mixed
            {
                Particles = 64
                Order = 1
                EnumerationBudget = 1024
                AllowBias = false
                Plan = None
            }

    let leaves = [ for p in prepared.Graph.Parameters -> p.Leaf ]

    let values =
        Preparation.parameterValues prepared.Graph Estimation.defaults.Parameters

    let bindings =
        values
        |> List.fold (fun (b: Bindings) (p, v) -> b.With(p.Name, v)) Bindings.Empty

    let root = Key.FromSeed 9UL

    let alone r =
        let compiled =
            CompiledExpectation(prepared.Surrogate, [], ManagedEngine.Default, leaves, leaves, 1, id, false)

        let s = compiled.Run(bindings.With(root.Child(uint64 r)), 0.0, false)
        s.Value.Mean.[0], s.Gradients.[0].Mean.[0]

    // In reverse order, each with an executable of its own.
    let oneByOne = List.rev [ for r in [ 4; 3; 2; 1; 0 ] -> alone r ]
    let value, slope = means 5
    Assert.Equal(List.averageBy fst oneByOne, value)
    Assert.Equal(List.averageBy snd oneByOne, slope)

[<Fact>]
let ``one executable run from 8 threads at once gives 8 right answers`` () =
    let prepared =
        Preparation.prepare
            mixed
            {
                Particles = 200
                Order = 1
                EnumerationBudget = 1024
                AllowBias = false
                Plan = None
            }

    let leaves = [| for p in prepared.Graph.Parameters -> p.Leaf |]
    let gradients = Gradient.Of(prepared.Surrogate.Objective, leaves)

    let executable =
        ManagedEngine.Default.Compile(Seq.append [ prepared.Surrogate.Objective ] gradients |> Array.ofSeq, leaves)

    let run (i: int) =
        let bindings =
            Bindings.Empty
                .With("phi", Tensor.Scalar(0.1 * float i))
                .With("m", tensor [| float i; 0.0; 1.0 |])
                .With(Key.FromSeed(uint64 i))

        [
            for t in executable.Run bindings do
                yield! t.ToArray()
        ]

    let expected = [| for i in 0..7 -> run i |]

    for _ in 1..20 do
        let actual = Array.zeroCreate 8

        Parallel.For(0, 8, ParallelOptions(MaxDegreeOfParallelism = 8), (fun i -> actual.[i] <- run i))
        |> ignore

        Assert.Equal<float list[]>(expected, actual)
