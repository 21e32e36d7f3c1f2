/// The reference posteriors as programs.
module DiffProb.Tests.Models

open DiffProb
open DiffProb.Tests.Reference

/// A site without a density of its own, on the support of a law: the law is taken back by a factor.
let private flat (name: string) (law: Distribution) =
    prob {
        let! x = sample name law
        do! factor $"{name} is flat" (-(law.LogProb x))
        return x
    }

let private standard (size: int) =
    Normal(Tensor.Zeros(Shape.Of size), 1.0)

/// Columns side by side: [rows, columns].
let private columns (parts: float[] list) =
    Tensor.Matrix(Array2D.init parts.Head.Length parts.Length (fun i k -> parts.[k].[i]))

let private schools (d: Data) =
    plate "school" (d.Numbers "y", d.Numbers "sigma")

let eightSchoolsCentered (d: Data) =
    prob {
        let! mu = sample "mu" (Normal(0.0, 5.0))
        let! tau = sample "tau" (HalfCauchy 5.0)

        for y, sigma in schools d do
            let! theta = sample "theta" (Normal(mu, tau))
            do! observe "y" (Normal(theta, sigma)) y
    }

let eightSchoolsNoncentered (d: Data) =
    prob {
        let! mu = sample "mu" (Normal(0.0, 5.0))
        let! tau = sample "tau" (HalfCauchy 5.0)

        for y, sigma in schools d do
            let! eta = sample "theta_trans" (Normal(0.0, 1.0))
            let! theta = deterministic "theta" (mu + tau * eta)
            do! observe "y" (Normal(theta, sigma)) y
    }

let kidscore (d: Data) =
    prob {
        let hs, iq = d.Numbers "mom_hs", d.Numbers "mom_iq"
        let x = columns [ Array.map (fun _ -> 1.0) hs; hs; iq; Array.map2 (*) hs iq ]
        let! beta = flat "beta" (standard 4)
        let! sigma = sample "sigma" (HalfCauchy 2.5)
        do! observe "kid_score" (Normal(x.MatMul beta, sigma)) (d.Numbers "kid_score")
    }

let wells (d: Data) =
    prob {
        let x =
            columns [ d.Numbers "dist" |> Array.map (fun v -> v / 100.0); d.Numbers "arsenic" ]

        let! alpha = flat "alpha" (Normal(0.0, 1.0))
        let! beta = flat "beta" (standard 2)
        do! observe "switched" (Bernoulli(logits = alpha + x.MatMul beta)) (d.Numbers "switched")
    }

let radon (d: Data) =
    prob {
        let county = tensor (d.Numbers "county_idx" |> Array.map (fun i -> int i - 1))
        let! sigmaAlpha = sample "sigma_alpha" (HalfNormal 1.0)
        let! sigma = sample "sigma_y" (HalfNormal 1.0)
        let! mu = sample "mu_alpha" (Normal(0.0, 10.0))
        let! beta = sample "beta" (Normal(Tensor.Zeros(Shape.Of 2), 10.0))
        let! raw = sample "alpha_raw" (standard (int (d.Number "J")))
        let! alpha = deterministic "alpha" (mu + sigmaAlpha * raw)
        let x = columns [ d.Numbers "log_uppm"; d.Numbers "floor_measure" ]
        do! observe "log_radon" (Normal(alpha.Gather county + x.MatMul beta, sigma)) (d.Numbers "log_radon")
    }

let gaussianProcess (d: Data) =
    prob {
        let x = d.Numbers "x"
        let n = x.Length
        let squares = Tensor.Matrix(Array2D.init n n (fun i j -> (x.[i] - x.[j]) ** 2.0))
        let! rho = sample "rho" (Gamma(25.0, 4.0))
        let! alpha = sample "alpha" (HalfNormal 2.0)
        let! sigma = sample "sigma" (HalfNormal 1.0)
        let unit = Tensor.Matrix(Array2D.init n n (fun i j -> if i = j then 1.0 else 0.0))
        let covariance = alpha ** 2.0 * exp (squares * (-0.5 / rho ** 2.0)) + sigma * unit
        do! observe "y" (MultivariateNormal(Tensor.Zeros(Shape.Of n), covariance = covariance)) (d.Numbers "y")
    }

let ar5 (d: Data) =
    prob {
        let y, k = d.Numbers "y", int (d.Number "K")
        let lags = columns [ for lag in 1..k -> y.[k - lag .. y.Length - 1 - lag] ]
        let! alpha = sample "alpha" (Normal(0.0, 10.0))
        let! beta = sample "beta" (Normal(Tensor.Zeros(Shape.Of k), 10.0))
        let! sigma = sample "sigma" (HalfCauchy 2.5)
        do! observe "y" (Normal(alpha + lags.MatMul beta, sigma)) y.[k..]
    }

/// The component of each row is a site of its own, which is summed out.
let mixture (d: Data) =
    prob {
        let! mu = flat "mu" (Transformed(standard 2, Transform.Ordered))
        do! factor "mu prior" ((Normal(Tensor.Zeros(Shape.Of 2), 2.0)).LogProb mu)
        let! sigma = sample "sigma" (HalfNormal(tensor [| 2.0; 2.0 |]))
        let! theta = sample "theta" (Beta(5.0, 5.0))

        for y in plate "row" (d.Numbers "y") do
            let! isSecond = sample "z" (Bernoulli(probs = 1.0 - theta))
            let k = isSecond.Cast DType.Int64
            do! observe "y" (Normal(mu.Gather k, sigma.Gather k)) y
    }

/// The states are sites, which are summed out. Both enter the first step with weight 1: twice what the uniform law gives.
let hmm (d: Data) =
    prob {
        let! first = sample "theta1" (Dirichlet(tensor [| 1.0; 1.0 |]))
        let! second = sample "theta2" (Dirichlet(tensor [| 1.0; 1.0 |]))
        let! mu = flat "mu" (Transformed(standard 2, Transform.Ordered.Then Transform.Exp))
        do! factor "mu prior" ((Normal(tensor [| 3.0; 10.0 |], 1.0)).LogProb mu)
        do! factor "both states" (log 2.0)
        let rows = Shapes.Stack [| first; second |]

        let step (state: Tensor option) (y: float) =
            prob {
                let probs =
                    match state with
                    | None -> tensor [| 0.5; 0.5 |]
                    | Some k -> rows.Gather k

                let! next = sample "state" (Categorical(probs = probs))
                do! observe "y" (Normal(mu.Gather next, 1.0)) y
                return Some next
            }

        let! _ = Prob.fold step None (d.Numbers "y")
        ()
    }

let peregrine (d: Data) =
    prob {
        let year = tensor (d.Numbers "year")
        let! alpha = sample "alpha" (Uniform(-20.0, 20.0))
        let! beta1 = sample "beta1" (Uniform(-10.0, 10.0))
        let! beta2 = sample "beta2" (Uniform(-10.0, 10.0))
        let! beta3 = sample "beta3" (Uniform(-10.0, 10.0))
        let logRate = alpha + beta1 * year + beta2 * year ** 2.0 + beta3 * year ** 3.0
        do! observe "C" (Poisson(exp logRate)) (d.Numbers "C")
    }

/// Steps of Runge and Kutta's fourth-order rule between two years.
let private perYear = 16

let lotkaVolterra (d: Data) =
    prob {
        let! theta =
            sample
                "theta"
                (TruncatedNormal(
                    tensor [| 1.0; 0.05; 1.0; 0.05 |],
                    tensor [| 0.5; 0.05; 0.5; 0.05 |],
                    tensor 0.0,
                    tensor infinity
                ))

        let! start =
            sample "z_init" (LogNormal(Tensor.Of [| log 10.0; log 10.0 |], tensor 1.0))

        let! sigma = sample "sigma" (LogNormal(Tensor.Of [| -1.0; -1.0 |], tensor 1.0))
        let a, b, c, e = theta.[0], theta.[1], theta.[2], theta.[3]
        let h = 1.0 / float perYear

        let slope (u: Tensor, v: Tensor) = (a - b * v) * u, (e * u - c) * v

        let move (u: Tensor, v: Tensor) (step: float) (du: Tensor, dv: Tensor) = u + step * du, v + step * dv

        let rungeKutta state =
            let (u1, v1) as k1 = slope state
            let (u2, v2) as k2 = slope (move state (0.5 * h) k1)
            let (u3, v3) as k3 = slope (move state (0.5 * h) k2)
            let u4, v4 = slope (move state h k3)
            move state (h / 6.0) (u1 + 2.0 * u2 + 2.0 * u3 + u4, v1 + 2.0 * v2 + 2.0 * v3 + v4)

        do! observe "y_init" (LogNormal(log start, sigma)) (d.Numbers "y_init")
        let seen = d.Numbers "y"
        let mutable state = start.[0], start.[1]
        let path = ResizeArray<Tensor>()

        for year in 0 .. seen.Length / 2 - 1 do
            for _ in 1..perYear do
                state <- rungeKutta state

            path.Add(Shapes.Stack [| fst state; snd state |])

        do!
            observe
                "y"
                (LogNormal(log (Shapes.Stack path), sigma))
                (Tensor.Matrix(Array2D.init path.Count 2 (fun i k -> seen.[2 * i + k])))
    }
