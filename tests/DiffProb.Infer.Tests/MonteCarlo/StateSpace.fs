/// State-space programs that several tests run.
module DiffProb.Tests.StateSpace

open DiffProb

let a, q, r = 0.9, 0.7, 0.5

let data (n: int) =
    [|
        for t in 0 .. n - 1 -> 1.5 * sin (0.7 * float t) + 0.3 * cos (5.0 * float t)
    |]

/// A linear Gaussian chain, with the state as a site.
let centered (ys: float[]) =
    prob {
        let step (x: Tensor option) (y: float) =
            prob {
                let! x =
                    match x with
                    | None -> sample "x" (Normal(0.0, 1.0))
                    | Some x -> sample "x" (Normal(a * x, q))

                do! observe "y" (Normal(x, r)) y
                return Some x
            }

        let! _ = Prob.fold step None ys
        ()
    }

/// The same chain, with the state as a number that the sites move.
let moved (ys: float[]) =
    prob {
        let step (x: Tensor option) (y: float) =
            prob {
                let! e = sample "e" (Normal(0.0, 1.0))

                let x =
                    match x with
                    | None -> e
                    | Some x -> a * x + q * e

                let! x = deterministic "x" x
                do! observe "y" (Normal(x, r)) y
                return Some x
            }

        let! _ = Prob.fold step None ys
        ()
    }

/// All states first, then all data: the same joint.
let apart (ys: float[]) =
    prob {
        let! path =
            Prob.scan
                (fun (x: Tensor option) () ->
                    prob {
                        let! x =
                            match x with
                            | None -> sample "x" (Normal(0.0, 1.0))
                            | Some x -> sample "x" (Normal(a * x, q))

                        return Some x
                    })
                None
                (Seq.replicate ys.Length ())

        for t, x in List.indexed path do
            do! observe $"y[{t}]" (Normal(x.Value, r)) ys.[t]
    }

/// Proposes each state from its law given the state before and the datum: the best that one step can do.
let adapted (ys: float[]) =
    prob {
        let step (x: Tensor option) (y: float) =
            prob {
                let mean, variance =
                    match x with
                    | None -> tensor 0.0, 1.0
                    | Some x -> a * x, q * q

                let gain = variance / (variance + r * r)

                let! x =
                    sample "x" (Normal(mean + gain * (y - mean), sqrt (variance * (1.0 - gain))))

                return Some x
            }

        let! _ = Prob.fold step None ys
        ()
    }

let initial = [| 0.5; 0.3; 0.2 |]

let transition =
    [| [| 0.7; 0.2; 0.1 |]; [| 0.3; 0.4; 0.3 |]; [| 0.05; 0.15; 0.8 |] |]

let locs = [| -1.0; 0.5; 2.0 |]

/// A hidden Markov chain of three states.
let hidden (ys: float[]) =
    prob {
        let rows = Tensor.Matrix(array2D transition)

        let step (k: Tensor option) (y: float) =
            prob {
                let law =
                    match k with
                    | None -> Categorical(probs = tensor initial)
                    | Some k -> Categorical(probs = rows.Gather(k, 0))

                let! k = sample "k" law
                do! observe "y" (Normal((tensor locs).Gather(k, 0), 0.8)) y
                return Some k
            }

        let! _ = Prob.fold step None ys
        ()
    }

let emission (ys: float[]) =
    [| for y in ys -> [| for loc in locs -> exp (Exact.logNormal y loc 0.8) |] |]
