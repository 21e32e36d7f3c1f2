/// Every record, with the plan that the planner picks and with every other valid one: value and gradient are the exact ones.
module DiffProb.Conformance.UnbiasedTests

open System
open System.Collections.Concurrent
open Xunit
open DiffProb
open DiffProb.Conformance.Records
open DiffProb.Conformance.Candidates
open DiffProb.Conformance.Judge

/// Judged apart, each with its reason: the standard error of the draws does not tell there. See HeavyTailTests and ExtremeTests.
let apart = set [ "N11"; "N12"; "C02" ]

/// Cells whose variance puts an error of 4 % of the derivative out of reach, and the largest error that is asked for instead.
/// The first four have no baseline and a cost that hardly varies around its mean: the standard deviation of one draw is 2,000 (G07),
/// 900 (C08) and 250 (C01b) times the derivative. In G16 the derivative in beta nearly cancels: it is a 27th of that in mu.
/// In D03 the standard deviation is 125 times the derivative, by any estimator, and its five Gamma draws are slow.
let private coarse =
    [
        (=) "G07: z by Score", 2.0
        (=) "C08: x by Score", 0.6
        (=) "C01b: b by Score", 0.15
        _.StartsWith("C01b: b by Rebar"), 0.15
        _.StartsWith("G16: x by Score"), 0.1
        _.StartsWith("D03"), 0.1
    ]

let targets (cell: Cell) =
    let record = cell.Problem.Record
    let coarser = coarse |> List.tryFind (fun (covers, _) -> covers cell.Name)

    let factor =
        coarser
        |> Option.map (fun (_, error) -> error / 0.04)
        |> Option.defaultValue 1.0

    // Elements of one vector are in the same units: a small one need not be known better than a third of the largest.
    let scale (name: string) (exact: float) =
        let isElement (other: string) =
            name.Length > 1 && Char.IsDigit name.[1] && other.[0] = name.[0]

        let others =
            [
                for KeyValue(other, x) in record.Gradient do
                    if isElement other then
                        abs x / 3.0
            ]

        List.max (abs exact :: others)

    target "value" record.Value (abs record.Value) []
    :: [
        for KeyValue(name, exact) in record.Gradient do
            target name exact (factor * scale name exact) (wrongLimits record name)
    ]

let estimateIn precision (cell: Cell) particles replicates seed =
    let g =
        cell.Problem.Program
        |> Expectation.gradient
            { Estimation.defaults with
                Particles = particles
                Replicates = replicates
                Seed = seed
                Plan = Some cell.Plan
                Precision = precision
            }

    {
        Mean = g.Value.Mean
        StandardError = g.Value.StandardError
    }
    :: [
        for name in cell.Problem.Record.Gradient.Keys ->
            let parameter, i = locate g.Parameters name

            {
                Mean = (g.[parameter].ToArray()).[i]
                StandardError = ((g.StandardError parameter).ToArray()).[i]
            }
    ]

let estimate = estimateIn DType.Float64

let private measurements =
    ConcurrentDictionary<string, Lazy<Target list * Estimated list>>()

let private measured (cell: Cell) =
    let measure () =
        let targets = targets cell
        targets, Judge.measure targets cell.Name (estimate cell Candidates.particles)

    measurements.GetOrAdd(cell.Name, (fun _ -> lazy (measure ()))).Value

let private allCells =
    [
        for problem in Catalogue.problems do
            if not (apart.Contains problem.Record.Id) then
                yield! Candidates.cells 1 problem
    ]

let cells = TheoryData<string>(allCells |> List.map _.Name)

[<Theory; MemberData(nameof cells)>]
let ``The mean is the exact gradient`` (name: string) =
    allCells |> List.find (fun c -> c.Name = name) |> measured ||> check

/// One number for each cell, so that they are independent: the mean of |z| is 0.798 with standard deviation 0.603 for a normal.
[<Fact>]
let ``The deviations are as large as their standard errors say`` () =
    let scores =
        [
            for cell in allCells do
                let targets, estimates = measured cell

                match List.map2 zScore targets estimates |> List.tail |> List.choose id with
                | z :: _ -> abs z
                | [] -> ()
        ]

    let all =
        [
            for cell in allCells do
                yield! measured cell ||> List.map2 zScore |> List.choose id |> List.map abs
        ]

    let mean = List.average scores

    let text =
        $"{scores.Length} cells, mean |z| {mean}; {all.Length} numbers, mean |z| {List.average all}, largest {List.max all}"

    TestContext.Current.TestOutputHelper
    |> Option.ofObj
    |> Option.iter _.WriteLine(text)

    Assert.True(abs (mean - 0.798) <= 5.0 * 0.603 / sqrt (float scores.Length), text)
