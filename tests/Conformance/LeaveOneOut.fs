/// The leave-one-out baseline with two particles, where a baseline that counted the present draw would halve the gradient.
module DiffProb.Conformance.LeaveOneOutTests

open Xunit
open DiffProb
open DiffProb.Conformance.Candidates
open DiffProb.Conformance.Judge

let private names =
    [
        "N04"
        "C01a"
        "C01c"
        "C03"
        "C14a, three sites"
        "C14a, a plate"
        "C19, one categorical after the other"
        "H08"
    ]

let problems = TheoryData<string> names

[<Theory; MemberData(nameof problems)>]
let ``Two particles give the exact gradient in the mean`` (name: string) =
    let isScored (cell: Cell) =
        openEntries cell.Plan |> List.forall (fun e -> e.Estimator = Score LeaveOneOut)

    let cell = Candidates.cells 1 (Catalogue.find name) |> List.find isScored
    let record = cell.Problem.Record
    let scale = record.Gradient.Values |> Seq.map abs |> Seq.max

    let targets =
        { target "value" record.Value (abs record.Value) [] with
            Largest = abs record.Value
        }
        :: [
            for KeyValue(name, exact) in record.Gradient ->
                { target name exact scale [] with
                    Largest = 0.06 * scale
                }
        ]

    UnbiasedTests.estimate cell 2 8192 (seedOf $"two particles, {name}")
    |> Judge.check targets
