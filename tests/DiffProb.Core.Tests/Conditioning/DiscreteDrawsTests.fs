/// Joint draws of sites that were summed out, against the exact joint law by enumeration.
module DiffProb.Tests.DiscreteDrawsTests

open System
open Xunit
open DiffProb

let private draws = 40_000

/// How often each assignment of all sites is drawn at a position.
let private frequencies (program: Prob<'T>) (position: float[]) =
    let joint = LogJoint.ofProgram program Estimation.defaults.Parameters

    let outputs =
        [|
            for s, value in DiscreteDraws.ofJoint joint -> (LatentSite.withRows s.Site.Place value).Cast DType.Float64
        |]

    let evaluator =
        ManagedEngine.Default.Compile(outputs, [| joint.Position |]).CreateEvaluator()

    position.CopyTo(evaluator.Input<float> LatentSite.position)

    [
        for i in 1..draws do
            evaluator.Run((Key.FromSeed 4UL).Child(uint64 i))

            [
                for k in 0 .. outputs.Length - 1 do
                    yield! evaluator.Output<float>(k).ToArray()
            ]
    ]
    |> List.countBy id
    |> dict

/// The law of all assignments: the density with them as data, normalized.
let private law
    (program: Prob<'T>)
    (assignments: float list list)
    (given: float list -> (string * Tensor) list)
    (position: float[])
    =
    let weights =
        [
            for a in assignments ->
                let joint =
                    LogJoint.ofProgram (program |> Prob.condition (given a)) Estimation.defaults.Parameters

                let evaluator =
                    ManagedEngine.Default.Compile([| joint.LogDensity |], [| joint.Position |]).CreateEvaluator()

                position.CopyTo(evaluator.Input<float> LatentSite.position)
                evaluator.Run()
                exp (evaluator.Output<float>(0).[0])
        ]

    let total = List.sum weights
    List.zip assignments (weights |> List.map (fun w -> w / total))

/// Each frequency lies within 5 standard errors of its probability: fails about 6 seeds in 10 million for each of the assignments (at most 81).
let private isLaw program assignments given position =
    let found = frequencies program position

    for assignment, p in law program assignments given position do
        let count =
            match found.TryGetValue assignment with
            | true, n -> float n
            | _ -> 0.0

        let n = float draws
        Assert.True(abs (count - n * p) <= 5.0 * sqrt (n * p * (1.0 - p)) + 1e-9, $"{assignment}: {count / n}, not {p}")

    Assert.Equal(draws, Seq.sum found.Values)

let rec private assignmentsOf (sizes: int list) =
    match sizes with
    | [] -> [ [] ]
    | size :: rest ->
        [
            for v in 0 .. size - 1 do
                for others in assignmentsOf rest -> float v :: others
        ]

[<Fact>]
let ``a chain, whose steps depend on each other`` () =
    let transition =
        Tensor.Matrix(array2D [ [ 0.8; 0.1; 0.1 ]; [ 0.3; 0.5; 0.2 ]; [ 0.1; 0.1; 0.8 ] ])

    let program =
        prob {
            let! m = sample "m" (Normal(0.0, 1.0))

            let step (state: Tensor) (y: float) =
                prob {
                    let! next = sample "z" (Categorical(probs = transition.Gather(state, 0)))
                    do! observe "y" (Normal(m + next.Cast DType.Float64, 0.9)) y
                    return next
                }

            let! first = sample "first" (Categorical(probs = tensor [| 0.5; 0.3; 0.2 |]))
            let! _ = Prob.fold step first [ 0.4; 1.9; 0.7 ]
            ()
        }

    isLaw
        program
        (assignmentsOf [ 3; 3; 3; 3 ])
        (fun a ->
            [
                "first", tensor a.[0]
                "z[0]", tensor a.[1]
                "z[1]", tensor a.[2]
                "z[2]", tensor a.[3]
            ])
        [| 0.1 |]

[<Fact>]
let ``a shared site and sites of the rows of a plate`` () =
    let program =
        prob {
            let! m = sample "m" (Normal(0.0, 1.0))
            let! shared = sample "shared" (Bernoulli(probs = 0.4))

            for y in plate "row" [| 0.2; 1.4; -0.6 |] do
                let! own =
                    sample
                        "own"
                        (Categorical(probs = where (shared .> 0.5) (tensor [| 0.2; 0.3; 0.5 |]) (tensor [| 0.6; 0.3; 0.1 |])))

                do! observe "y" (Normal(m + own.Cast DType.Float64 - shared.Cast DType.Float64, 0.8)) y
        }

    isLaw
        program
        (assignmentsOf [ 2; 3; 3; 3 ])
        (fun a -> [ "shared", tensor a.[0]; "own", tensor [| a.[1]; a.[2]; a.[3] |] ])
        [| 0.1 |]
