/// Reference posteriors made by others, in the folder shared/reference/posteriordb beside the checkout; absent on most machines.
module DiffProb.Tests.Reference

open System
open System.Collections.Generic
open System.IO
open System.Reflection
open System.Text.Json
open Xunit
open DiffProb

let private above (path: string | null) =
    let rec search (folder: DirectoryInfo | null) =
        match folder with
        | null -> None
        | folder when File.Exists(Path.Combine(folder.FullName, "DiffProb.sln")) -> Some folder.FullName
        | folder -> search folder.Parent

    match path with
    | null -> None
    | path -> search (DirectoryInfo path)

type private Here = class end

// The checkout: above the test program or, if it was built elsewhere, as the build wrote it down.
let private root =
    lazy
        (above AppContext.BaseDirectory
         |> Option.orElseWith (fun () ->
             typeof<Here>.Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
             |> Seq.tryFind (fun a -> a.Key = "RepositoryRoot")
             |> Option.bind (fun a -> above a.Value)))

/// A file of a case; the test is skipped where it is absent.
let read (case: string) (file: string) : JsonElement =
    let path =
        Path.Combine(defaultArg root.Value "", "..", "shared", "reference", "posteriordb", case, file)

    Assert.SkipUnless(File.Exists path, $"shared/reference/posteriordb/{case}/{file} is not beside the checkout")
    use document = JsonDocument.Parse(File.ReadAllText path)
    document.RootElement.Clone()

/// A number, or all numbers of an array of arrays, by rows.
let rec numbers (e: JsonElement) : float[] =
    match e.ValueKind with
    | JsonValueKind.Array ->
        [|
            for item in e.EnumerateArray() do
                yield! numbers item
        |]
    | _ -> [| e.GetDouble() |]

/// Data of a case by name.
type Data(case: string) =
    let root = read case "data.json"
    member _.Numbers(name: string) = numbers (root.GetProperty name)
    member d.Number(name: string) = (d.Numbers name).[0]

/// Points of a case with their log joint density.
let points (case: string) (form: string) : (IReadOnlyDictionary<string, float[]> * float) list =
    [
        for point in ((read case "log_density.json").GetProperty("points").GetProperty form).EnumerateArray() do
            let values = Dictionary()

            for p in point.GetProperty("parameters").EnumerateObject() do
                values.[p.Name] <- numbers p.Value

            values, point.GetProperty("log_joint_normalised").GetDouble()
    ]

/// What is known of a quantity.
type Summary =
    {
        Name: string
        Mean: float
        Sd: float
        McseMean: float
        McseSd: float
    }

/// The quantities of a case.
let summaries (case: string) : Summary list =
    [
        for q in ((read case "reference.json").GetProperty "parameters").EnumerateArray() do
            let number (name: string) = q.GetProperty(name).GetDouble()

            {
                Name = string (q.GetProperty "name")
                Mean = number "mean"
                Sd = number "sd"
                McseMean = number "mcse_mean"
                McseSd = number "mcse_sd"
            }
    ]
