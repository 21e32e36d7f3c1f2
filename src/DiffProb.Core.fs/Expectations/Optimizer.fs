namespace DiffProb

open System

/// One parameter's update: from the step (1, 2, ...), the learning rate and the gradient, to what is subtracted. Holds its own state.
type internal IUpdate =
    abstract Delta: step: int * rate: float * gradient: float[] -> float[]

/// How the learning rate changes over the steps.
[<Sealed>]
type Schedule private (name: string, factor: Func<int, int, float>) =
    /// Factor on the learning rate at a step (from 0) of a run of some length.
    member internal _.Factor(step: int, steps: int) = factor.Invoke(step, steps)

    /// The same rate throughout.
    static member val Constant = Schedule("constant", (fun _ _ -> 1.0))

    /// Falls by a factor at every step: rate decay^step. decay: in (0, 1].
    static member Exponential(decay: float) =
        if not (decay > 0.0 && decay <= 1.0) then
            raise (Errors.wrongNumber "Schedule.Exponential decay" "above 0 and at most 1" decay)

        Schedule($"exponential %g{decay}", (fun step _ -> Math.Pow(decay, float step)))

    /// Falls to zero along half a cosine (Loshchilov and Hutter 2017, arXiv 1608.03983, equation 5).
    static member val Cosine = Schedule("cosine", (fun step steps -> 0.5 * (1.0 + Math.Cos(Math.PI * float step / float steps))))

    /// 1 / sqrt(1 + step / delay): slow enough to converge with noisy gradients (Robbins and Monro 1951). delay: in steps, positive.
    static member InverseSqrt(delay: float) =
        if not (delay > 0.0) then
            raise (Errors.wrongNumber "Schedule.InverseSqrt delay" "positive" delay)

        Schedule($"inverse square root %g{delay}", (fun step _ -> 1.0 / Math.Sqrt(1.0 + float step / delay)))

    override _.ToString() = name

/// A rule that moves parameters against their gradient.
[<Sealed>]
type Optimizer private (name: string, rate: float, start: Func<IUpdate>) =

    static let checkedRate rate =
        if not (rate > 0.0 && Double.IsFinite rate) then
            raise (Errors.wrongNumber "The learning rate" "positive" rate)

        rate

    static let update (size: unit -> (int -> float -> float[] -> float[])) =
        Func<IUpdate>(fun () ->
            let delta = size ()

            { new IUpdate with
                member _.Delta(step, rate, gradient) = delta step rate gradient
            })

    member internal _.Start() = start.Invoke()

    /// Learning rate before the schedule.
    member _.LearningRate = rate

    /// Stochastic gradient descent: θ ← θ - rate g. learningRate: positive.
    static member Sgd(learningRate: float) =
        Optimizer("SGD", checkedRate learningRate, update (fun () -> fun _ rate g -> g |> Array.map (fun x -> rate * x)))

    /// Adam (Kingma and Ba 2015, arXiv 1412.6980, algorithm 1) with β = 0.9, 0.999 and ε = 1e-8. learningRate: positive.
    static member Adam(learningRate: float) =
        let start () =
            let mutable first: float[] = [||]
            let mutable second: float[] = [||]

            fun step rate (g: float[]) ->
                if step = 1 then
                    first <- Array.zeroCreate g.Length
                    second <- Array.zeroCreate g.Length

                let firstShare = 1.0 - Math.Pow(0.9, float step)
                let secondShare = 1.0 - Math.Pow(0.999, float step)

                Array.init g.Length (fun i ->
                    first.[i] <- 0.9 * first.[i] + 0.1 * g.[i]
                    second.[i] <- 0.999 * second.[i] + 0.001 * g.[i] * g.[i]

                    rate * (first.[i] / firstShare) / (Math.Sqrt(second.[i] / secondShare) + 1e-8))

        Optimizer("Adam", checkedRate learningRate, update start)

    /// RMSProp (Tieleman and Hinton 2012, lecture 6.5) with smoothing 0.99 and ε = 1e-8, as in PyTorch. learningRate: positive.
    static member RmsProp(learningRate: float) =
        let start () =
            let mutable squares: float[] = [||]

            fun step rate (g: float[]) ->
                if step = 1 then
                    squares <- Array.zeroCreate g.Length

                Array.init g.Length (fun i ->
                    squares.[i] <- 0.99 * squares.[i] + 0.01 * g.[i] * g.[i]
                    rate * g.[i] / (Math.Sqrt squares.[i] + 1e-8))

        Optimizer("RMSProp", checkedRate learningRate, update start)

    override _.ToString() = $"{name} %g{rate}"
