namespace DiffProb

open System
open System.Globalization
open System.Numerics

/// One parameter's update. Holds its own state.
type internal IUpdate =
    /// Moves a position in place: at a step (1, 2, ...), by a learning rate (negative: along the gradient).
    abstract Move: step: int * rate: float * gradient: float[] * position: float[] -> unit

    /// What it remembers of earlier steps, by name: the arrays themselves.
    abstract State: (string * float[]) list

/// Formulas over the elements of arrays of one length, some elements at once: a step of a large model passes over its parameters and does little else.
/// Each element has the bits that it would have alone.
module private Elements =

    let inline private load (array: float[]) place isVector =
        if isVector then
            Vector<float>(array, place)
        else
            Vector<float> array.[place]

    let inline private store (array: float[]) place isVector (value: Vector<float>) =
        if isVector then
            value.CopyTo(array, place)
        else
            array.[place] <- value.[0]

    let inline private each (length: int) ([<InlineIfLambda>] body: int -> bool -> unit) =
        let mutable place = 0

        while place + Vector<float>.Count <= length do
            body place true
            place <- place + Vector<float>.Count

        while place < length do
            body place false
            place <- place + 1

    let descend (gradient: float[]) (position: float[]) (rate: Vector<float>) =
        each position.Length (fun place isVector ->
            let delta = rate * load gradient place isVector
            store position place isVector (load position place isVector - delta))

    let rmsProp (gradient: float[]) (squares: float[]) (position: float[]) (rate: Vector<float>) =
        each position.Length (fun place isVector ->
            let g = load gradient place isVector
            let square = Vector 0.99 * load squares place isVector + Vector 0.01 * g * g
            store squares place isVector square
            let delta = rate * g / (Vector.SquareRoot square + Vector 1e-8)
            store position place isVector (load position place isVector - delta))

    let adam
        (gradient: float[])
        (first: float[])
        (second: float[])
        (position: float[])
        (rate: Vector<float>)
        firstShare
        secondShare
        =
        each position.Length (fun place isVector ->
            let g = load gradient place isVector
            let mean = Vector 0.9 * load first place isVector + Vector 0.1 * g
            let square = Vector 0.999 * load second place isVector + Vector 0.001 * g * g
            store first place isVector mean
            store second place isVector square

            let delta =
                rate * (mean / firstShare)
                / (Vector.SquareRoot(square / secondShare) + Vector 1e-8)

            store position place isVector (load position place isVector - delta))

/// Numbers in names, with all their digits: two of one name are one.
module private Digits =
    let all (x: float) =
        x.ToString("R", CultureInfo.InvariantCulture)

/// How the learning rate changes over the steps.
[<Sealed>]
type Schedule private (name: string, isOfLength: bool, factor: Func<int, int, float>) =
    /// Whether it depends on how many steps there are in all.
    member internal _.IsOfLength = isOfLength

    /// Factor on the learning rate at a step (from 0) of a run of some length.
    member internal _.Factor(step: int, steps: int) = factor.Invoke(step, steps)

    /// The same rate throughout.
    static member val Constant = Schedule("constant", false, (fun _ _ -> 1.0))

    /// Falls by a factor at every step: rate decay^step. decay: in (0, 1].
    static member Exponential(decay: float) =
        if not (decay > 0.0 && decay <= 1.0) then
            raise (Errors.wrongNumber "Schedule.Exponential decay" "above 0 and at most 1" decay)

        Schedule($"exponential {Digits.all decay}", false, (fun step _ -> Math.Pow(decay, float step)))

    /// Falls to zero along half a cosine (Loshchilov and Hutter 2017, arXiv 1608.03983, equation 5).
    static member val Cosine =
        Schedule("cosine", true, (fun step steps -> 0.5 * (1.0 + Math.Cos(Math.PI * float step / float steps))))

    /// 1 / sqrt(1 + step / delay): slow enough to converge with noisy gradients (Robbins and Monro 1951). delay: in steps, positive.
    static member InverseSqrt(delay: float) =
        if not (delay > 0.0) then
            raise (Errors.wrongNumber "Schedule.InverseSqrt delay" "positive" delay)

        Schedule($"inverse square root {Digits.all delay}", false, (fun step _ -> 1.0 / Math.Sqrt(1.0 + float step / delay)))

    override _.ToString() = name

/// A rule that moves parameters against their gradient.
[<Sealed>]
type Optimizer private (name: string, rate: float, start: Func<int, IUpdate>) =

    static let checkedRate rate =
        if not (rate > 0.0 && Double.IsFinite rate) then
            raise (Errors.wrongNumber "The learning rate" "positive" rate)

        rate

    // A rule starts with arrays of zeros, by the names of what it remembers.
    static let update (remembered: string list) (rule: float[] list -> int -> float -> float[] -> float[] -> unit) =
        Func<int, IUpdate>(fun length ->
            let arrays = remembered |> List.map (fun _ -> Array.zeroCreate<float> length)
            let move = rule arrays

            { new IUpdate with
                member _.Move(step, rate, gradient, position) = move step rate gradient position
                member _.State = List.zip remembered arrays
            })

    /// The update of a parameter of so many elements.
    member internal _.Start(length: int) = start.Invoke length

    /// Learning rate before the schedule.
    member _.LearningRate = rate

    /// Stochastic gradient descent: θ ← θ - rate g. learningRate: positive.
    static member Sgd(learningRate: float) =
        let rule _ _ (rate: float) gradient position =
            Elements.descend gradient position (Vector rate)

        Optimizer("SGD", checkedRate learningRate, update [] rule)

    /// Adam (Kingma and Ba 2015, arXiv 1412.6980, algorithm 1) with β = 0.9, 0.999 and ε = 1e-8. learningRate: positive.
    static member Adam(learningRate: float) =
        let rule (moments: float[] list) step (rate: float) gradient position =
            let firstShare = Vector(1.0 - Math.Pow(0.9, float step))
            let secondShare = Vector(1.0 - Math.Pow(0.999, float step))
            Elements.adam gradient moments.[0] moments.[1] position (Vector rate) firstShare secondShare

        Optimizer("Adam", checkedRate learningRate, update [ "first"; "second" ] rule)

    /// RMSProp (Tieleman and Hinton 2012, lecture 6.5) with smoothing 0.99 and ε = 1e-8, as in PyTorch. learningRate: positive.
    static member RmsProp(learningRate: float) =
        let rule (moments: float[] list) _ (rate: float) gradient position =
            Elements.rmsProp gradient moments.[0] position (Vector rate)

        Optimizer("RMSProp", checkedRate learningRate, update [ "squares" ] rule)

    override _.ToString() = $"{name} {Digits.all rate}"
