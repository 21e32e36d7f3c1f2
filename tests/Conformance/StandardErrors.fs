/// The standard error of a single run, from the spread of its particles, is the real one.
module DiffProb.Conformance.StandardErrorTests

open Xunit
open DiffProb
open DiffProb.Conformance.Candidates
open DiffProb.Conformance.Judge

/// Not C14a, where p = 1/2: there the leave-one-out baseline leaves a deviation of the order 1 / particles alone, neither normal nor
/// seen in full by the spread of the particles, which gives about half of it.
let private names =
    [
        "N01a: x by Pathwise"
        "N01a: x by Score"
        "N04: x by Score LeaveOneOut"
        "C03: k by Score LeaveOneOut"
        "C14b, a plate: b by Score LeaveOneOut"
        "H01: b by Enumerate; x by Pathwise"
        "H08: k by Enumerate; x by Score LeaveOneOut"
    ]

let cells = TheoryData<string> names
let private seeds = 150

/// The squares of standard normal numbers have mean 1 and variance 2.
[<Theory; MemberData(nameof cells)>]
let ``Errors are as large as the standard error of one run says`` (name: string) =
    let cell =
        Catalogue.problems
        |> List.filter (fun p -> name.StartsWith p.Name)
        |> List.collect (Candidates.cells 1)
        |> List.find (fun c -> c.Name = name)

    let key = cell.Problem.Record.Gradient.Keys |> Seq.head
    let exact = [ cell.Problem.Record.Value; cell.Problem.Record.Gradient.[key] ]

    let squares =
        [|
            for r in 1..seeds ->
                let estimates = UnbiasedTests.estimate cell 512 1 (seedOf $"{name} {r}")

                [|
                    for e, exact in List.zip (List.take 2 estimates) exact -> ((e.Mean - exact) / e.StandardError) ** 2.0
                |]
        |]

    for column in Array.transpose squares do
        Assert.InRange(Array.average column, 1.0 - 5.0 * sqrt (2.0 / float seeds), 1.0 + 5.0 * sqrt (2.0 / float seeds))
