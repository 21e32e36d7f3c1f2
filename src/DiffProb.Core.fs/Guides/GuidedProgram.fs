namespace DiffProb

open System
open System.Collections.Generic

/// A guide and a model as algorithms need them: programs of bounds, draws with their weights, and the density at a mode.
[<Sealed>]
type internal GuidedProgram private (parts: StochasticGraph, whole: Lazy<StochasticGraph>, guide: Guide, scale: float) =

    let plate (draws: int) =
        if draws > 1 then
            Some(Plate("importance draw", draws, draws))
        else
            None

    /// A model and a guide. scale: where the scales of an automatic guide start, on the unconstrained space.
    static member Of(model: Prob<'T>, guide: Guide, scale: float) =
        GuidedProgram(LogJoint.trace false model, lazy (LogJoint.trace true model), guide, scale)

    member _.Guide = guide

    /// Names of the model's parameters.
    member _.ModelParameters: string[] = [| for p in parts.Parameters -> p.Name |]

    /// Names of the model's sites.
    member _.SiteNames: string[] = [| for s in parts.Sites -> s.Name |]

    /// Those of some values that are of the model's parameters.
    member _.OfModel(values: IReadOnlyDictionary<string, Tensor>) : IReadOnlyDictionary<string, Tensor> =
        readOnlyDict
            [
                for p in parts.Parameters do
                    match values.TryGetValue p.Name with
                    | true, value -> p.Name, value
                    | _ -> ()
            ]

    /// Unconstrained numbers of the model's continuous sites.
    member _.Dimension = LogJoint.dimensionOf (fun _ -> false) parts

    /// The program whose costs are a lower bound on the log evidence. draws: 1 for the evidence lower bound, more for the importance weighted one.
    /// isDouble: whether that one has the doubly reparameterized gradient.
    member _.Objective(draws: int, isDouble: bool) : Prob<unit> =
        Prob<unit>(fun tracer ->
            let run = GuidedRun.on tracer parts guide scale (plate draws)

            if draws > 1 then
                Bound.importance tracer run isDouble
            else
                Bound.evidence tracer run)

    /// Sites of the guide of whose rows the importance weighted bound mixes none but the draws: VIMCO serves those.
    member _.MixedInDrawsAlone(draws: int) : string[] =
        Bound.apart (GuidedRun.on (Tracer()) parts guide scale (plate draws))

    /// Whether log q is a function of the draw and the parameters: the doubly reparameterized gradient needs that.
    member _.HasDensityOfDraw =
        match guide.Kind with
        | GuideKind.Flow _ -> false
        | _ -> true

    /// The model alone, its parameters at values by name or else their initial ones, with all rows of its plates.
    member _.Model(parameters: IReadOnlyDictionary<string, Tensor>) =
        ConditionedProgram.OfGraph(whole.Value, parameters)

    /// The density at a mode, in the unconstrained numbers and the model's parameters. hasVolume: with the log-determinants.
    member _.Mode(hasVolume: bool, parameters: IReadOnlyDictionary<string, Tensor>) =
        ModeDensity(whole.Value, hasVolume, parameters)

    /// Draws of the guide, with what they are of the model.
    member _.Draws(engine: IEngine, parameters: IReadOnlyDictionary<string, Tensor>, count: int) =
        GuideDraws(whole.Value, guide, scale, engine, parameters, count)
