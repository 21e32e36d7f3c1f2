/// Problems whose sites are continuous.
module DiffProb.Conformance.ContinuousProblems

open DiffProb
open DiffProb.Conformance.Records
open DiffProb.Conformance.Problem

let private normal (cost: Record -> Tensor -> Tensor) (r: Record) =
    prob {
        let! mu = real r "mu"
        let! sigma = positive r "sigma"
        let! x = sample "x" (Normal(mu, sigma))
        return cost r x
    }

let private gamma (cost: Tensor -> Tensor) (r: Record) =
    prob {
        let! alpha = positive r "alpha"
        let! z = sample "z" (Gamma(alpha, 1.0))
        return cost z
    }

let private beta (cost: Tensor -> Tensor) (r: Record) =
    prob {
        let! a = positive r "a"
        let! b = positive r "b"
        let! z = sample "z" (Beta(a, b))
        return cost z
    }

let private dirichlet (cost: Tensor -> Tensor) (r: Record) =
    prob {
        let! a = positives r "a"
        let! z = sample "z" (Dirichlet a)
        return cost z
    }

let private normals =
    [
        for id in [ "N01a"; "N01b"; "N01c" ] do
            only id (normal (fun r x -> (x - r.["k"]) ** 2.0))
        only "N04" (normal (fun r x -> indicator (x .> r.["c"])))
        form "N05" "one cost" (normal (fun _ x -> x + 3.0 * indicator (x .> 1.0)))
        form "N05" "two costs" (fun r ->
            prob {
                let! mu = real r "mu"
                let! sigma = positive r "sigma"
                let! x = sample "x" (Normal(mu, sigma))
                do! cost "trend" x
                do! cost "jump" (3.0 * indicator (x .> 1.0))
            })
        only "N06" (normal (fun _ x -> abs x))
        only "N08" (normal (fun _ x -> floor x))
        form "N10" "noise times Cholesky" (fun r ->
            prob {
                let! m1 = real r "m1"
                let! m2 = real r "m2"
                let! l11 = positive r "l11"
                let! l21 = real r "l21"
                let! l22 = positive r "l22"
                let! e1 = sample "e1" (Normal(0.0, 1.0))
                let! e2 = sample "e2" (Normal(0.0, 1.0))
                return exp (0.3 * (m1 + l11 * e1) - 0.2 * (m2 + l21 * e1 + l22 * e2))
            })
        form "N10" "a vector" (fun r ->
            prob {
                let! m1 = real r "m1"
                let! m2 = real r "m2"
                let! l11 = positive r "l11"
                let! l21 = real r "l21"
                let! l22 = positive r "l22"
                let stack (parts: Tensor list) = Shapes.Stack(Array.ofList parts)

                let factor = stack [ stack [ l11; Tensor.Scalar 0.0 ]; stack [ l21; l22 ] ]

                let! x = sample "x" (MultivariateNormal(stack [ m1; m2 ], scaleTril = factor))
                return exp (0.3 * x.[0] - 0.2 * x.[1])
            })
        form "N10" "one after the other" (fun r ->
            prob {
                let! m1 = real r "m1"
                let! m2 = real r "m2"
                let! l11 = positive r "l11"
                let! l21 = real r "l21"
                let! l22 = positive r "l22"
                let! x1 = sample "x1" (Normal(m1, l11))
                let! x2 = sample "x2" (Normal(m2 + l21 * (x1 - m1) / l11, l22))
                return exp (0.3 * x1 - 0.2 * x2)
            })
        only "N11" (normal (fun _ x -> exp x))
        only "N12" (fun r ->
            prob {
                let! sigma = positive r "sigma"
                let! x = sample "x" (Normal(0.0, sigma))
                return exp (0.3 * x * x)
            })
        only "N14" (fun r ->
            prob {
                let! mx = real r "mx"
                let! my = real r "my"
                let! sigma = positive r "sigma"
                let! x = sample "x" (Normal(mx, sigma))
                let! y = sample "y" (Normal(my, sigma))
                return indicator ((x * x + y * y) .< r.["r"] * r.["r"])
            })
        form "O04" "a normal" (normal (fun _ x -> exp (-x * x)))
        form "O04" "by rejection" (fun r ->
            prob {
                let! mu = real r "mu"
                let! sigma = positive r "sigma"
                // Proposed from twice the width: log p - log q is -3/8 ((x - mu) / sigma)², at most 0.
                let! x =
                    sample "x" (Rejection(Normal(mu, 2.0 * sigma), (fun x -> -0.375 * ((x - mu) / sigma).Square())))

                return exp (-x * x)
            })
    ]

let private positiveSites =
    [
        only "G01" (gamma id)
        only "G02" (gamma log)
        only "G03" (gamma (fun z -> log (1.0 + z)))
        only "G05" (fun r ->
            prob {
                let! alpha = positive r "alpha"
                let! rate = positive r "rate"
                let! z = sample "z" (Gamma(alpha, rate))
                return exp -z
            })
        only "G07" (gamma sqrt)
        only "G08" (gamma (fun z -> indicator (z .> 1.0)))
        only "G20" (fun r ->
            prob {
                let! mu = real r "mu"
                let! sigma = positive r "sigma"
                let! x = sample "x" (LogNormal(mu, sigma))
                return x ** 1.5
            })
        only "B01" (beta id)
        only "B03" (beta log)
        only "B05" (beta (fun z -> indicator (z .> 0.5)))
        form "D01" "a Dirichlet" (dirichlet (fun z -> z.[0] * z.[1]))
        form "D03" "a Dirichlet" (dirichlet (fun z -> (z * z).Sum()))
        form "D01" "three Gammas, normalized" (fun r ->
            prob {
                let! a = positives r "a"
                let! g1 = sample "g1" (Gamma(a.[0], 1.0))
                let! g2 = sample "g2" (Gamma(a.[1], 1.0))
                let! g3 = sample "g3" (Gamma(a.[2], 1.0))
                return g1 * g2 / (g1 + g2 + g3) ** 2.0
            })
        form "D03" "a vector of Gammas, normalized" (fun r ->
            prob {
                let! a = positives r "a"
                let! g = sample "g" (Gamma(a, 1.0))
                return (2.0 * (log g).LogSoftmax()).Exp().Sum()
            })
        form "G18" "a Kumaraswamy" (fun r ->
            prob {
                let! a = positive r "a"
                let! b = positive r "b"
                let! x = sample "x" (Kumaraswamy(a, b))
                return x
            })
        form "G18" "a power of a Beta" (fun r ->
            prob {
                let! a = positive r "a"
                let! b = positive r "b"
                let! z = sample "z" (Beta(1.0, b))
                return z ** (1.0 / a)
            })
        form "G12" "a Student t" (fun r ->
            prob {
                let! nu = positive r "nu"
                let! x = sample "x" (StudentT(nu, Tensor.Scalar 0.0, Tensor.Scalar 1.0))
                return log (1.0 + x * x / nu)
            })
        form "G12" "a Normal of Gamma precision" (fun r ->
            prob {
                let! nu = positive r "nu"
                let! precision = sample "precision" (Gamma(0.5 * nu, 0.5 * nu))
                let! x = sample "x" (Normal(0.0, precision ** -0.5))
                return log (1.0 + x * x / nu)
            })
    ]

let private realSites =
    [
        only "G15" (fun r ->
            prob {
                let! mu = real r "mu"
                let! b = positive r "b"
                let! x = sample "x" (Laplace(mu, b))
                return abs x
            })
        only "G16" (fun r ->
            prob {
                let! mu = real r "mu"
                let! beta = positive r "beta"
                let! x = sample "x" (Gumbel(mu, beta))
                return exp -x
            })
        only "G17" (fun r ->
            prob {
                let! m = real r "m"
                let! g = positive r "g"
                let! x = sample "x" (Cauchy(m, g))
                return 1.0 / (1.0 + x * x)
            })
        only "T14" (fun r ->
            prob {
                let! mu = real r "mu"
                let! s = positive r "s"
                let! x = sample "x" (Logistic(mu, s))
                return x * x
            })
    ]

/// A parameter where the record knows a derivative in it, else its number, or none: an absent bound is infinite.
let private bound (otherwise: float) name (r: Record) =
    prob {
        if r.Gradient.ContainsKey name then
            return! real r name
        else
            return
                Tensor.Scalar(
                    if r.Numbers.ContainsKey name && r.Numbers.[name].Length = 1 then
                        r.[name]
                    else
                        otherwise
                )
    }

let private width name (r: Record) =
    prob {
        if r.Gradient.ContainsKey name then
            return! positive r name
        else
            return Tensor.Scalar r.[name]
    }

let private truncated scale (law: Tensor * Tensor * Tensor * Tensor -> Distribution) (r: Record) =
    prob {
        let! mu = bound 0.0 "mu" r
        let! sigma = width scale r
        let! low = bound -infinity "L" r
        let! high = bound infinity "U" r
        return! sample "x" (law (mu, sigma, low, high))
    }

let private tails =
    [
        for id in [ "T02"; "T03"; "T04"; "T07"; "T09"; "T10" ] do
            only id (truncated "sigma" (fun (mu, sigma, low, high) -> TruncatedNormal(mu, sigma, low, high)))
        only "T12" (truncated "s" (fun (mu, s, low, high) -> TruncatedLogistic(mu, s, low, high)))
    ]

let private movingSupports =
    [
        only "S02" (fun r ->
            prob {
                let! a = real r "a"
                let! b = real r "b"
                let! x = sample "x" (Uniform(a, b))
                return exp x
            })
        only "S03" (fun r ->
            prob {
                let! theta = real r "theta"
                let! x = sample "x" (Uniform(theta - 0.5, theta + 0.5))
                return indicator (x .> 0.3)
            })
        only "S04" (fun r ->
            prob {
                let! theta = real r "theta"
                let! rate = positive r "rate"
                let! wait = sample "wait" (Exponential rate)
                return (theta + wait) ** 2.0
            })
        only "U02" (fun r ->
            prob {
                let! theta = real r "theta"
                let! x = sample "x" (Uniform(theta, 1.0))
                return indicator (x.Clamp(0.2, 0.8) .= 0.8)
            })
    ]

let all = normals @ positiveSites @ realSites @ tails @ movingSupports
