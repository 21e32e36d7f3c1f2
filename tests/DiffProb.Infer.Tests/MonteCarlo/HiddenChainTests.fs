/// Discrete states summed out exactly: the forward algorithm, and forward-backward.
module DiffProb.Tests.HiddenChainTests

open Xunit
open DiffProb
open DiffProb.Tests.Exact
open DiffProb.Tests.StateSpace

/// A density that is not of the chain, so that there is a continuous site.
let private withSite (ys: float[]) =
    prob {
        let! _ = sample "u" (Normal(0.0, 1.0))
        do! hidden ys
    }

[<Fact>]
let ``the log joint of a hidden Markov chain is the forward algorithm, and the probabilities of its states forward-backward`` () =
    let ys = data 60
    let evidence, smoothed = forwardBackward initial transition (emission ys)

    let joint =
        LogJoint.ofProgram (withSite ys) (System.Collections.Generic.Dictionary())

    let position = Bindings.Empty.With(LatentSite.position, tensor [| 0.3 |])

    let value (t: Tensor) =
        (ManagedEngine.Default.Compile([| t |], [| joint.Position |])).Run(position).[0].ToArray()

    Assert.Equal(evidence + logNormal 0.3 0.0 1.0, (value joint.LogDensity).[0], 1e-10)

    for quantity in Recovery.quantities joint do
        if quantity.Name.StartsWith "probs(k[" then
            let t = int (quantity.Name.Substring(8).TrimEnd(')', ']'))
            Assert.All(Array.zip smoothed.[t] (value quantity.Value), fun (p, q) -> Assert.Equal(p, q, 1e-10))
