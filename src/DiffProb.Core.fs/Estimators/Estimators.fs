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
            ReinMax.estimator
            NotNeeded.estimator
            Score.withBaseline Baseline.NoBaseline
            Score.withBaseline Baseline.LeaveOneOut
            Score.withBaseline Baseline.Vimco
            Score.withBaseline Baseline.OptimalConstant
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

    let private relaxed =
        [ "GumbelSoftmax", GumbelSoftmax.at; "StraightThrough", StraightThrough.at ]

    let private whole (text: string) =
        match Int32.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture) with
        | true, n -> Some n
        | _ -> None

    let private number (text: string) =
        match Double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture) with
        | true, x -> Some x
        | _ -> None

    /// "0.5", or "5 to 0.1".
    let private temperature (text: string) =
        match text.Split " to " |> Array.map number with
        | [| Some constant |] -> Some(Temperature.Constant constant)
        | [| Some start; Some finish |] -> Some(Temperature.Anneal(start, finish))
        | _ -> None

    /// "1", or "fitted 0.9".
    let private scale (text: string) =
        if text.StartsWith("fitted ", StringComparison.Ordinal) then
            number (text.Substring 7) |> Option.map RebarScale.Fitted
        else
            number text |> Option.map RebarScale.Constant

    /// "0.5 scale fitted 0.9".
    let private rebar (text: string) =
        match text.Split " scale " with
        | [| first; second |] ->
            match temperature first, scale second with
            | Some temperature, Some scale -> Some(Rebar.at temperature scale)
            | _ -> None
        | _ -> None

    /// "0.5 units 8 fitted 0.9".
    let private relax (text: string) =
        match text.Split([| " units "; " fitted " |], StringSplitOptions.None) with
        | [| first; second; third |] ->
            match temperature first, whole second, number third with
            | Some temperature, Some units, Some decay -> Some(Relax.at temperature units decay)
            | _ -> None
        | _ -> None

    /// The estimator of a name, such as "Score LeaveOneOut" or "Arms 4"; None if there is none.
    let find (name: string) : Estimator option =
        let argument kinds (parse: string -> 'a option) =
            kinds
            |> List.tryPick (fun (kind: string, make) ->
                if name.StartsWith(kind + " ", StringComparison.Ordinal) then
                    parse (name.Substring(kind.Length + 1)) |> Option.map make
                else
                    None)

        fixedOnes
        |> List.tryFind (fun e -> e.Name = name)
        |> Option.orElseWith (fun () -> argument counted whole)
        |> Option.orElseWith (fun () -> argument measured number)
        |> Option.orElseWith (fun () -> argument relaxed temperature)
        |> Option.orElseWith (fun () -> argument [ "Rebar", id ] rebar)
        |> Option.orElseWith (fun () -> argument [ "Relax", id ] relax)

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
            if not (isNull (law.Relaxation(Tensor.Scalar 1.0))) then
                Rebar.at (Temperature.Constant 0.5) (RebarScale.Fitted 0.9)
                GumbelSoftmax.at (Temperature.Constant 0.5)
                StraightThrough.at (Temperature.Constant 0.5)
                ReinMax.estimator
            Score.withBaseline Baseline.LeaveOneOut
            Score.withBaseline Baseline.NoBaseline
        ]
