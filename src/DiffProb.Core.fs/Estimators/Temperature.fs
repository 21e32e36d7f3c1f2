namespace DiffProb

open System
open System.Globalization

/// The part of a run of steps that is done: 0 at the first step, 1 at the last, and 0 in a single estimate.
module internal Progress =
    let label = "progress of the run"
    let leaf = Tensor.Data(label, Shape.Scalar)

/// How far a relaxation is from the discrete values: near 0 it is close to them, and its gradients are noisy. Constant, or changing over
/// the steps of `minimize` and `maximize`.
[<Sealed>]
type Temperature private (name: string, value: Tensor) =

    static let text (temperature: float) =
        temperature.ToString CultureInfo.InvariantCulture

    static let check (temperature: float) =
        if not (temperature > 0.0 && Double.IsFinite temperature) then
            raise (Errors.wrongNumber "A temperature" "positive" temperature)

    member internal _.Value = value

    /// The same temperature throughout: positive.
    static member Constant(temperature: float) =
        check temperature
        Temperature(text temperature, Tensor.Scalar temperature)

    /// Geometric from start to finish over the steps of a run, start^(1 - s) finish^s with s from 0 at the first step to 1 at the last;
    /// a single estimate stands at the start. Both positive.
    static member Anneal(start: float, finish: float) =
        check start
        check finish
        let ratio = Math.Log finish - Math.Log start
        Temperature($"{text start} to {text finish}", start * (Progress.leaf * ratio).Exp())

    /// A number is a constant temperature.
    static member op_Implicit(temperature: float) : Temperature = Temperature.Constant temperature

    override _.ToString() = name

/// Temperatures in F#.
[<RequireQualifiedAccess; CompilationRepresentation(CompilationRepresentationFlags.ModuleSuffix)>]
module Temperature =

    /// The same temperature throughout: positive.
    let constant (temperature: float) = Temperature.Constant temperature

    /// Geometric from start to finish over the steps of a run; a single estimate stands at the start. Both positive.
    let anneal (start: float) (finish: float) = Temperature.Anneal(start, finish)
