namespace DiffProb

open System
open System.Collections.Generic

/// The log joint of a model as a function of one vector: the unconstrained numbers of its continuous sites, then those of its parameters.
[<Sealed>]
type internal ModeDensity(model: StochasticGraph, hasVolume: bool, parameters: IReadOnlyDictionary<string, Tensor>) =

    let free =
        [
            for p, value in Preparation.parameterValues model parameters -> FreeParameter.at p value
        ]

    let joint =
        LogJoint.ofGraph
            {
                Parameters =
                    dict
                        [
                            for p in free -> p.Declaration.Name, p.Declaration.Support.ToConstrained p.Leaf
                        ]
                Position = LogJoint.leaf
                Given = readOnlyDict []
                HasVolume = hasVolume
            }
            model

    let leaves =
        [|
            joint.Position
            for p in free do
                p.Leaf
        |]

    let name (leaf: Tensor) = (leaf.Operation :?> Parameter).Label

    /// Length of the vector.
    member _.Dimension = leaves |> Array.sumBy _.Shape.Size

    /// How many of the numbers are of sites; they come first.
    member _.Sites = joint.Dimension

    /// Where the model's parameters start.
    member _.Start: double[] =
        [|
            for p in free do
                yield! p.Position
        |]

    /// Names and lengths of the parts of the vector, as inputs of executables.
    member _.Inputs: struct (string * int)[] =
        [| for leaf in leaves -> struct (name leaf, leaf.Shape.Size) |]

    /// Log density, and its gradient in each part.
    member _.CompileDensity(engine: IEngine) =
        engine.Compile([| yield joint.LogDensity; yield! Gradient.Of(joint.LogDensity, leaves) |], leaves)

    /// Second derivatives in the numbers of the sites, all in one pass: each along a direction of its own.
    member _.CompileHessian(engine: IEngine) =
        let size = joint.Dimension
        let direction = Axis("direction", size, AxisRole.Particle)

        let identity =
            Tensor.Matrix(Array2D.init size size (fun i j -> if i = j then 1.0 else 0.0))

        let slope =
            (Gradient.Of(joint.LogDensity, [| joint.Position |])).[0]
            * identity.ToAxis direction

        let rows = Gradient.PerElement(slope.Sum(), [| joint.Position |], direction)
        engine.Compile([| rows.[0].FromAxis direction |], leaves)

    /// Values of the model's parameters at the numbers behind those of the sites.
    member _.ParametersAt(numbers: double[]) : IReadOnlyDictionary<string, Tensor> =
        let mutable place = 0

        readOnlyDict
            [
                for p in free do
                    let size = p.Position.Length
                    numbers.AsSpan(place, size).CopyTo(Span p.Position)
                    place <- place + size
                    p.Declaration.Name, p.Value
            ]
