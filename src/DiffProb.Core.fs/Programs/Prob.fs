namespace DiffProb

open System

/// A stochastic program that returns a 'T. Its body runs once, on symbols, when it is traced; nothing is drawn before it is run.
[<Sealed; TypeFormatterSource>]
type Prob<'T> internal (run: Tracer -> 'T) =

    /// Runs the body on a tracer.
    member internal _.Run(tracer: Tracer) = run tracer

    /// A program from a function on the tracer, for the C# facade.
    static member internal Create(run: Func<Tracer, 'T>) =
        Prob<'T>(fun tracer -> run.Invoke tracer)
