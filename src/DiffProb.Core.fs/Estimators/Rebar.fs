namespace DiffProb

open System
open System.Globalization

/// The factor on the control variate of Rebar. With any factor it is unbiased; a good one lowers its variance.
[<Sealed>]
type RebarScale private (name: string, constant: float option, decay: float) =
    member internal _.Given = constant
    member internal _.Decay = decay

    /// The same factor throughout: any finite number, 0 for the score function alone.
    static member Constant(scale: float) =
        if not (Double.IsFinite scale) then
            raise (Errors.wrongNumber "RebarScale.Constant" "finite" scale)

        RebarScale(scale.ToString CultureInfo.InvariantCulture, Some scale, 0.0)

    /// The factor of least variance at earlier runs, the present one excluded, by moving averages. decay: weight of the past, in (0, 1).
    static member Fitted(decay: float) =
        if not (decay > 0.0 && decay < 1.0) then
            raise (Errors.wrongNumber "RebarScale.Fitted decay" "above 0 and below 1" decay)

        RebarScale($"fitted {decay.ToString CultureInfo.InvariantCulture}", None, decay)

    override _.ToString() = name

/// The score function against a relaxed cost, whose own derivative is added back along its path:
/// d E f(b) = E [f(b) - η f(σ(z̃))] d log p(b) + η d f(σ(z)) - η d f(σ(z̃)), with z = l + noise, b its nearest corner, z̃ from z given b, and σ a sigmoid or
/// softmax of z / temperature. Unbiased for every temperature and every η.
/// Fitted, η is E[A B] / E[B²], where the derivative in the site's logits is A - η B: the least variance of it, from runs before.
/// For a single bit it gains nothing: a constant baseline has no variance there, nor has a sum over two values.
/// Source: Tucker, Mnih, Maddison, Lawson, Sohl-Dickstein 2017, arXiv 1703.07370; the derivatives of z̃ in closed form are ours.
module internal Rebar =

    let private refuse (facts: Facts) =
        RelaxedDraws.refuse facts
        |> Option.orElseWith (fun () ->
            if facts.Mixed.Count > 0 then
                Some $"rows of plate \"{facts.Mixed.[0].Name}\" are mixed before the cost, and the rows would be relaxed in step"
            elif facts.IsStopped then
                Some "its value reaches the cost through StopGradient, which the score function would differentiate all the same"
            else
                Relaxation.refuseOnce facts)

    let private sum (t: Tensor) = t.Sum().SumOver t.Axes

    let at (temperature: Temperature) (scale: RebarScale) =
        let name = $"Rebar {temperature} scale {scale}"

        let leaf (what: string) (site: Site) =
            Tensor.Data($"{what} of {site.Name} by {name}", Shape.Scalar)

        let product = leaf "E[A B]"
        let square = leaf "E[B²]"

        // 0 before the first run.
        let factor site =
            match scale.Given with
            | Some constant -> Tensor.Scalar constant
            | None ->
                let isKnown = Tensor.op_GreaterThan (square site, Tensor.Scalar 0.0)
                Tensor.Where(isKnown, product site / square site, Tensor.Scalar 0.0)

        Estimator
            { new IEstimator with
                member _.Name = name
                member _.IsBiased = false
                member _.PassesThrough = false
                member _.Refuse facts = refuse facts
                member _.Evaluations _ = 3

                member _.Propose(site, distribution, noise) =
                    let drawn = RelaxedDraws.draw distribution noise
                    let soften = RelaxedDraws.soften distribution temperature
                    let score = drawn.LogProb.MagicBox()
                    let factor = factor site
                    let axis = Axis($"relaxations of {site.Name}", 3, AxisRole.Coupled)

                    {
                        Value = Shapes.Stack([| drawn.Corner; soften drawn.Continuous; soften drawn.Conditional |]).ToAxis axis
                        Along =
                            Some
                                {
                                    Axis = axis
                                    Weights = Shapes.Stack([| score; factor; -factor * score |]).ToAxis axis
                                    Possible = None
                                }
                    }

                member _.GradientFunction(_, _) = None
                member _.ControlVariate _ = None
              interface IRelaxing
              interface IFitted with
                  member _.Keep(site, distribution, noise, objective) =
                      if scale.Given.IsSome then
                          []
                      else
                          let logits = (RelaxedDraws.draw distribution noise).Logits
                          let derivative (t: Tensor) (wrt: Tensor) = (Gradient.Of(t, [| wrt |])).[0]
                          let control = -(derivative (derivative objective (factor site)) logits)
                          let plain = derivative objective logits + factor site * control

                          [
                              for leaf, observed in [ product, sum (plain * control); square, sum (control.Square()) ] ->
                                  {
                                      Leaf = leaf site
                                      Observed = observed
                                      Decay = scale.Decay
                                  }
                          ]
            }
