/// The problems of tests/reference/gradients.json, with their exact answers.
module DiffProb.Conformance.Records

open System
open System.IO
open System.Text.Json

/// One problem: the numbers of its program, and what is exact.
type Record =
    {
        Id: string
        Description: string
        /// Numbers of the program; a vector has several, an absent bound none.
        Numbers: Map<string, float[]>
        Value: float
        Gradient: Map<string, float>
        /// By pairs of names, as in "mu,sigma".
        Hessian: Map<string, float>
        Third: Map<string, float>
        /// Variance of one draw, by estimator, as in "score d/dmu".
        Variances: Map<string, float>
        /// What estimators that are not valid here converge to.
        WrongLimits: Map<string, float>
        /// Estimators that must be refused.
        Invalid: string list
    }

    /// A scalar of the program.
    member r.Item
        with get (name: string) = Array.exactlyOne r.Numbers.[name]

    /// A vector of the program: its own entry, or name1, name2, ...
    member r.Vector(name: string) =
        match r.Numbers.TryFind name with
        | Some vector -> vector
        | None ->
            [|
                for i in
                    Seq.initInfinite ((+) 1)
                    |> Seq.takeWhile (fun i -> r.Numbers.ContainsKey $"{name}{i}") -> r.[$"{name}{i}"]
            |]

    override r.ToString() = r.Id

let private text (e: JsonElement) = string (e.GetString())

let private number (e: JsonElement) =
    match e.ValueKind with
    | JsonValueKind.Number -> Some(e.GetDouble())
    | JsonValueKind.String ->
        match text e with
        | "inf"
        | "infinite" -> Some infinity
        | "-inf" -> Some -infinity
        | _ -> None
    | _ -> None

let private numbers (e: JsonElement) =
    match e.ValueKind with
    | JsonValueKind.Array -> [| for x in e.EnumerateArray() -> Option.get (number x) |]
    | _ -> number e |> Option.toArray

let private field (e: JsonElement) (name: string) =
    match e.TryGetProperty name with
    | true, value -> Some value
    | _ -> None

let private table (read: JsonElement -> 'T option) (e: JsonElement) (name: string) =
    match field e name with
    | Some value ->
        Map
            [
                for p in value.EnumerateObject() do
                    for x in Option.toList (read p.Value) -> p.Name, x
            ]
    | None -> Map.empty

let private record (e: JsonElement) =
    {
        Id = text (e.GetProperty "id")
        Description = text (e.GetProperty "description")
        Numbers = table (numbers >> Some) e "params"
        Value = e.GetProperty("exact_value").GetDouble()
        Gradient = table number e "exact_grad"
        Hessian = table number e "exact_hess"
        Third = table number e "exact_third"
        Variances = table number e "exact_variance_per_draw"
        WrongLimits = table number e "wrong_limits"
        Invalid =
            [
                for list in Option.toList (field e "invalid") do
                    for x in list.EnumerateArray() -> text x
            ]
    }

/// All of them, in the order of the file.
let all =
    let path = Path.Combine(AppContext.BaseDirectory, "reference", "gradients.json")
    use document = JsonDocument.Parse(File.ReadAllText path)

    [
        for e in document.RootElement.GetProperty("records").EnumerateArray() -> record e
    ]

let find (id: string) = all |> List.find (fun r -> r.Id = id)

/// The element of a parameter that a name in a record means: "mu" is mu, "l3" may be l[2], "l2(masked)" is l[1].
let locate (parameters: seq<string>) (name: string) =
    if Seq.contains name parameters then
        name, 0
    else
        let name = name.Split('(').[0]
        name.Substring(0, 1), int (name.Substring 1) - 1
