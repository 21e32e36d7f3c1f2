/// Estimates held against exact numbers. At z = 5 a correct estimator, measured over 64 replicates, fails about 5 times in a million
/// (Student's t with 63 degrees of freedom); about 2,000 numbers are judged and their seeds are fixed, so that a red test is a wrong
/// estimator, or the one unlucky seed in some hundred revisions of the random numbers.
module DiffProb.Conformance.Judge

open System
open Xunit
open DiffProb.Conformance.Records

/// DIFFPROB_FULL=1: sixteen times the draws, for a quarter of the standard error.
let isFull = Environment.GetEnvironmentVariable "DIFFPROB_FULL" = "1"

let private effort = if isFull then 16 else 1

/// A number to hold an estimate against.
type Target =
    {
        Name: string
        Exact: float
        /// Largest standard error that can tell right from wrong.
        Largest: float
        /// What estimators that are not valid here converge to.
        Wrong: float list
    }

type Estimated = { Mean: float; StandardError: float }

/// An exact number and the scale at which a mistake would matter. The standard error must be at most 4 % of the scale, and a 13th
/// of the distance to the nearest wrong limit: then an estimate within 5 of the exact number is more than 8 from the wrong one.
let target name exact scale (wrong: float list) =
    let distances =
        [
            for w in wrong do
                if abs (w - exact) > 1e-6 * abs exact then
                    abs (w - exact)
        ]

    let largest = List.min (0.04 * scale :: (distances |> List.map (fun d -> d / 13.0)))

    {
        Name = name
        Exact = exact
        Largest = largest / sqrt (float effort)
        Wrong = wrong |> List.filter (fun w -> abs (w - exact) > 1e-6 * abs exact)
    }

/// A seed from a name: the same on every machine (FNV-1a).
let seedOf (name: string) =
    name
    |> Seq.fold (fun (h: uint64) c -> (h ^^^ uint64 c) * 1099511628211UL) 14695981039346656037UL

/// Errors that are small enough for any number.
let private negligible = 1e-15

/// Replicates of a measurement: enough for less than half the largest standard errors allowed, by a pilot with another seed.
let private replicates (targets: Target list) (pilot: Estimated list) pilotSize =
    let need (target: Target) (estimated: Estimated) =
        if estimated.StandardError <= negligible then
            0.0
        else
            float pilotSize * (estimated.StandardError / (0.4 * target.Largest)) ** 2.0

    let most = List.map2 need targets pilot |> List.max
    int (Math.Clamp(most, 64.0, 2048.0 * float effort))

/// Runs an estimate so that it can be judged. `run` makes one from a number of replicates and a seed. Where heavy tails misled the pilot, the
/// first estimate is the pilot of another with a seed of its own.
let measure (targets: Target list) (name: string) (run: int -> uint64 -> Estimated list) =
    let pilot = run 32 (seedOf ("pilot of " + name))
    let count = replicates targets pilot 32
    let estimates = run count (seedOf name)

    if List.exists2 (fun target estimated -> estimated.StandardError > target.Largest + negligible) targets estimates then
        run (replicates targets estimates count) (seedOf ("again " + name))
    else
        estimates

/// Deviation in standard errors; None where nothing is random.
let zScore (target: Target) (estimated: Estimated) =
    if estimated.StandardError <= 1e-12 * abs target.Exact then
        None
    else
        Some((estimated.Mean - target.Exact) / estimated.StandardError)

let private describe (target: Target) (estimated: Estimated) =
    $"{target.Name}: {estimated.Mean} ± {estimated.StandardError}, exactly {target.Exact}"

/// Small enough to judge, within 5 standard errors, and more than 8 from every wrong limit. What is not random must agree to rounding.
let check (targets: Target list) (estimates: Estimated list) =
    for target, estimated in List.zip targets estimates do
        let text = describe target estimated
        Assert.True(estimated.StandardError <= target.Largest + negligible, $"too noisy to judge: {text}")
        let tolerance = 5.0 * estimated.StandardError + 1e-9 * abs target.Exact + negligible
        Assert.True(abs (estimated.Mean - target.Exact) <= tolerance, $"wrong: {text}")

        for wrong in target.Wrong do
            Assert.True(
                abs (estimated.Mean - wrong) > 8.0 * estimated.StandardError,
                $"not told from the wrong limit {wrong}: {text}"
            )

/// Wrong limits that a record lists for a quantity, such as "mu" or "mu,mu": "pathwise d/dmu" speaks of mu, "pathwise" of all first
/// derivatives, "hessian mu,mu by ..." of that one.
let wrongLimits (record: Record) (quantity: string) =
    let letters (name: string) = name.TrimEnd([| '0' .. '9' |])

    let speaksOf (what: string) =
        let words = what.Split ' '
        let named = words |> Array.tryFind _.StartsWith("d/d")

        match named with
        | _ when words.[0] = "hessian" -> words.[1] = quantity
        | _ when quantity.Contains ',' -> false
        | Some name -> letters quantity = name.Substring 3
        | None -> true

    [
        for KeyValue(what, limit) in record.WrongLimits do
            if speaksOf what then
                limit
    ]
