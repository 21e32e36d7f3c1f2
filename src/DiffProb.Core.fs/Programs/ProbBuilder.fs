namespace DiffProb

open System

/// The computation expression `prob { ... }`: each member runs parts of a program in order on one tracer.
[<Sealed>]
type ProbBuilder internal () =

    /// A program, as it is.
    member _.Source(program: Prob<'T>) = program

    /// A distribution without a name is a site named by its order: site1, site2, ...
    member _.Source(distribution: Distribution) =
        Prob<Tensor>(fun t -> t.Sample distribution)

    /// A plate, as it is.
    member _.Source(plate: PlateOf<'Row>) = plate

    /// A sequence to loop over.
    member _.Source(items: seq<'T>) = items

    /// `let!` and `do!`: runs a program and goes on with its result.
    member _.Bind(program: Prob<'T>, next: 'T -> Prob<'U>) =
        Prob<'U>(fun t -> (next (program.Run t)).Run t)

    /// `return`: a program without random sites.
    member _.Return(value: 'T) = Prob<'T>(fun _ -> value)
    /// `return!`: the program itself.
    member _.ReturnFrom(program: Prob<'T>) = program
    /// The end of a program that returns nothing.
    member _.Zero() = Prob<unit>(fun _ -> ())
    /// A program that is built when it is traced.
    member _.Delay(body: unit -> Prob<'T>) = Prob<'T>(fun t -> (body ()).Run t)

    /// One program after another.
    member _.Combine(first: Prob<unit>, second: Prob<'T>) =
        Prob<'T>(fun t ->
            first.Run t
            second.Run t)

    /// The body is written for one row and repeated along the plate.
    member _.For(plate: PlateOf<'Row>, body: 'Row -> Prob<unit>) =
        Prob<unit>(fun t -> plate.Within(t, (fun row -> (body row).Run t), (fun _ () -> ())))

    /// An ordinary loop: each turn is traced, and its sites need names of their own.
    member _.For(items: seq<'T>, body: 'T -> Prob<unit>) =
        Prob<unit>(fun t ->
            for item in items do
                (body item).Run t)

    /// `while`: an ordinary loop on what is known while tracing.
    member _.While(condition: unit -> bool, body: Prob<unit>) =
        Prob<unit>(fun t ->
            while condition () do
                body.Run t)

    /// `use`: disposes the resource once the rest is traced.
    member _.Using(resource: 'R :> IDisposable, body: 'R -> Prob<'T>) =
        Prob<'T>(fun t ->
            use resource = resource
            (body resource).Run t)

    /// `try ... finally` around the tracing of a program.
    member _.TryFinally(program: Prob<'T>, finalizer: unit -> unit) =
        Prob<'T>(fun t ->
            try
                program.Run t
            finally
                finalizer ())

    /// `and!`: two programs side by side.
    member _.MergeSources(first: Prob<'A>, second: Prob<'B>) =
        Prob<'A * 'B>(fun t ->
            let a = first.Run t
            a, second.Run t)
