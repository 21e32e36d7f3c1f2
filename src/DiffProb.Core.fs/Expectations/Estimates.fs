namespace DiffProb

open System
open System.Collections.Generic
open System.Globalization

/// A number estimated from draws.
[<Sealed; TypeFormatterSource>]
type Estimate internal (mean: float, standardError: float) =
    /// The estimate.
    member _.Mean = mean

    /// Its standard error; 0 where nothing was drawn, NaN where one run cannot tell (one particle, or a minibatch): ask for replicates.
    member _.StandardError = standardError

    override _.ToString() =
        let text (x: float) =
            x.ToString("G6", CultureInfo.InvariantCulture)

        $"{text mean} ± {text standardError}"

/// Value and gradient of an expectation.
[<Sealed; TypeFormatterSource>]
type GradientEstimate
    internal
    (
        value: Estimate,
        names: string[],
        means: IReadOnlyDictionary<string, Tensor>,
        errors: IReadOnlyDictionary<string, Tensor>,
        recorded: IReadOnlyDictionary<string, Tensor>,
        plan: Plan
    ) =

    let find kind (values: IReadOnlyDictionary<string, Tensor>) name =
        match values.TryGetValue name with
        | true, tensor -> tensor
        | _ -> raise (Errors.unknownName kind name values.Keys)

    /// The expectation itself.
    member _.Value = value

    /// Names of the parameters, in the order of the program.
    member _.Parameters: IReadOnlyList<string> = Array.AsReadOnly names

    /// Derivative with respect to a parameter, of its shape.
    member _.Item
        with get (parameter: string) = find "parameter" means parameter

    /// Standard error of each element of the derivative, of the parameter's shape: 0 where the derivative is exact.
    /// From the spread over particles, or, with two or more replicates, over those; NaN where one run cannot tell (one particle, or a
    /// minibatch, whose rows all particles share).
    member _.StandardError(parameter: string) = find "parameter" errors parameter

    /// Mean of a value that the program records with `deterministic`; the rows of its plates are its first dimensions.
    member _.Recorded(name: string) = find "recorded value" recorded name

    /// What was done at each site and why.
    member _.Plan = plan

    /// Whether an estimator that was asked for gives the gradient of another objective; the plan and the text say where.
    member _.IsBiased = plan.IsBiased

    override _.ToString() =
        let line name =
            $"d/d {name}: {means.[name]} ± {errors.[name]}"

        String.Join("\n", [ $"value: {value}"; yield! Seq.map line names; yield! plan.Bias ])

/// Value and derivatives of one order of an expectation.
[<Sealed; TypeFormatterSource>]
type DerivativesEstimate
    internal (order: int, value: Estimate, parameters: struct (string * Shape)[], means: float[], errors: float[], plan: Plan) =

    let names = parameters |> Array.map (fun struct (name, _) -> name)
    let sizes = parameters |> Array.map (fun struct (_, shape) -> shape.Size)
    let all = Array.sum sizes

    // Numbers are in the order of the program's parameters, the last of the names fastest.
    let block (numbers: float[]) (wanted: string[]) =
        if wanted.Length <> order then
            raise (Errors.numberOfNames order wanted)

        let places =
            [
                for name in wanted do
                    match Array.tryFindIndex ((=) name) names with
                    | Some place -> place
                    | None -> raise (Errors.unknownName "parameter" name names)
            ]

        let offsets =
            places
            |> List.fold
                (fun (offsets: int[]) place ->
                    let first = Array.sum sizes.[.. place - 1]

                    [|
                        for o in offsets do
                            for i in 0 .. sizes.[place] - 1 -> o * all + first + i
                    |])
                [| 0 |]

        let shape =
            [|
                for place in places do
                    let struct (_, shape) = parameters.[place]
                    yield! shape
            |]

        Tensor.Of(Shape.Of shape, offsets |> Array.map (fun o -> numbers.[o]))

    /// Elements of derivatives one order below at most: each takes a pass of its own.
    static member internal MostPasses = 4096

    /// Order of the derivatives.
    member _.Order = order

    /// The expectation itself.
    member _.Value = value

    /// Names of the parameters, in the order of the program.
    member _.Parameters: IReadOnlyList<string> = Array.AsReadOnly names

    /// Derivative with respect to as many parameters as the order, one after the other; its shape is that of the first, then that of the next.
    member _.Item
        with get ([<ParamArray>] parameters: string[]) = block means parameters

    /// Standard error of each element of a derivative, of its shape: 0 where it is exact, NaN where one run cannot tell.
    member _.StandardError([<ParamArray>] parameters: string[]) = block errors parameters

    /// What was done at each site and why.
    member _.Plan = plan

    /// Whether an estimator that was asked for gives the derivative of another objective; the plan and the text say where.
    member _.IsBiased = plan.IsBiased

    override _.ToString() =
        let rec lists order =
            if order = 0 then
                [ [||] ]
            else
                [
                    for first in names do
                        for rest in lists (order - 1) -> Array.append [| first |] rest
                ]

        let line (wanted: string[]) =
            let below = wanted |> Array.map (fun name -> $"d {name}") |> String.concat " "
            let power = if order = 1 then "" else string order
            $"d{power}/{below}: {block means wanted} ± {block errors wanted}"

        String.Join("\n", [ $"value: {value}"; yield! List.map line (lists order); yield! plan.Bias ])

/// A fitted program.
[<Sealed; TypeFormatterSource>]
type Fit internal (values: NamedTensors, history: float[], isCanceled: bool, plan: Plan, checkpoint: Checkpoint) =
    let names = Array.ofSeq values.Keys

    /// Names of the parameters, in the order of the program.
    member _.Parameters: IReadOnlyList<string> = Array.AsReadOnly names

    /// Fitted values of all parameters, which can be saved.
    member _.Values = values

    /// Fitted value of a parameter.
    member _.Item
        with get (parameter: string) =
            match values.TryGetValue parameter with
            | true, tensor -> tensor
            | _ -> raise (Errors.unknownName "parameter" parameter names)

    /// Estimate of the objective at each step, before the step.
    member _.History: IReadOnlyList<float> = Array.AsReadOnly history

    /// Its state after the last step done, from which another run can go on.
    member _.Checkpoint = checkpoint

    /// Whether it was stopped before the last step; the values are those of the last step done.
    member _.IsCanceled = isCanceled

    /// What was done at each site and why.
    member _.Plan = plan

    /// Whether an estimator that was asked for gives the gradient of another objective; the plan and the text say where.
    member _.IsBiased = plan.IsBiased

    override _.ToString() =
        String.Join("\n", Seq.append (names |> Seq.map (fun name -> $"{name} = {values.[name]}")) plan.Bias)
