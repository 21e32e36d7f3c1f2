/// How programs are cut into segments, and which segments are one.
module DiffProb.Tests.SegmentationTests

open System
open Xunit
open DiffProb
open DiffProb.Tests.Exact
open DiffProb.Tests.StateSpace

[<Fact>]
let ``a thousand steps are a few structures, and each hands on what the next ones read`` () =
    for program, most in [ centered (data 1000), 3; moved (data 1000), 3; hidden (data 1000), 3 ] do
        let compiled =
            ParticleProgram.Filter(program, GuideProgram.None, ParticleFiltering.defaults.Parameters, 8)

        Assert.Equal(1000, compiled.Segments.Length)
        Assert.InRange(compiled.Families, 2, most)

        for segment in compiled.Segments do
            Assert.InRange(segment.Inputs.Length, 0, 1)

[<Fact>]
let ``data of any kind, and what the time makes of a step, are no structure`` () =
    let counts =
        prob {
            let step (x: Tensor) (t: int) =
                prob {
                    let! x =
                        sample "x" (Normal(0.5 * x + 25.0 * x / (1.0 + x * x) + 8.0 * cos (1.2 * float t), 3.0))

                    do! observe "n" (Poisson(exp (0.05 * x))) (t % 7)
                    do! observe "b" (Bernoulli(logits = x)) (t % 3 = 0)
                    return x
                }

            let! _ = Prob.fold step (tensor 0.0) [ 1..200 ]
            ()
        }

    let vectors =
        let ys = Tensor.Of(Shape.Of(200, 2), [| for i in 0..399 -> sin (float i) |])
        let turn = Tensor.Matrix(array2D [ [ 0.8; -0.5 ]; [ 0.5; 0.8 ] ])

        prob {
            let step (x: Tensor) (t: int) =
                prob {
                    let! x =
                        sample
                            "x"
                            (MultivariateNormal(turn.MatMul x, covariance = Tensor.Matrix(array2D [ [ 1.0; 0.3 ]; [ 0.3; 1.0 ] ])))

                    do! observe "y" (Normal(x, 1.0)) ys.[t]
                    return x
                }

            let! _ = Prob.fold step (Tensor.Zeros(Shape.Of 2)) [ 0..199 ]
            ()
        }

    for program in [ counts; vectors ] do
        let compiled =
            ParticleProgram.Filter(program, GuideProgram.None, ParticleFiltering.defaults.Parameters, 8)

        Assert.Equal(200, compiled.Segments.Length)
        Assert.InRange(compiled.Families, 2, 3)

    // Two dimensions, against a Kalman filter of matrices.
    let a = array2D [ [ 0.8; -0.5 ]; [ 0.5; 0.8 ] ]
    let mutable m = [| 0.0; 0.0 |]
    let mutable p = Array2D.zeroCreate<float> 2 2
    let mutable exact = 0.0

    let product (x: float[,]) (y: float[,]) =
        Array2D.init 2 2 (fun i j -> x.[i, 0] * y.[0, j] + x.[i, 1] * y.[1, j])

    let transposed (x: float[,]) = Array2D.init 2 2 (fun i j -> x.[j, i])

    for t in 0..199 do
        let y = [| sin (float (2 * t)); sin (float (2 * t + 1)) |]
        let mean = [| for i in 0..1 -> a.[i, 0] * m.[0] + a.[i, 1] * m.[1] |]
        let moved = product (product a p) (transposed a)
        let q = array2D [ [ 1.0; 0.3 ]; [ 0.3; 1.0 ] ]
        let p' = Array2D.init 2 2 (fun i j -> moved.[i, j] + q.[i, j])
        let s = Array2D.init 2 2 (fun i j -> p'.[i, j] + (if i = j then 1.0 else 0.0))
        let det = s.[0, 0] * s.[1, 1] - s.[0, 1] * s.[1, 0]

        let inverse =
            array2D [ [ s.[1, 1] / det; -s.[0, 1] / det ]; [ -s.[1, 0] / det; s.[0, 0] / det ] ]

        let e = [| for i in 0..1 -> y.[i] - mean.[i] |]
        let solved = [| for i in 0..1 -> inverse.[i, 0] * e.[0] + inverse.[i, 1] * e.[1] |]

        exact <-
            exact
            - log (2.0 * Math.PI)
            - 0.5 * log det
            - 0.5 * (e.[0] * solved.[0] + e.[1] * solved.[1])

        m <-
            [|
                for i in 0..1 -> mean.[i] + p'.[i, 0] * solved.[0] + p'.[i, 1] * solved.[1]
            |]

        let gain = product p' inverse
        let gone = product gain p'
        p <- Array2D.init 2 2 (fun i j -> p'.[i, j] - gone.[i, j])

    let result =
        vectors
        |> Infer.smc
            { ParticleFiltering.defaults with
                Runs = 60
                Seed = 11UL
            }

    isMean 1.0 0.1 [ for z in result.LogEvidences -> exp (z - exact) ]

[<Fact>]
let ``a sum over all steps is carried as one number, and not as all that it sums`` () =
    let program =
        prob {
            let step (x: Tensor, total: Tensor) (y: float) =
                prob {
                    let! x = sample "x" (Normal(0.5 * x, 1.0))
                    do! observe "y" (Normal(x, 1.0)) y
                    return x, total + x * x
                }

            let! _, total = Prob.fold step (tensor 0.0, tensor 0.0) (data 200)
            do! factor "energy" (-0.001 * total)
        }

    let compiled =
        ParticleProgram.Filter(program, GuideProgram.None, ParticleFiltering.defaults.Parameters, 8)

    for segment in compiled.Segments do
        Assert.InRange(segment.Inputs.Length, 0, 2)
