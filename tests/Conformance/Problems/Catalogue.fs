/// All problems, and what cannot be written yet.
module DiffProb.Conformance.Catalogue

open DiffProb.Conformance.Problem

/// Every program.
let problems =
    ContinuousProblems.all
    @ DiscreteProblems.all
    @ HybridProblems.all
    @ RepeatedProblems.all

let find (name: string) =
    problems |> List.find (fun p -> p.Name = name)

/// Records that no program of this version can express, and the feature that they wait for: a distribution by its name, or a phrase.
let waiting: (string * string) list = [ "H14", "function of an expectation" ]

/// The list of `waiting` may become shorter, never longer.
let mostWaiting = 1
