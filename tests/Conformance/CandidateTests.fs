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

let private candidates =
    Candidates.all @ Candidates.biased |> List.map _.Name |> set

/// What the options of the candidates are, by their type.
let private options: obj list =
    [ LeaveOneOut; Temperature.constant 0.5; RebarScale.Fitted 0.9; 4; 0.9 ]

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
        // Generic ones are inline words, whose twins in Words are found, too.
        | Choice2Of2 method when [| for p in method.GetParameters() -> p.ParameterType |] = [| typeof<int> |] ->
            let isCandidate (n: int) =
                match method.Invoke(null, [| box n |]) with
                | :? Estimator as made -> candidates.Contains made.Name
                | _ -> false

            Assert.True(
                List.exists isCandidate [ 2..8 ],
                $"{method.DeclaringType}.{method.Name} makes estimators that are not candidates"
            )
        // What reads names makes nothing new.
        | Choice2Of2 method when [| for p in method.GetParameters() -> p.ParameterType |] = [| typeof<string> |] -> ()
        | Choice2Of2 method when not method.ContainsGenericParameters ->
            let option (p: ParameterInfo) =
                options |> List.tryFind p.ParameterType.IsInstanceOfType

            let arguments = method.GetParameters() |> Array.map option
            let name = $"{method.DeclaringType}.{method.Name}"
            Assert.True(Array.forall Option.isSome arguments, $"{name} has options that the candidates do not have")

            let estimator =
                Assert.IsType<Estimator>(method.Invoke(null, Array.map Option.get arguments))

            Assert.True(candidates.Contains estimator.Name, $"{name} makes estimators that are not candidates")
        | Choice2Of2 _ -> ()

[<Fact>]
let ``The candidates are unbiased and the others say that they are not`` () =
    Assert.All(Candidates.all, (fun e -> Assert.False e.IsBiased))
    Assert.All(Candidates.biased, (fun e -> Assert.True e.IsBiased))

[<Fact>]
let ``Every baseline of the language is a candidate`` () =
    let known =
        set
            [
                "NoBaseline"
                "LeaveOneOut"
                "MovingAverage"
                "Learned"
                "Vimco"
                "OptimalConstant"
            ]

    for found in members typeof<Baseline> do
        let name =
            match found with
            | Choice1Of2 property -> property.Name
            | Choice2Of2 method -> method.Name

        Assert.Contains(name, known)

    for baseline in
        [
            NoBaseline
            LeaveOneOut
            MovingAverage 0.9
            Learned 0.9 []
            Vimco
            OptimalConstant
        ] do
        Assert.Contains((Score baseline).Name, candidates)

/// Plans name estimators, and are read again.
[<Fact>]
let ``Every estimator is found by its name`` () =
    // The features of a learned baseline are in the program alone.
    for estimator in NotNeeded.estimator :: Candidates.all @ Candidates.biased do
        if not (estimator.Name.Contains "Learned") then
            Assert.Equal(Some estimator, Estimators.find estimator.Name)

    Assert.Equal(None, Estimators.find "Score Leave")
    Assert.Equal(None, Estimators.find "Arms -4")
