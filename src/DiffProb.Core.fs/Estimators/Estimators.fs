namespace DiffProb

open System
open System.Globalization

/// The estimators by the names that they have in plans.
module internal Estimators =

    let private fixedOnes =
        [
            Pathwise.estimator
            ThresholdSmoothing.estimator
            Enumerate.estimator
            LocalExpectation.estimator
            MeasureValued.estimator
            DisArm.estimator
            RejectionPath.estimator
            NotNeeded.estimator
            Score.withBaseline Baseline.NoBaseline
            Score.withBaseline Baseline.LeaveOneOut
        ]

    let private counted =
        [
            "Arms", Arms.estimator
            "UnorderedSet", UnorderedSet.estimator
            "SumAndSample", SumAndSample.estimator
        ]

    let private measured =
        [
            "Score MovingAverage", (fun decay -> Score.withBaseline (Baseline.MovingAverage decay))
        ]

    /// The estimator of a name, such as "Score LeaveOneOut" or "Arms 4"; None if there is none.
    let find (name: string) : Estimator option =
        let argument kinds (parse: string -> 'a option) =
            kinds
            |> List.tryPick (fun (kind: string, make) ->
                if name.StartsWith(kind + " ", StringComparison.Ordinal) then
                    parse (name.Substring(kind.Length + 1)) |> Option.map make
                else
                    None)

        let whole (text: string) =
            match Int32.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture) with
            | true, n -> Some n
            | _ -> None

        let number (text: string) =
            match Double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture) with
            | true, x -> Some x
            | _ -> None

        fixedOnes
        |> List.tryFind (fun e -> e.Name = name)
        |> Option.orElseWith (fun () -> argument counted whole)
        |> Option.orElseWith (fun () -> argument measured number)

    /// What is tried at a site when estimators are compared: those without options, and those with some that are middling.
    let tried (site: Site) : Estimator list =
        let law = site.Distribution

        [
            Enumerate.estimator
            Pathwise.estimator
            if RejectionPath.servesSite site then
                RejectionPath.estimator
            ThresholdSmoothing.estimator
            LocalExpectation.estimator
            MeasureValued.estimator
            DisArm.estimator
            if law :? Bernoulli then
                Arms.estimator 4
            if site.Cardinality.IsSome then
                UnorderedSet.estimator 3
                SumAndSample.estimator 3
            Score.withBaseline Baseline.LeaveOneOut
            Score.withBaseline Baseline.NoBaseline
        ]
