/// The list of estimators is complete.
module DiffProb.Conformance.CandidateTests

open System.Reflection
open Xunit
open DiffProb

let private everything =
    BindingFlags.Static
    ||| BindingFlags.Public
    ||| BindingFlags.NonPublic
    ||| BindingFlags.DeclaredOnly

/// Estimators that are values of a module, and functions that make one.
let private members (wanted: System.Type) =
    [
        for t in typeof<Estimator>.Assembly.GetTypes() do
            if not t.IsGenericTypeDefinition then
                for p in t.GetProperties everything do
                    if p.PropertyType = wanted then
                        Choice1Of2 p

                for m in t.GetMethods everything do
                    if m.ReturnType = wanted && not m.IsSpecialName then
                        Choice2Of2 m
    ]

let private candidates = Candidates.all |> List.map _.Name |> set

[<Fact>]
let ``Every estimator of the language is a candidate`` () =
    for found in members typeof<Estimator> do
        match found with
        | Choice1Of2 property ->
            let estimator = Assert.IsType<Estimator>(property.GetValue null)

            Assert.True(
                candidates.Contains estimator.Name || estimator = NotNeeded.estimator,
                $"{estimator} is not among the candidates"
            )
        | Choice2Of2 method ->
            // All of them are made from a baseline or a number; an estimator with other options belongs among the candidates, and here.
            let parameters = [ for p in method.GetParameters() -> p.ParameterType ]

            let isCandidate (n: int) =
                match method.Invoke(null, [| box n |]) with
                | :? Estimator as made -> candidates.Contains made.Name
                | _ -> false

            Assert.True(
                parameters = [ typeof<Baseline> ]
                || (parameters = [ typeof<int> ] && List.exists isCandidate [ 2..8 ]),
                $"{method.DeclaringType}.{method.Name} makes estimators that are not candidates"
            )

[<Fact>]
let ``Every baseline of the language is a candidate`` () =
    let known = set [ "NoBaseline"; "LeaveOneOut"; "MovingAverage" ]

    for found in members typeof<Baseline> do
        let name =
            match found with
            | Choice1Of2 property -> property.Name
            | Choice2Of2 method -> method.Name

        Assert.Contains(name, known)

    for baseline in [ NoBaseline; LeaveOneOut; MovingAverage 0.9 ] do
        Assert.Contains((Score baseline).Name, candidates)

/// Plans name estimators, and are read again.
[<Fact>]
let ``Every estimator is found by its name`` () =
    for estimator in NotNeeded.estimator :: Candidates.all do
        Assert.Equal(Some estimator, Estimators.find estimator.Name)

    Assert.Equal(None, Estimators.find "Score Leave")
    Assert.Equal(None, Estimators.find "Arms -4")
