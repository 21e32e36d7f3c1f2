/// Runs in Float32: on every record and with every valid plan, the numbers are those of Float64 but for what roundings can do.
module DiffProb.Conformance.SinglePrecisionTests

open System
open System.Collections.Generic
open Xunit
open DiffProb
open DiffProb.Conformance.Candidates

/// What a node can be off by in units of the rounding of a number: its size; for a product of matrices, each of its terms once for each; for the solution
/// of A x = b, |A⁻¹| (|A| |x| + |b|), too (Higham 2002, section 7.2): far from singular it is of second order, near it the fits of Relax are.
let private rounded (node: Tensor) =
    match node.Operation with
    | :? View -> None
    | :? Constant as c when
        c.Storage.Length = 1
        && float (float32 (node.ToArray()).[0]) = (node.ToArray()).[0]
        ->
        None
    | :? MatMul ->
        let a, b = node.Inputs.[0].Abs(), node.Inputs.[1].Abs()
        Some(a.MatMul b * float node.Inputs.[0].Shape.[node.Inputs.[0].Shape.Rank - 1])
    | :? Solve as solve ->
        let a, b = node.Inputs.[0], node.Inputs.[1]
        let count = a.Shape.[a.Shape.Rank - 1]
        let identity = (Tensor.Of(Array.init count int64)).OneHot count
        let inverse = Tensor.Create(solve, [| a; identity |])
        let size = if solve.Transposed then a.Transpose().Abs() else a.Abs()
        Some(node.Abs() + inverse.Abs().MatMul(size.MatMul(node.Abs()) + b.Abs()))
    | _ -> Some(node.Abs())

let private total (t: Tensor) = t.Sum().SumOver t.Axes

/// What Float32 chooses differently: the spacing of its numbers, from which fits take their ridge.
let private asSpaced =
    Rewriter(fun node inputs ->
        match node.Operation with
        | :? Neighbour when inputs.[0].IsValue -> SinglePrecision.Of([ node ]).[0]
        | _ -> null)

/// A function whose derivative is not to be had, as its linear form at its inputs, with slopes from differences: the same value.
let private linearized =
    let isRefused (node: Tensor) =
        try
            for i in 0 .. node.Inputs.Length - 1 do
                node.Operation.Derivative(i, node, Tensor.Ones node.Shape) |> ignore

            false
        with :? DerivativeException ->
            true

    let step = Math.ScaleB(1.0, -20)

    Rewriter(fun node inputs ->
        if node.DType <> DType.Float64 || not (isRefused node) then
            null
        else
            let fixedInputs = inputs |> Array.map _.StopGradient()
            let value = node.Operation.Rebuild fixedInputs

            let slope i =
                let moved = Array.copy fixedInputs
                moved.[i] <- moved.[i] * (1.0 + step)
                (node.Operation.Rebuild moved - value) / (fixedInputs.[i] * step)

            Seq.zip inputs fixedInputs
            |> Seq.indexed
            |> Seq.fold (fun sum (i, (input, fixedInput)) -> sum + slope i * (input - fixedInput)) value)

/// The first-order bound of a scalar of a graph: its derivative in every number on the way, times what a rounding does to that number
/// (Higham 2002, Accuracy and Stability of Numerical Algorithms, section 3.8, by the derivatives of the graph itself).
let private boundOf (output: Tensor) =
    let nodes =
        [|
            for node in Topology.Sort [ output ] do
                if node.DType = DType.Float64 then
                    match rounded node with
                    | Some size -> linearized.Rewrite node, size
                    | None -> ()
        |]

    Seq.zip nodes (Gradient.Of(linearized.Rewrite output, Array.map fst nodes))
    |> Seq.fold
        (fun sum ((_, size), slope) ->
            // What nothing depends on, or is infinite, is not off.
            let counts =
                Tensor.op_BitwiseAnd (
                    Tensor.op_LessThan (size, Tensor.Scalar infinity),
                    Tensor.op_GreaterThan (slope.Abs(), Tensor.Scalar 0.0)
                )

            sum
            + total (Tensor.Where(counts, slope.Abs() * Tensor.Where(counts, size, Tensor.Scalar 0.0), Tensor.Scalar 0.0)))
        (Tensor.Scalar 0.0)

/// An engine in Float64 that changes some of the outputs of a graph before it runs.
type private Changed(change: int -> Tensor -> Tensor) =
    interface IEngine with
        member _.Name = "changed"

        member _.Compile(outputs, inputs) =
            let outputs =
                outputs |> Seq.map asSpaced.Rewrite |> Simplifier.Simplify |> Array.mapi change

            ManagedEngine.Default.Compile(outputs, inputs)

let private asWritten = Changed(fun _ output -> output)

/// The outputs that are the value and the gradients: what is kept for later runs comes after them, and stays in Float64, so that all begin with the same.
let private outputsOf (cell: Cell) =
    1 + (StochasticGraph.Trace cell.Problem.Program).Parameters.Length

/// The first outputs in Float32.
let private inSingle count =
    Changed(fun i output ->
        if i < count then
            (SinglePrecision.Of [ output ]).[0]
        else
            output)

/// The bounds of the first outputs in place of their numbers.
let private bounds count =
    let bound (output: Tensor) =
        let flat = output.Reshape output.Shape.Size

        Shapes.Stack([ for i in 0 .. output.Shape.Size - 1 -> boundOf (flat.Select(0, i)) ], 0).Reshape(Array.ofSeq output.Shape)

    Changed(fun i output -> if i < count then bound output else output)

let private numbers (cell: Cell) (engine: IEngine) =
    let g =
        cell.Problem.Program
        |> Expectation.gradient
            { Estimation.defaults with
                Particles = 16
                Replicates = 4
                Seed = Judge.seedOf cell.Name
                Plan = Some cell.Plan
                Engine = engine
            }

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
    let double = numbers cell asWritten
    let single = numbers cell (inSingle (outputsOf cell))
    let bounds = numbers cell (bounds (outputsOf cell))

    for i in 0 .. double.Length - 1 do
        let text =
            $"number {i}: {single.[i]} instead of {double.[i]}, {abs (single.[i] - double.[i]) / allowed bounds.[i]} of the bound"

        TestContext.Current.TestOutputHelper
        |> Option.ofObj
        |> Option.iter _.WriteLine(text)

        Assert.True(abs (single.[i] - double.[i]) <= allowed bounds.[i], text)

let private planned =
    [
        for problem in Catalogue.problems do
            if not (UnbiasedTests.apart.Contains problem.Record.Id) then
                yield! Candidates.cells 1 problem |> List.truncate 1
    ]

let plannedCells = TheoryData<string>(planned |> List.map _.Name)

/// The planner's choice, with the seeds and the judgement of the runs in Float64; roundings may be as large as their bound for 64 draws says.
[<Theory; MemberData(nameof plannedCells)>]
let ``The mean is the exact gradient`` (name: string) =
    let cell = planned |> List.find (fun c -> c.Name = name)
    let targets = UnbiasedTests.targets cell

    let estimates =
        Judge.measure targets name (UnbiasedTests.estimateIn DType.Float32 cell Candidates.particles)

    let bounds = numbers cell (bounds (outputsOf cell))

    for i in 0 .. targets.Length - 1 do
        let target, estimated = targets.[i], estimates.[i]

        let text =
            $"{target.Name}: {estimated.Mean} ± {estimated.StandardError}, exactly {target.Exact}"

        Assert.True(estimated.StandardError <= target.Largest + 1e-15, $"too noisy to judge: {text}")
        let bound = allowed (if i = 0 then bounds.[0] else Array.max bounds.[1..])

        Assert.True(
            abs (estimated.Mean - target.Exact) <= 5.0 * estimated.StandardError + bound,
            $"wrong: {text}, roundings {bound}"
        )
