namespace DiffProb

open System

/// What `via` may ask for at a site. The estimators (chapter 3) are its members.
[<AllowNullLiteral>]
type IEstimatorChoice =
    /// Name in plans.
    abstract Name: string

/// Where a thing was declared: its plates, and whether it counts at all.
type internal Place =
    {
        Plates: Plate list // outermost first
        Guard: Tensor option
    } // Bool: the branches around it are taken

    member p.Axes = Axes.Of(p.Plates |> Seq.map _.Axis)

    /// rows / batch of the plates around.
    member p.Scale = p.Plates |> List.fold (fun s plate -> s * plate.Scale) 1.0

    override p.ToString() =
        match p.Plates with
        | [] -> ""
        | plates -> ", in " + String.Join(", ", plates)

/// A random choice of a program: one event of its distribution for each particle and each row of its plates.
[<Sealed>]
type internal Site(name: string, index: int, distribution: Distribution, place: Place, choice: IEstimatorChoice) as this =
    let axes =
        distribution.Parameters
        |> Seq.fold (fun (axes: Axes) p -> axes.Union p.Value.Axes) place.Axes

    let value =
        lazy Tensor.Create(RandomValue(this, name, distribution.Shape, distribution.DType, axes))

    member _.Name = name

    /// Place in the order of the program, from 0.
    member _.Index = index

    member _.Distribution = distribution
    member _.Place = place

    /// Number of values of one event, if its support is finite.
    member _.Cardinality =
        match box distribution with
        | :? IFinite as finite -> Option.ofNullable finite.Cardinality
        | _ -> None

    /// The estimator asked for with `via`; null leaves it to the planner.
    member _.Choice = choice

    /// The symbol of its value while the program is traced.
    member _.Value = value.Value

    interface IHasSupport with
        member _.Support = distribution.Support

    override _.ToString() =
        $"site {index + 1} ({distribution.Name}{place})"

/// A term of the objective.
type internal Cost =
    {
        Name: string
        Value: Tensor
        Place: Place
    }

/// Data that the program conditions on.
type internal Observation =
    {
        Name: string
        Distribution: Distribution
        Value: Tensor
        Place: Place
    }

/// A log weight on the joint density.
type internal Factor =
    {
        Name: string
        LogWeight: Tensor
        Place: Place
    }

/// A trainable tensor.
type internal ParameterDeclaration =
    {
        Name: string
        Leaf: Tensor
        Initial: Tensor
        Support: Support
    }

/// What is left of a loop after its last turn.
type internal LoopEnd =
    {
        Bound: int
        /// Whether another turn is wanted, where all before were taken: Bool.
        Condition: Tensor
        /// Whether another turn is wanted: Bool.
        StillRuns: Tensor
        Place: Place
    }

/// A value recorded for reports.
type internal Deterministic =
    {
        Name: string
        Value: Tensor
        Place: Place
    }
