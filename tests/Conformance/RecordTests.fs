/// Every record is written as a program or waits for a named feature.
module DiffProb.Conformance.RecordTests

open Xunit
open DiffProb
open DiffProb.Conformance.Records

let private ids = Records.all |> List.map _.Id |> set
let private expressed = Catalogue.problems |> List.map _.Record.Id |> set
let private waiting = Catalogue.waiting |> List.map fst |> set

[<Fact>]
let ``Every record is expressed or waiting, and none is both`` () =
    Assert.Empty(ids - expressed - waiting)
    Assert.Empty(Set.intersect expressed waiting)
    Assert.Empty(waiting - ids)

[<Fact>]
let ``The waiting list does not grow`` () =
    Assert.Equal(waiting.Count, Catalogue.waiting.Length)
    Assert.True(waiting.Count <= Catalogue.mostWaiting, $"{waiting.Count} records wait; at most {Catalogue.mostWaiting} may")

[<Fact>]
let ``Nothing waits for a distribution that is there`` () =
    let wanted =
        (Catalogue.waiting |> List.map snd)
        @ (Catalogue.problems |> List.choose _.StandsFor)

    let there =
        typeof<Distribution>.Assembly.GetExportedTypes() |> Seq.map _.Name |> set

    Assert.Empty(Set.intersect (set wanted) there)

[<Fact>]
let ``Problems have different names`` () =
    let names = Catalogue.problems |> List.map _.Name
    Assert.Equal<string list>(List.distinct names, names)
