/// Log densities of single data given the continuous sites, where discrete sites are summed out: each is the quotient of the densities of the program with
/// the datum and without it.
module DiffProb.Tests.DatumDensityTests

open System
open Xunit
open DiffProb

let private run (joint: LogJoint) (outputs: Tensor list) (position: float[]) =
    let evaluator =
        ManagedEngine.Default.Compile(Array.ofList outputs, [| joint.Position |]).CreateEvaluator()

    position.CopyTo(evaluator.Input<float> LatentSite.position)
    evaluator.Run()
    [| for i in 0 .. outputs.Length - 1 -> evaluator.Output<float>(i).ToArray() |]

let private densityAt program position =
    let joint = LogJoint.ofProgram program Estimation.defaults.Parameters
    (run joint [ joint.LogDensity ] position).[0].[0]

/// Name, shape and numbers of all data.
let private dataAt program position =
    let joint = LogJoint.ofProgram program Estimation.defaults.Parameters
    let data = DatumDensity.ofJoint joint
    let values = run joint [ for d in data -> d.Value ] position

    [
        for d, v in List.zip data (List.ofArray values) -> d.Name, List.ofSeq d.Value.Shape, v
    ]

let private without (skip: int) (xs: 'T[]) = Array.removeAt skip xs

/// Program of the rows of some data, with all of them and without each.
let private isQuotient (program: float[] -> Prob<unit>) (data: float[]) position =
    let whole = densityAt (program data) position
    let _, shape, values = dataAt (program data) position |> List.head
    Assert.Equal<int>([ data.Length ], shape)

    for i in 0 .. data.Length - 1 do
        Assert.Equal(whole - densityAt (program (without i data)) position, values.[i], 1e-10)

let private data = [| 0.3; -1.2; 2.5; 40.0; 1.1 |]

[<Fact>]
let ``without discrete sites it is the density of each row and of each independent part`` () =
    let program =
        prob {
            let! m = sample "m" (Normal(0.0, 1.0))

            for y in plate "row" data do
                do! observe "y" (Normal(m, 2.0)) y

            do! observe "v" (Normal(m, tensor [| 1.0; 2.0; 3.0 |])) (tensor [| 0.5; 0.6; 0.7 |])
            do! observe "n" (Multinomial(3, probs = tensor [| 0.2; 0.8 |])) (tensor [| 1; 2 |])
        }

    let logNormal (x: float) loc scale =
        -0.5 * ((x - loc) / scale) ** 2.0 - log scale - 0.5 * log (2.0 * Math.PI)

    match dataAt program [| 0.4 |] with
    | [ "y", [ 5 ], y; "v", [ 3 ], v; "n", [], n ] ->
        Array.iteri (fun i x -> Assert.Equal(logNormal data.[i] 0.4 2.0, x, 1e-12)) y
        Array.iteri (fun i x -> Assert.Equal(logNormal (0.5 + 0.1 * float i) 0.4 (float (i + 1)), x, 1e-12)) v
        Assert.Equal(log (3.0 * 0.2 * 0.64), n.[0], 1e-12)
    | other -> Assert.Fail $"{other}"

[<Fact>]
let ``a mixture: the logarithm of the sum over the components, though one of them underflows`` () =
    isQuotient
        (fun data ->
            prob {
                let! m = sample "m" (Normal(0.0, 1.0))

                for y in plate "row" data do
                    let! z = sample "z" (Categorical(probs = tensor [| 0.2; 0.5; 0.3 |]))
                    do! observe "y" (Normal(m + 20.0 * z.Cast DType.Float64, 0.5)) y
            })
        data
        [| 0.4 |]

[<Fact>]
let ``a site that all rows share binds the data together`` () =
    isQuotient
        (fun data ->
            prob {
                let! m = sample "m" (Normal(0.0, 1.0))
                let! z = sample "z" (Categorical(probs = tensor [| 0.2; 0.5; 0.3 |]))

                for y in plate "row" data do
                    let! k = sample "k" (Bernoulli(probs = 0.3))

                    do! observe "y" (Normal(m + 3.0 * z.Cast DType.Float64 + 30.0 * k.Cast DType.Float64, 0.5)) y
            })
        data
        [| 0.4 |]

[<Fact>]
let ``a value of the shared site under which one datum cannot be, or two`` () =
    for data in [ [| 0.5; 1.5; 0.2 |]; [| 0.5; 1.5; 1.2 |] ] do
        isQuotient
            (fun data ->
                prob {
                    let! _ = sample "m" (Normal(0.0, 1.0))
                    let! z = sample "z" (Bernoulli(probs = 0.3))

                    for y in plate "row" data do
                        do! observe "y" (Uniform(0.0, 1.0 + z.Cast DType.Float64)) y
                })
            data
            [| 0.4 |]

[<Fact>]
let ``independent parts of one event that share a site`` () =
    let program (data: float[]) =
        prob {
            let! m = sample "m" (Normal(0.0, 1.0))
            let! z = sample "z" (Bernoulli(probs = 0.3))
            let scale = Tensor.Of(Array.create data.Length 0.7)
            do! observe "y" (Normal(m + 2.0 * z.Cast DType.Float64, scale)) data
        }

    isQuotient program data [| 0.4 |]

[<Fact>]
let ``a hidden chain: each step given all others`` () =
    let ys = [| 0.3; 1.8; -0.4; 2.2; 1.7; 0.1 |]

    let chain (skip: int) =
        prob {
            let! m = sample "m" (Normal(0.0, 1.0))
            let transition = Tensor.Matrix(array2D [ [ 0.9; 0.1 ]; [ 0.3; 0.7 ] ])

            let step (state: Tensor) (i, y: float) =
                prob {
                    let! next = sample "z" (Categorical(probs = transition.Gather(state, 0)))

                    if i <> skip then
                        do! observe "y" (Normal(m + 2.0 * next.Cast DType.Float64, 0.4)) y

                    return next
                }

            let! first = sample "first" (Categorical(probs = tensor [| 0.5; 0.5 |]))
            let! _ = Prob.fold step first (Array.indexed ys)
            ()
        }

    let whole = densityAt (chain -1) [| 0.2 |]

    for i, (name, shape, value) in List.indexed (dataAt (chain -1) [| 0.2 |]) do
        Assert.Equal($"y[{i}]", name)
        Assert.Empty shape
        Assert.Equal(whole - densityAt (chain i) [| 0.2 |], value.[0], 1e-10)

[<Fact>]
let ``a long hidden chain is as many operations as steps`` () =
    let count length =
        let program =
            prob {
                let! m = sample "m" (Normal(0.0, 1.0))
                let transition = Tensor.Matrix(array2D [ [ 0.9; 0.1 ]; [ 0.3; 0.7 ] ])

                let step (state: Tensor) (y: float) =
                    prob {
                        let! next = sample "z" (Categorical(probs = transition.Gather(state, 0)))
                        do! observe "y" (Normal(m + 2.0 * next.Cast DType.Float64, 0.4)) y
                        return next
                    }

                let! first = sample "first" (Categorical(probs = tensor [| 0.5; 0.5 |]))
                let! _ = Prob.fold step first (Array.init length float)
                ()
            }

        let joint = LogJoint.ofProgram program Estimation.defaults.Parameters
        (Topology.Sort [ for d in DatumDensity.ofJoint joint -> d.Value ]).Count

    Assert.InRange(float (count 400) / float (count 200), 1.9, 2.1)

[<Fact>]
let ``data in a branch that is not taken say nothing`` () =
    let program =
        prob {
            let! m = sample "m" (Normal(0.0, 1.0))
            let! z = sample "z" (Bernoulli(probs = 0.3))

            let! _ =
                branch
                    z
                    [
                        Prob.ret (tensor 0.0)
                        prob {
                            do! observe "y" (Normal(m, 1.0)) 2.0
                            return tensor 1.0
                        }
                    ]

            ()
        }

    let density = -0.5 * (2.0 - 0.4) ** 2.0 - 0.5 * log (2.0 * Math.PI)
    let _, _, value = (dataAt program [| 0.4 |]).Head
    Assert.Equal(log (0.7 + 0.3 * exp density), value.[0], 1e-12)
