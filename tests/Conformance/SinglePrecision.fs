/// Runs in Float32: on every record and with every valid plan, the numbers are those of Float64 but for what roundings can do.
module DiffProb.Conformance.SinglePrecisionTests

open System
open System.Collections.Generic
open Xunit
open DiffProb
open DiffProb.Conformance.Candidates

/// What a node can be off by in units of the rounding of a number: its size, and, for a product of matrices, each of its terms once.
let private rounded (node: Tensor) =
    match node.Operation with
    | :? View -> None
    | :? Constant as c when c.Storage.Length = 1 && float (float32 (node.ToArray()).[0]) = (node.ToArray()).[0] -> None
    | :? MatMul ->
        let a, b = node.Inputs.[0].Abs(), node.Inputs.[1].Abs()
        Some(a.MatMul b * float node.Inputs.[0].Shape.[node.Inputs.[0].Shape.Rank - 1])
    | _ -> Some(node.Abs())

let private total (t: Tensor) = t.Sum().SumOver t.Axes

/// The first-order bound of a scalar of a graph: its derivative in every number on the way, times what a rounding does to that number
/// (Higham 2002, Accuracy and Stability of Numerical Algorithms, section 3.8, by the derivatives of the graph itself).
let private boundOf (output: Tensor) =
    let nodes =
        [|
            for node in Topology.Sort [ output ] do
                if node.DType = DType.Float64 then
                    match rounded node with
                    | Some size -> node, size
                    | None -> ()
        |]

    Seq.zip nodes (Gradient.Of(output, Array.map fst nodes))
    |> Seq.fold
        (fun sum ((_, size), slope) ->
            // What nothing depends on, or is infinite, is not off.
            let counts = Tensor.op_BitwiseAnd (Tensor.op_LessThan (size, Tensor.Scalar infinity), Tensor.op_GreaterThan (slope.Abs(), Tensor.Scalar 0.0))
            sum + total (Tensor.Where(counts, slope.Abs() * Tensor.Where(counts, size, Tensor.Scalar 0.0), Tensor.Scalar 0.0)))
        (Tensor.Scalar 0.0)

/// An engine that gives the bounds of the first outputs in place of their numbers, and the others as they are.
type private BoundEngine(count: int) =
    interface IEngine with
        member _.Name = "bounds"

        member _.Compile(outputs, inputs) =
            let simplified = Simplifier.Simplify outputs

            let bound (output: Tensor) =
                let flat = output.Reshape output.Shape.Size

                Shapes
                    .Stack([ for i in 0 .. output.Shape.Size - 1 -> (boundOf (flat.Select(0, i))) ], 0)
                    .Reshape(Array.ofSeq output.Shape)

            let replaced =
                simplified |> Array.mapi (fun i o -> if i < count then bound o else o)

            ManagedEngine.Default.Compile(replaced, inputs)

let private numbers (cell: Cell) (change: Estimation -> Estimation) =
    let g =
        cell.Problem.Program
        |> Expectation.gradient (
            change
                { Estimation.defaults with
                    Particles = 16
                    Replicates = 4
                    Seed = Judge.seedOf cell.Name
                    Plan = Some cell.Plan
                }
        )

    [|
        g.Value.Mean
        for name in g.Parameters do
            yield! g.[name].ToArray()
    |]

let private allCells = Catalogue.problems |> List.collect (Candidates.cells 1)

let cells = TheoryData<string>(allCells |> List.map _.Name)

/// Terms of second order, and what is lost below 1e-38.
let private allowed bound = 2.0 * Math.ScaleB(bound, -24) + 1e-36

[<Theory; MemberData(nameof cells)>]
let ``The numbers are those of Float64 to within their roundings`` (name: string) =
    let cell = allCells |> List.find (fun c -> c.Name = name)
    let double = numbers cell id
    let single = numbers cell (fun e -> { e with Precision = DType.Float32 })

    let bounds =
        numbers cell (fun e ->
            { e with
                Engine = BoundEngine double.Length
            })

    for i in 0 .. double.Length - 1 do
        let text =
            $"number {i}: {single.[i]} instead of {double.[i]}, {abs (single.[i] - double.[i]) / allowed bounds.[i]} of the bound"

        TestContext.Current.TestOutputHelper
        |> Option.ofObj
        |> Option.iter _.WriteLine(text)

        Assert.True(abs (single.[i] - double.[i]) <= allowed bounds.[i], text)
