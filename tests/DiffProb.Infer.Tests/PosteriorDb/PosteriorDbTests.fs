/// Programs against posteriors made by others: log densities to rounding, and draws of the no-U-turn sampler.
module DiffProb.Tests.PosteriorDbTests

open System
open System.Collections.Generic
open Xunit
open DiffProb
open DiffProb.Tests.Reference
open DiffProb.Tests.Judge

[<NoEquality; NoComparison>]
type private Case =
    {
        Folder: string
        Form: string
        Program: Data -> Prob<unit>
        /// Largest relative error of the log density.
        Tolerance: float
        Options: Sampling
        /// Whether its draws agree with the reference.
        HasDraws: bool
        /// Whether they are made where time is short.
        IsQuick: bool
    }

let private case folder form program =
    {
        Folder = folder
        Form = form
        Program = program
        Tolerance = 1e-8
        Options = { Sampling.defaults with Seed = 20UL }
        HasDraws = true
        IsQuick = false
    }

let private cases =
    [
        { case "eight_schools" "noncentered" Models.eightSchoolsNoncentered with
            IsQuick = true
            Options =
                { Sampling.defaults with
                    Seed = 20UL
                    TargetAcceptance = 0.95
                }
        }
        // Its draws are biased by the funnel, which its divergences tell of; a test of their own is below.
        { case "eight_schools" "centered" Models.eightSchoolsCentered with
            HasDraws = false
        }
        case "kidscore_interaction" "main" Models.kidscore
        case "wells_logistic" "main" Models.wells
        case "radon_mn_hierarchical" "main" Models.radon
        { case "gp_regression" "main" Models.gaussianProcess with
            IsQuick = true
        }
        { case "ar5" "main" Models.ar5 with
            IsQuick = true
        }
        case "gauss_mix_2" "main" Models.mixture
        case "hmm_two_state_normal" "main" Models.hmm
        case "peregrine_poisson_cubic" "main" Models.peregrine
        // The solver's error; Stan's own is larger.
        { case "lotka_volterra" "main" Models.lotkaVolterra with
            Tolerance = 1e-5
        }
    ]

let private find folder form =
    cases |> List.find (fun c -> c.Folder = folder && c.Form = form)

/// The log density of the values themselves, without that of the map to them, at a point.
let private densityOfValues (program: Prob<unit>) : IReadOnlyDictionary<string, float[]> -> float =
    let joint = LogJoint.ofProgram program Sampling.defaults.Parameters

    let stretch =
        [
            for s in joint.Latents -> (s.Distribution.Support.FromReals.LogDeterminantOf s.Free).Sum().SumOver s.Site.Place.Axes
        ]

    let density = List.fold (-) joint.LogDensity stretch

    let evaluator =
        ManagedEngine.Default.Compile([| density |], [| joint.Position |]).CreateEvaluator()

    fun values ->
        let position = evaluator.Input<float> LatentSite.position

        for s in joint.Latents do
            let shape =
                Shape.Of [| yield! LatentSite.rows s.Site.Place; yield! s.Site.Distribution.Shape |]

            let value = Tensor.Of(shape, values.[s.Site.Name])
            (s.Distribution.Support.ToUnconstrained value).ToArray().CopyTo(position.Slice s.Offset)

        evaluator.Run()
        evaluator.Output<float>(0).[0]

let densities = TheoryData<string, string>()

for c in cases do
    densities.Add(c.Folder, c.Form)

let draws = TheoryData<string, string>()

for c in cases do
    if c.HasDraws then
        draws.Add(c.Folder, c.Form)

[<Theory; MemberData(nameof densities)>]
let ``the log density is that of the reference`` (folder: string) (form: string) =
    let case = find folder form
    let points = points folder form
    let density = densityOfValues (case.Program(Data folder))
    Assert.NotEmpty points

    for values, exact in points do
        Assert.Equal(1.0, density values / exact, case.Tolerance)

/// "beta[2]" is the second element of "beta".
let private elementOf (name: string) =
    match name.IndexOf '[' with
    | -1 -> name, 0
    | at -> name.[.. at - 1], int (name.[at + 1 .. name.Length - 2]) - 1

let private isFull = Environment.GetEnvironmentVariable "DIFFPROB_FULL" = "1"

/// R-hat below 1.01, means within 4 combined standard errors, deviations within 5 percent or 4 of theirs: a correct sampler fails about 1 in 16,000 of them, 140 in all; seeds are fixed.
[<Theory; MemberData(nameof draws)>]
let ``draws have the means and deviations of the reference`` (folder: string) (form: string) =
    let case = find folder form
    let data = Data folder
    Assert.SkipUnless(case.IsQuick || isFull, "takes longer; DIFFPROB_FULL=1 runs it")
    let sampled = Infer.nuts case.Options (case.Program data)
    Assert.True(sampled.Divergences <= sampled.DrawCount / 100, $"{sampled.Divergences} divergences")

    for reference in summaries folder do
        let name, element = elementOf reference.Name
        let chains = chainsOf sampled name element
        Assert.InRange(RHat.Of((sampled.Of name).Element element), 0.99, 1.01)
        let mean, error = meanOf chains
        let sd, sdError = sdOf chains
        let allowed = 4.0 * sqrt (error ** 2.0 + reference.McseMean ** 2.0)
        let off = abs (mean - reference.Mean)
        Assert.True(off <= allowed, $"mean of {reference.Name}: {mean} ± {error}, not {reference.Mean}")
        Assert.True(error <= 0.1 * reference.Sd, $"mean of {reference.Name} is too noisy to judge: ± {error}")

        let allowed =
            max (0.05 * reference.Sd) (4.0 * sqrt (sdError ** 2.0 + reference.McseSd ** 2.0))

        let off = abs (sd - reference.Sd)
        Assert.True(off <= allowed, $"deviation of {reference.Name}: {sd} ± {sdError}, not {reference.Sd}")

[<Fact>]
let ``the funnel of centered eight schools is reported as divergences`` () =
    let sampled =
        Infer.nuts { Sampling.defaults with Seed = 20UL } (Models.eightSchoolsCentered (Data "eight_schools"))

    Assert.True(sampled.Divergences > 10, $"{sampled.Divergences} divergences")
