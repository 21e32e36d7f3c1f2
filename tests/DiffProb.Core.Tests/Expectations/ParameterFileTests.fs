/// Parameters go to files and come back as the values that a run starts from.
module DiffProb.Tests.ParameterFileTests

open System.IO
open Xunit
open DiffProb
open DiffProb.Tests.Judge

let private bowl =
    prob {
        let! a = param "a" [| 0.0; 0.0 |]
        let! s = paramOn Support.Positive "s" 1.0
        let! x = sample "x" (Normal(a.Sum(), s))
        return x * x
    }

let private fitted =
    bowl
    |> Expectation.minimize
        { Optimization.defaults with
            Steps = 30
            Optimizer = Adam 0.1
        }

/// What is done with a file of these tensors.
let private withFile ending (tensors: NamedTensors) (use': string -> unit) =
    let folder = Directory.CreateTempSubdirectory "diffprob-"

    try
        let path = Path.Combine(folder.FullName, "fit" + ending)
        tensors.Save path
        use' path
    finally
        folder.Delete true

[<Fact>]
let ``an estimate, a fit and an audit start from a file as from the numbers themselves`` () =
    Assert.Equal<string list>([ "a"; "s" ], List.ofSeq fitted.Values.Keys)

    for ending in [ ".safetensors"; ".json" ] do
        withFile ending fitted.Values (fun path ->
            let numbers =
                dict [ "a", fitted.["a"]; "s", fitted.["s"] ] :?> System.Collections.Generic.IReadOnlyDictionary<_, _>

            let read = NamedTensors.Load path

            let value parameters =
                (bowl
                 |> Expectation.value
                     { Estimation.defaults with
                         Parameters = parameters
                     })
                    .Mean

            Assert.Equal(value numbers, value read)
            Assert.NotEqual(value numbers, value Estimation.defaults.Parameters)

            let history parameters =
                (bowl
                 |> Expectation.minimize
                     { Optimization.defaults with
                         Steps = 3
                         Parameters = parameters
                     })
                    .History

            Assert.Equal<float>(history numbers, history read)

            let audit parameters =
                (bowl
                 |> Expectation.audit
                     { Estimation.defaults with
                         Parameters = parameters
                     })
                    .Entries.[0].Parameters.[0].Mean.ToArray()

            Assert.Equal<float[]>(audit numbers, audit read))

[<Fact>]
let ``a file must have the parameters of the program, all and no others`` () =
    let start (tensors: NamedTensors) ending =
        let mutable message = ""

        withFile ending tensors (fun path ->
            message <-
                messageOf (fun () ->
                    bowl
                    |> Expectation.value
                        { Estimation.defaults with
                            Parameters = NamedTensors.Load path
                        }))

        message

    let only names =
        NamedTensors(fitted.Values |> Seq.filter (fun t -> List.contains t.Key names))

    start (only [ "a" ]) ".json" |> says [ "fit.json\""; "It lacks: \"s\""; "try" ]

    start (fitted.Values.With("t", 1.0)) ".safetensors"
    |> says [ "fit.safetensors\""; "does not have: \"t\"" ]

    start (fitted.Values.With("a", 1.0)) ".json" |> says [ "\"a\""; "[2]"; "[]" ]

    start (fitted.Values.With("s", -1.0)) ".json"
    |> says [ "\"s\""; "positive"; "-1" ]

    messageOf (fun () ->
        bowl
        |> Expectation.gradient
            { Estimation.defaults with
                Parameters = NamedTensors []
            })
    |> says [ "What is given as Parameters"; "\"a\", \"s\"" ]

    // Some are given in a Map.
    let some =
        bowl
        |> Expectation.value
            { Estimation.defaults with
                Parameters = Map [ "a", fitted.Values.["a"] ]
            }

    Assert.True(some.Mean > 0.0)
