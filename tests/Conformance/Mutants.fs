/// Estimators that are wrong on purpose, each in one way in which its like goes wrong: the tests that all estimators pass fail them.
module DiffProb.Conformance.MutantTests

open Xunit
open Xunit.Sdk
open DiffProb
open DiffProb.Conformance.Records
open DiffProb.Conformance.Candidates
open DiffProb.Conformance.Judge

module Constants = DiffProb.OptimalConstant

/// What a mutant does otherwise than the estimator that it is made of.
[<NoEquality; NoComparison>]
type private Change =
    | Nowhere
    | Propose of (Site -> Distribution -> NoiseSource -> Proposal)
    | Reweigh of (Tensor -> Tensor)
    | Exchange of (Proposal -> Proposal)
    | Log of (Tensor -> Tensor)
    | Baseline of (Credit -> Tensor option)

let private mutant name (original: Estimator) change =
    let rules = original.Rules

    Estimator
        { new IEstimator with
            member _.Name = name
            member _.IsBiased = false
            member _.PassesThrough = rules.PassesThrough
            member _.Refuse _ = None
            member _.Evaluations facts = rules.Evaluations facts

            member _.Propose(site, distribution, noise) =
                match change with
                | Propose f -> f site distribution noise
                | Reweigh f ->
                    let proposal = rules.Propose(site, distribution, noise)

                    { proposal with
                        Along = proposal.Along |> Option.map (fun a -> { a with Weights = f a.Weights })
                    }
                | Exchange f -> f (rules.Propose(site, distribution, noise))
                | _ -> rules.Propose(site, distribution, noise)

            member _.GradientFunction(distribution, value) =
                match change with
                | Log f -> rules.GradientFunction(distribution, value) |> Option.map f
                | _ -> rules.GradientFunction(distribution, value)

            member _.ControlVariate credit =
                match change with
                | Baseline f -> f credit
                | _ -> rules.ControlVariate credit
        }

/// The cost's own draw is in it.
let private meanOfAll (credit: Credit) =
    Some(credit.Against(credit.Cost.MeanOver(Axes.Of [ credit.Particle ])))

/// No row is replaced.
let private everyRow (credit: Credit) =
    Vimco.Rules.Of
        { credit with
            Value = Tensor.Scalar 0.0
        }

/// The constants of a particle are made of its own draw, too.
let private fittedToAll (credit: Credit) =
    Constants.termBy _.SumOver(Axes.Of [ credit.Particle ]) credit

/// Different values, with the weights that independent draws would have against each other.
let private asIfReplaced k (site: Site) (distribution: Distribution) noise =
    let drawn =
        DistinctValues.choose site distribution (fun mass -> List.replicate k (DistinctValues.race noise mass))

    let moved = (drawn.Live - drawn.Live.StopGradient()) / drawn.Mass
    drawn.Weighted site (1.0 / float k + (moved - moved.Mean()) / float (k - 1))

/// The most probable value, and a draw from the others that counts as one from all.
let private asIfFromAll (site: Site) (distribution: Distribution) noise =
    let chosen =
        DistinctValues.choose site distribution (fun mass -> [ mass; DistinctValues.race noise mass ])

    let first = Tensor.Vector(1.0, 0.0)
    let moved = chosen.Live - chosen.Live.StopGradient()
    let moved = Tensor.Where(first .= 1.0, moved, moved / chosen.Mass)
    let rest = 1.0 - chosen.Mass.[0]
    chosen.Weighted site (Tensor.Where(first .= 1.0, chosen.Mass, rest) + moved - first * moved.Sum())

let private rebar = Rebar 0.5 (RebarScale.Constant 1.0)
let private relax = Relax 0.5 2 0.9

/// Relax's control variate with weights that are not fitted, of another draw.
let private otherwise (change: RelaxedDraw -> RelaxedDraw) (credit: Credit) =
    let law = credit.Distribution
    let features = DiffProb.Relax.features law (Temperature.constant 0.5) 2
    let drawn = RelaxedDraws.draw law credit.Noise
    Some(DiffProb.Relax.control credit features (change drawn) (Tensor.Vector(0.0, 0.2, -0.4)))

/// Name, problem, particles, mutant.
let private mutants =
    let attached _ (distribution: Distribution) noise =
        Proposal.Draw(distribution.SampleFrom noise)

    let resized (size: float) (weights: Tensor) =
        size * weights + (1.0 - size) * weights.StopGradient()

    // Values or weights along an axis, taken apart and put together in another way.
    let rearranged (axis: Axis) (change: (int -> Tensor) -> Tensor list) (t: Tensor) =
        let parts = t.FromAxis axis
        let part (i: int) = parts.Select(0, i)
        (change part |> Array.ofList |> Shapes.Stack).ToAxis axis

    let along (p: Proposal) = Option.get p.Along

    let unconditioned (p: Proposal) =
        { p with
            Value = rearranged (along p).Axis (fun v -> [ v 0; v 1; v 1 ]) p.Value
        }

    let unscored (p: Proposal) =
        let change (w: int -> Tensor) = [ w 0; w 1; (w 2).StopGradient() ]

        { p with
            Along =
                Some
                    { along p with
                        Weights = rearranged (along p).Axis change (along p).Weights
                    }
        }

    let flipped (weights: Tensor) = 2.0 * weights.StopGradient() - weights

    [
        "a score with the sample attached", "N01a", 256, Score NoBaseline, Propose attached
        "a score with the other sign", "N04", 256, Score LeaveOneOut, Log(fun l -> -l)
        "a score against a mean that its own draw is in", "C01b", 2, Score LeaveOneOut, Baseline meanOfAll
        "a row against a cost that its own draw is in", "C18_K5, a plate", 256, Score Vimco, Baseline everyRow
        "rows against each other with the other sign", "C18_K5, a plate", 256, Score Vimco, Log(fun l -> -l)
        "a score against constants that its own draw is in", "N01a", 3, Score OptimalConstant, Baseline fittedToAll
        "a score against constants with the other sign", "N01a", 256, Score OptimalConstant, Log(fun l -> -l)
        "a path over a jump", "N04", 256, Pathwise, Nowhere
        "a path that is stopped",
        "N01a",
        256,
        Pathwise,
        Propose(fun _ d noise -> Proposal.Draw((d.SampleFrom noise).StopGradient()))
        "a sum with weights that do not move", "C01b", 2, Enumerate, Reweigh(fun w -> w.StopGradient())
        "a sum with the other sign", "C01b", 2, Enumerate, Reweigh flipped
        "a straight path through a square", "C01c", 256, LocalExpectation, Nowhere // 37 times the derivative, with the other sign
        "a measure-valued derivative with the other sign", "N04", 256, MeasureValued, Reweigh flipped
        "a measure-valued derivative of twice the size", "S03", 256, MeasureValued, Reweigh(resized 2.0)
        "mirrored draws with the other sign", "C01c", 2, DisArm, Reweigh flipped
        "mirrored draws of half the size", "C01c", 2, DisArm, Reweigh(resized 0.5)
        "bits that lie apart with the other sign", "C01c", 2, Arms 4, Reweigh flipped
        // At p = 1/2 two of four bits are both 1 with probability (2^(2/3) - 1)³, and differ with twice the remainder.
        "bits that lie apart without what they have in common",
        "C01a",
        16,
        Arms 4,
        Reweigh(resized (1.0 - 2.0 * (2.0 ** (2.0 / 3.0) - 1.0) ** 3.0))
        "an unordered set with the other sign", "C03", 64, UnorderedSet 2, Reweigh flipped
        "an unordered set with weights of independent draws", "C03", 64, UnorderedSet 2, Propose(asIfReplaced 2)
        "a sum and a draw with the other sign", "C03", 64, SumAndSample 2, Reweigh flipped
        "a sum and a draw that counts as one from all", "C03", 64, SumAndSample 2, Propose asIfFromAll
        "a relaxed draw that does not know of the bit", "C01c", 256, rebar, Exchange unconditioned
        "a relaxed cost without its score", "C01c", 256, rebar, Exchange unscored
        "units of a draw that does not know of the bit",
        "C01a",
        256,
        relax,
        Baseline(otherwise (fun d -> { d with Conditional = d.Continuous }))
        "units of a draw that does not move",
        "C01a",
        256,
        relax,
        Baseline(
            otherwise (fun d ->
                { d with
                    Continuous = d.Continuous.StopGradient()
                })
        )
        "a score against units with the other sign", "C01a", 256, relax, Log(fun l -> -l)
    ]

let names = TheoryData<string>([ for name, _, _, _, _ in mutants -> name ])

[<Theory; MemberData(nameof names)>]
let ``It is caught`` (name: string) =
    let _, id, particles, original, change =
        mutants |> List.find (fun (n, _, _, _, _) -> n = name)

    let problem = Catalogue.find id

    match planned 1 problem with
    | Error message -> Assert.Fail message
    | Ok plan ->
        let estimator = mutant name original change
        let asked = ask 1 problem plan [ for e in openEntries plan -> e, estimator ]

        match asked with
        | Error message -> Assert.Fail message
        | Ok plan ->
            let cell =
                {
                    Problem = problem
                    Plan = plan
                    Name = name
                }

            // A deviation of many times the derivative need not be measured to a small part of it.
            let scale =
                if original = LocalExpectation then 20.0
                elif original = rebar || original = relax then 5.0
                else 1.0

            let targets =
                target "value" problem.Record.Value (abs problem.Record.Value) []
                :: [
                    for KeyValue(parameter, exact) in problem.Record.Gradient -> target parameter exact (scale * abs exact) []
                ]

            let estimates = Judge.measure targets name (UnbiasedTests.estimate cell particles)

            let error = Assert.ThrowsAny<XunitException>(fun () -> check targets estimates)
            Assert.Contains("wrong: ", error.Message)
