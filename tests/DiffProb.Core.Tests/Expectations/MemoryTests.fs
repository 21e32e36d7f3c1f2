/// Programs that are traced, compiled and dropped leave nothing behind.
[<Xunit.Collection("alone")>]
module DiffProb.Tests.MemoryTests

open System
open Xunit
open DiffProb

/// Runs when no other test does: others' garbage would count.
[<CollectionDefinition("alone", DisableParallelization = true)>]
type Alone() = class end

let private settled () =
    for _ in 1..3 do
        GC.Collect()
        GC.WaitForPendingFinalizers()

    GC.GetTotalMemory true

[<Fact>]
let ``1e5 programs traced, compiled and dropped leave memory flat`` () =
    let once (i: int) =
        let program =
            prob {
                let! m = param "m" (float i)
                let! x = sample "x" (Normal(m, 1.0 + float (i % 7)))
                return x * float i
            }

        let prepared =
            Preparation.prepare
                program
                {
                    Particles = 2
                    Order = 1
                    EnumerationBudget = 1024
                    AllowBias = false
                    Plan = None
                }

        let m = prepared.Graph.Parameters.[0].Leaf
        let gradient = Gradient.Of(prepared.Surrogate.Objective, [| m |])

        ManagedEngine.Default.Compile([| prepared.Surrogate.Objective; gradient.[0] |], [| m |])
        |> ignore

    for i in 1..50_000 do
        once i

    let half = settled ()

    for i in 1..50_000 do
        once (50_000 + i)

    let grown = settled () - half
    Assert.True(grown < 2_000_000L, $"{grown} bytes more after the second half of the programs than after the first")
