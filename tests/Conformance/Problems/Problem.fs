/// A record written as a program. A number that the exact gradient names is a trainable parameter of that name; "l3" may be the
/// third element of a vector parameter "l".
module DiffProb.Conformance.Problem

open DiffProb
open DiffProb.Conformance.Records

/// A record as a program.
[<NoComparison>]
type Problem =
    {
        Record: Record
        /// Which of several ways to write it; empty for the only one.
        Form: string
        /// The distribution that the program stands in for, being equal in law, because this version lacks it.
        StandsFor: string option
        Program: Prob<objnull>
    }

    member p.Name =
        if p.Form = "" then
            p.Record.Id
        else
            $"{p.Record.Id}, {p.Form}"

    override p.ToString() = p.Name

let row standsFor id form (program: Record -> Prob<'T>) =
    let record = Records.find id

    {
        Record = record
        Form = form
        StandsFor = standsFor
        Program = Prob<objnull>(fun tracer -> box ((program record).Run tracer))
    }

let form id name program = row None id name program
let only id program = form id "" program
let standIn distribution id name program = row (Some distribution) id name program

/// A program of a test's own, with what is exact: the name of a vector's element is as in a record.
let made id value (gradient: (string * float) list) (program: Prob<'T>) =
    {
        Record =
            {
                Id = id
                Description = ""
                Numbers = Map.empty
                Value = value
                Gradient = Map.ofList gradient
                Hessian = Map.empty
                Third = Map.empty
                Variances = Map.empty
                WrongLimits = Map.empty
                Invalid = []
            }
        Form = ""
        StandsFor = None
        Program = Prob<objnull>(fun tracer -> box (program.Run tracer))
    }

let real (r: Record) name = param name r.[name]
let reals (r: Record) name = param name (r.Vector name)
let positive (r: Record) name = paramOn Support.Positive name r.[name]

let positives (r: Record) name =
    paramOn Support.Positive name (r.Vector name)

let indicator (condition: Tensor) = where condition 1.0 0.0
