/// Credit: a site answers for the costs below it alone. Schulman, Heess, Weber, Abbeel (2015), arXiv 1506.05254.
module DiffProb.Conformance.CreditTests

open Xunit
open DiffProb
open DiffProb.Conformance.Problem

/// Bits of probability 1/2 with a logit each; the cost of each bit is its value.
let private count = 50

/// How the costs are told.
type private Form =
    /// A cost for each bit.
    | Apart
    /// The same, by a plate.
    | Plate
    /// One cost of one vector of bits.
    | Vector
    /// One cost, the sum of the bits.
    | Together

let private program form =
    prob {
        let! l = param "l" (Array.zeroCreate<float> count)

        match form with
        | Vector ->
            let! b = sample "b" (Bernoulli(logits = l))
            do! cost "sum" (b.Sum())
        | Plate ->
            for logit in plate "bit" l do
                let! b = sample "b" (Bernoulli(logits = logit))
                do! cost "bit" b
        | Apart
        | Together ->
            let! bits =
                Prob.scan
                    (fun _ (i: int) ->
                        prob {
                            let! b = sample "b" (Bernoulli(logits = l.[i]))

                            if form = Apart then
                                do! cost "bit" b

                            return b
                        })
                    (tensor 0.0)
                    [ 0 .. count - 1 ]

            if form = Together then
                do! cost "sum" (List.reduce (+) bits)
    }

/// One bit: mean, variance and mean fourth power of its cost, exact. s = b - 1/2, so that s² = 1/4 whatever is drawn.
let private d = float count

let private slope = 0.25

/// Σ over bits of Var f s: E f²/4 less the slope's square, with f the bit alone, or all of them (mean d/2, variance d/4).
let private alone = d * (0.5 / 4.0 - slope * slope)
let private mixed = d * ((d * d / 4.0 + d / 4.0) / 4.0 - slope * slope)

/// With N draws and leave-one-out the estimate is a U-statistic of (f - f')(s - s')/2. For a bit alone this is 1/2 with probability 1/2,
/// else 0, whatever one of the two is: its variance is that of the kernel, 1/16, over N (N - 1)/2 pairs.
let private leftOut particles =
    d / (8.0 * particles * (particles - 1.0))

/// The total variance of a mean over particles, with its error.
let private measured form (estimator: Estimator) particles runs =
    let problem = made $"credit {form} by {estimator}" 0.0 [] (program form)

    let plan =
        match Candidates.planned 1 problem with
        | Ok plan ->
            plan.Entries
            |> Seq.fold (fun (p: Plan) e -> p.With(e.Site, e.Cost, estimator)) plan
        | Error message -> failwith message

    let prepared = Draws.prepare problem particles 1 (Some plan)

    let outputs =
        [
            for i in 1..count -> Draws.derivative prepared prepared.Surrogate.Objective $"l{i}"
        ]

    let rows =
        Draws.runs prepared outputs runs (Judge.seedOf $"{problem.Name} of {particles}")

    let totals = rows |> Array.map (Array.sumBy (fun g -> (g - slope) ** 2.0))

    let mean = Array.average totals
    mean, sqrt ((totals |> Array.averageBy (fun t -> (t - mean) ** 2.0)) / float runs)

let private isVariance exact (found: float, error: float) =
    Assert.True(error <= 0.08 * exact, $"too noisy to judge: {found} ± {error}, exactly {exact}")
    Assert.True(abs (found - exact) <= 5.0 * error, $"{found} ± {error}, exactly {exact}")

[<Fact>]
let ``The exact variances are those of the literature's example`` () =
    Assert.Equal(3.125, alone, 12)
    Assert.Equal(7965.625, mixed, 9)

[<Theory; InlineData("Apart"); InlineData("Plate")>]
let ``A cost for each bit: no bit answers for another's`` (form: string) =
    let form = if form = "Apart" then Apart else Plate
    let scaled factor (x, error) = factor * x, factor * error
    measured form (Score NoBaseline) 16 256 |> scaled 16.0 |> isVariance alone

    for particles in [ 2; 16 ] do
        measured form (Score LeaveOneOut) particles 256
        |> isVariance (leftOut (float particles))

/// Nothing tells the score function that the sum falls apart.
[<Theory; InlineData("Vector"); InlineData("Together")>]
let ``One cost of all bits: each answers for all`` (form: string) =
    let form = if form = "Vector" then Vector else Together
    let found, error = measured form (Score NoBaseline) 16 256
    isVariance mixed (16.0 * found, 16.0 * error)

/// The planner sums each bit's cost, and nothing is left to chance.
[<Fact>]
let ``Unasked, nothing is random`` () =
    for form in [ Apart; Plate; Together ] do
        let g =
            program form
            |> Expectation.gradient
                { Estimation.defaults with
                    Particles = 2
                }

        Assert.All(g.["l"].ToArray(), (fun x -> Assert.Equal(slope, x, 12)))
        Assert.All((g.StandardError "l").ToArray(), (fun x -> Assert.Equal(0.0, x, 12)))
