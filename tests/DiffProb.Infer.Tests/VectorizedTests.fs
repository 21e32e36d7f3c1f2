/// Chains side by side, in one run of an executable for all of them.
module DiffProb.Tests.VectorizedTests

open System
open System.IO
open System.Threading
open Xunit
open DiffProb
open DiffProb.Tests.Judge

let private options =
    { Sampling.defaults with
        Chains = 5
        Warmup = 30
        Draws = 20
        Seed = 5UL
    }

let private program =
    prob {
        let! m = sample "m" (Normal(0.0, 1.0))
        let! s = sample "s" (HalfNormal 1.0)

        for y in plate "row" [| 0.3; 1.2; -0.5; 2.1 |] do
            let! z = sample "z" (Bernoulli(probs = 0.3))
            do! observe "y" (Normal(m + z.Cast DType.Float64, s + 0.5)) y
    }

let private kernels =
    [
        Kernel.nuts [ "m"; "s" ]
        Kernel.hmc 1.5 [ "m"; "s" ]
        Kernel.slice [ "m"; "s" ]
        Kernel.randomWalk [ "m"; "s" ]
        Kernel.cycle [ Kernel.nuts [ "m" ]; Kernel.slice [ "s" ]; Kernel.gibbs [ "z" ] ]
        Kernel.cycle [ Kernel.randomWalk [ "m"; "z" ]; Kernel.hmc 1.0 [ "s" ] ]
    ]

[<Theory; InlineData(0); InlineData(1); InlineData(2); InlineData(3); InlineData(4); InlineData(5)>]
let ``the draws are those of chains on threads, up to rounding`` (kernel: int) =
    // Rounding grows along a chain; over 50 steps it stays far below 1e-6.
    let kernel = kernels.[kernel]
    let apart = Infer.mcmc kernel options program

    let together =
        Infer.mcmc
            kernel
            { options with
                ChainMode = ChainMode.Vectorized
            }
            program

    Assert.Equal<string>(apart.Names, together.Names)

    for name in apart.Names do
        Assert.All(
            Array.zip (apart.[name].ToArray()) (together.[name].ToArray()),
            fun (a, b) -> Assert.Equal(a, b, 1e-6 * (1.0 + abs a))
        )

    for name in apart.Statistics |> Seq.map _.Name do
        Assert.All(
            Array.zip ((apart.Statistic name).ToTensor().ToArray()) ((together.Statistic name).ToTensor().ToArray()),
            fun (a, b) -> Assert.Equal(a, b, 1e-5 * (1.0 + abs a))
        )

[<Fact>]
let ``many chains side by side: a conjugate posterior`` () =
    let program =
        prob {
            let! m = sample "m" (Normal(0.0, 2.0))

            for y in plate "row" [| 1.2; 0.4; 2.2; 1.9 |] do
                do! observe "y" (Normal(m, 1.5)) y
        }

    let posterior =
        Infer.nuts
            { options with
                Chains = 100
                Warmup = 200
                Draws = 100
                ChainMode = ChainMode.Vectorized
            }
            program

    let precision = 1.0 / 4.0 + 4.0 / 2.25
    isExactly (5.7 / 2.25 / precision) 0.02 (chainsOf posterior "m" 0)

[<Fact>]
let ``a position without a density stops no other chain`` () =
    // The covariance is positive definite where x² > 0.5; chains that step across lose that step alone.
    let program =
        prob {
            let! x = sample "x" (Normal(2.0, 1.0))

            let matrix =
                Tensor.Matrix(array2D [ [ 1.0; 0.0 ]; [ 0.0; 1.0 ] ]) * (x ** 2.0 - 0.5)

            do! observe "y" (MultivariateNormal(Tensor.Zeros(Shape.Of 2), covariance = matrix)) (tensor [| 0.9; -0.6 |])
        }

    let slice = Kernel.slice [ "x" ]
    let apart = Infer.mcmc slice options program

    let together =
        Infer.mcmc
            slice
            { options with
                ChainMode = ChainMode.Vectorized
            }
            program

    Assert.All(Array.zip (apart.["x"].ToArray()) (together.["x"].ToArray()), (fun (a, b) -> Assert.Equal(a, b, 1e-6)))
    Assert.All(apart.["x"].ToArray(), (fun x -> Assert.True(x * x > 0.5)))

type private Stopper(after: int) =
    let source = new CancellationTokenSource()
    member _.Token = source.Token

    interface IProgress<SamplingProgress> with
        member _.Report p =
            if p.Step >= after then
                source.Cancel()

[<Theory; InlineData(true, 17); InlineData(true, 41); InlineData(false, 17); InlineData(false, 41)>]
let ``mixed kernels that were stopped go on to the same bits`` (isTogether: bool, after: int) =
    let file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors")

    let options =
        { options with
            Warmup = 30
            ChainMode =
                (if isTogether then
                     ChainMode.Vectorized
                 else
                     ChainMode.Threaded)
        }

    let kernel =
        Kernel.cycle [ Kernel.nuts [ "m" ]; Kernel.slice [ "s" ]; Kernel.gibbs [ "z" ] ]

    let walk = Kernel.cycle [ Kernel.randomWalk [ "m"; "z" ]; Kernel.hmc 1.0 [ "s" ] ]

    try
        for kernel in [ kernel; walk ] do
            let whole = Infer.mcmc kernel options program
            let stopper = Stopper after

            let stopped =
                { options with
                    CheckpointFile = Some file
                    Progress = stopper
                    Cancellation = stopper.Token
                }

            try
                Infer.mcmc kernel stopped program |> ignore
            with :? OperationCanceledException ->
                ()

            let resumed =
                Infer.mcmc
                    kernel
                    { options with
                        Resume = Some(SamplingCheckpoint.Load file)
                    }
                    program

            for name in whole.Names do
                Assert.Equal<float>(whole.[name].ToArray(), resumed.[name].ToArray())

            for name in whole.Statistics |> Seq.map _.Name do
                Assert.Equal<float>((whole.Statistic name).ToTensor().ToArray(), (resumed.Statistic name).ToTensor().ToArray())
    finally
        File.Delete file

[<Fact>]
let ``mixed kernels give the same bits for any number of threads`` () =
    for kernel in kernels do
        let run threads =
            (Infer.mcmc kernel { options with Threads = threads } program).["m"].ToArray()

        Assert.Equal<float>(run 1, run 3)

[<Fact>]
let ``mixed kernels begin with what another run learnt`` () =
    let kernel =
        Kernel.cycle [ Kernel.randomWalk [ "m" ]; Kernel.slice [ "s" ]; Kernel.gibbs [ "z" ] ]

    let first = Infer.mcmc kernel { options with Warmup = 100 } program

    let second =
        Infer.mcmc
            kernel
            { options with
                Start = Some first
                Warmup = 0
                Seed = 9UL
            }
            program

    for name in [ "scale(m)"; "width(s)" ] do
        let last (p: Posterior) : float[] =
            [| for c in 0..4 -> (p.Statistic name).ToTensor().ToArray().[c * 20 + 19] |]

        Assert.Equal<float>(last first, last second)

    Assert.NotEqual<float>(first.["m"].ToArray(), second.["m"].ToArray())
