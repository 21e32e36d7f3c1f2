/// Choices that are almost or entirely impossible.
module DiffProb.Conformance.ExtremeTests

open System
open Xunit
open DiffProb
open DiffProb.Conformance.Candidates

let private gradient (cell: Cell) =
    cell.Problem.Program
    |> Expectation.gradient
        { Estimation.defaults with
            Particles = Candidates.particles
            Replicates = 64
            Plan = Some cell.Plan
        }

let private cellsOf name =
    Candidates.cells 1 (Catalogue.find name)

let private estimator (cell: Cell) = cell.Plan.Entries.[0].Estimator

let private waitsForDraws cell =
    estimator cell = DisArm
    || estimator cell = Arms 4
    || [ "Score"; "Rebar"; "Relax" ] |> List.exists (estimator cell).Name.StartsWith

/// The 1 of a bit of probability 4e-18 is never drawn; its cost is affine in the bit, so that one value says all.
[<Fact>]
let ``What is never drawn is summed over or moved along its probability, to full precision`` () =
    let exact = (Records.find "C02").Gradient.["phi"]
    let cells = cellsOf "C02" |> List.filter (waitsForDraws >> not)

    Assert.Equal<Estimator list>([ Enumerate; LocalExpectation; MeasureValued ], List.map estimator cells)

    for cell in cells do
        let found = (gradient cell).["phi"].ToDouble()
        Assert.True(abs (found - exact) <= 1e-14 * exact, $"{cell}: {found} is not {exact}")

/// Documented in docs/explanation/conformance.md: no standard error tells of what was never drawn.
[<Fact>]
let ``Estimators that wait for what is never drawn are silently wrong`` () =
    let scored = cellsOf "C02" |> List.filter waitsForDraws
    Assert.Equal(9, scored.Length)

    for cell in scored do
        let g = gradient cell
        let error = abs (g.["phi"].ToDouble() - cell.Problem.Record.Gradient.["phi"])
        Assert.True(error > 100.0 * (g.StandardError "phi").ToDouble(), $"{cell}: it tells")

/// A cost of 1e300, ∞ or NaN on a choice of logit -∞ must not be seen, nor turn 0 into NaN.
[<Fact>]
let ``Impossible choices count for nothing`` () =
    let cells =
        [
            "C04"
            "C04, infinite where masked"
            "C04, NaN where masked"
            "C04, one-hot"
            "C05"
            "C05, one-hot"
        ]
        |> List.collect cellsOf

    Assert.Equal(64, cells.Length)

    for cell in cells do
        let g = gradient cell
        let gradient = g.["l"].ToArray()
        let logits = Array.concat cell.Problem.Record.Numbers.Values
        Assert.All(gradient, (fun x -> Assert.True(Double.IsFinite x, cell.Name)))

        for i in 0 .. logits.Length - 1 do
            if Double.IsNegativeInfinity logits.[i] then
                Assert.Equal(0.0, gradient.[i])

        Assert.True(
            abs (g.Value.Mean - cell.Problem.Record.Value)
            <= 5.0 * g.Value.StandardError + 1e-12,
            cell.Name
        )

[<Fact>]
let ``What is certain has no gradient`` () =
    for cell in cellsOf "C05" do
        Assert.All((gradient cell).["l"].ToArray(), (fun x -> Assert.Equal(0.0, x)))
