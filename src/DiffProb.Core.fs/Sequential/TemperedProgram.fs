namespace DiffProb

open System.Collections.Generic

/// A program between its prior and its posterior, for many positions at once: log densities of both on the unconstrained space, and the gradient of
/// prior plus inverse temperature times the rest.
[<Sealed>]
type internal TemperedProgram private (joint: LogJoint, particles: int, parameters: IReadOnlyDictionary<string, Tensor>) =
    let quantities = Recovery.quantities joint |> Array.ofList

    let logPrior =
        Marginalization(joint.Graph, joint.Discrete).LogSum
            [
                for t in joint.Terms do
                    if t.Kind = TermKind.Latent || t.Kind = TermKind.Discrete then
                        t.LogDensity, t.Place
            ]

    let compile (count: int) =
        let axis = Axis("particle", count, AxisRole.Particle)
        let leaf = Tensor.Parameter(LatentSite.position, Shape.Of(count, joint.Dimension))
        let temperature = Tensor.Data("inverse temperature", Shape.Scalar)

        let rewriter =
            let position = leaf.ToAxis axis

            Rewriter(fun node _ ->
                if obj.ReferenceEquals(node, joint.Position) then
                    position
                else
                    null)

        let along (t: Tensor) = (rewriter.Rewrite t).FromAxis axis
        leaf, temperature, rewriter, along

    /// The tempered program of a program; parameters have the values given by name, or else their initial ones.
    static member Of(program: Prob<'T>, parameters: IReadOnlyDictionary<string, Tensor>, particles: int) =
        let joint = LogJoint.ofProgram program parameters

        if joint.Graph.Observations.Length + joint.Graph.Factors.Length = 0 then
            raise (Errors.nothingObserved (joint.Graph.Sites |> Seq.map _.Name))

        TemperedProgram(joint, particles, parameters)

    /// Length of a position.
    member _.Dimension = joint.Dimension

    member _.Particles = particles

    /// Name of the positions among the inputs.
    member _.Input = LatentSite.position

    /// Name of the inverse temperature among the inputs.
    member _.Temperature = "inverse temperature"

    /// What each draw tells.
    member _.Names: string[] = [| for q in quantities -> q.Name |]

    /// Shapes of that: rows of the plates, then an event.
    member _.Shapes: Shape[] = [| for q in quantities -> q.Value.Shape |]

    /// Log prior and log likelihood of some positions, each [count]; with a gradient, [count, dimension], of the prior plus inverse temperature times the likelihood.
    member _.CompileDensity(engine: IEngine, count: int, withGradient: bool) : Executable =
        let leaf, temperature, _, along = compile count
        let prior = along logPrior
        let likelihood = along (joint.LogDensity - logPrior)

        let outputs =
            [|
                prior
                likelihood
                if withGradient then
                    yield! Gradient.Of((prior + temperature * likelihood).Sum(), [| leaf |])
            |]

        engine.Compile(
            outputs,
            [|
                leaf
                if withGradient then
                    temperature
            |]
        )

    /// What each draw tells, of some positions.
    member _.CompileQuantities(engine: IEngine, count: int) : Executable =
        let leaf, _, _, along = compile count
        engine.Compile([| for q in quantities -> along q.Value |], [| leaf |])

    /// What makes the log density not finite at a position, in words.
    member _.Fault(engine: IEngine, position: float[]) : string =
        (ConditionedProgram.OfJoint joint).Fault(engine, System.ReadOnlySpan position)

    /// Positions drawn from the prior.
    member _.Prior() : ParticleProgram =
        let free =
            [|
                for latent in joint.Latents do
                    let site = latent.Site

                    {
                        Name = site.Name + " unconstrained"
                        Value = site.Distribution.Support.FromReals.InverseOf site.Value
                        Place = site.Place
                    }
                    : Deterministic
            |]

        ParticleProgram.OfSequence(Sequence.ofPrior joint.Graph free (Proposals.parameters [ joint.Graph ] parameters), particles)

    /// Places, among what the prior tells, of the numbers of a position, in its order.
    member _.PriorPlaces: int[] =
        [| for i in 0 .. joint.Latents.Length - 1 -> joint.Graph.Sites.Length + i |]
