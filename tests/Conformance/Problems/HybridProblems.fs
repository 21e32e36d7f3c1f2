/// Problems in which one site feeds another.
module DiffProb.Conformance.HybridProblems

open DiffProb
open DiffProb.Conformance.Records
open DiffProb.Conformance.Problem

let private mixture (cost: Tensor -> Tensor) (r: Record) =
    prob {
        let! l = reals r "l"
        let! m = reals r "m"
        let! s = positives r "s"
        let! k = sample "k" (Categorical(logits = l))
        let! x = sample "x" (Normal(m.[k], s.[k]))
        return cost x
    }

let private mixed (cost: Tensor -> Tensor) (r: Record) =
    prob {
        let! l = reals r "l"
        let! m = reals r "m"
        let! s = positives r "s"

        let! x =
            sample "x" (Mixture([| for i in 0..2 -> Normal(m.[i], s.[i]) |], logits = l))

        return cost x
    }

let private mixtures =
    [
        form "H07" "an index" (mixture cos)
        form "H07" "one-hot" (fun r ->
            prob {
                let! l = reals r "l"
                let! m = reals r "m"
                let! s = positives r "s"
                let! k = sample "k" (OneHotCategorical(logits = l))
                let! x = sample "x" (Normal((k * m).Sum(), (k * s).Sum()))
                return cos x
            })
        form "H07" "a branch" (fun r ->
            prob {
                let! l = reals r "l"
                let! m = reals r "m"
                let! s = positives r "s"
                let! k = sample "k" (Categorical(logits = l))
                let! x = branch k [ for i in 0..2 -> sample $"x{i}" (Normal(m.[i], s.[i])) ]
                return cos x
            })
        form "H07" "a cost in each branch" (fun r ->
            prob {
                let! l = reals r "l"
                let! m = reals r "m"
                let! s = positives r "s"
                let! k = sample "k" (Categorical(logits = l))

                let part (i: int) =
                    prob {
                        let! x = sample $"x{i}" (Normal(m.[i], s.[i]))
                        do! cost $"part{i}" (cos x)
                        return x
                    }

                let! _ = branch k [ for i in 0..2 -> part i ]
                ()
            })
        form "H07" "a mixture" (mixed cos)
        form "H08" "a mixture" (mixed (fun x -> where (x .> 1.0) 1.0 0.0))
        only "H08" (mixture (fun x -> where (x .> 1.0) 1.0 0.0))
    ]

let private counts =
    [
        only "H09" (fun r ->
            prob {
                let! mu = real r "mu"
                let! s = positive r "s"
                let! x = sample "x" (Normal(mu, s))
                let! y = sample "y" (Poisson(exp x))
                return y * y
            })
        only "H10" (fun r ->
            prob {
                let! alpha = positive r "alpha"
                let! rate = positive r "rate"
                let! g = sample "g" (Gamma(alpha, rate))
                let! y = sample "y" (Poisson g)
                return where (y .= 0) 1.0 0.0
            })
        form "C10" "a negative binomial" (fun r ->
            prob {
                let! shape = positive r "r"
                let! p = paramOn Support.OpenUnitInterval "p" r.["p"]
                let! x = sample "x" (NegativeBinomial(shape, probs = 1.0 - p))
                return x * (x - 1.0)
            })
        form "C10" "a Poisson of Gamma rate" (fun r ->
            prob {
                let! shape = positive r "r"
                let! p = paramOn Support.OpenUnitInterval "p" r.["p"]
                let! rate = sample "rate" (Gamma(shape, p / (1.0 - p)))
                let! x = sample "x" (Poisson rate)
                return x * (x - 1.0)
            })
    ]

let private conditionals =
    [
        only "H01" (fun r ->
            prob {
                let! phi = real r "phi"
                let! m0 = real r "m0"
                let! m1 = real r "m1"
                let! b = sample "b" (Bernoulli(logits = phi))
                let! x = sample "x" (Normal(m0 + b * (m1 - m0), 1.0))
                return x * x
            })
        only "H02" (fun r ->
            prob {
                let! l = reals r "l"
                let! a = positives r "a"
                let! k = sample "k" (Categorical(logits = l))
                let! z = sample "z" (Gamma(a.[k], 1.0))
                return log z
            })
        form "H04" "where" (fun r ->
            prob {
                let! mu = real r "mu"
                let! s = positive r "s"
                let! a = real r "a"
                let! b = real r "b"
                let! x = sample "x" (Normal(mu, s))
                let! y = sample "y" (Normal(where (x .> 0.0) a b, 1.0))
                return y * y
            })
        form "H04" "branch" (fun r ->
            prob {
                let! mu = real r "mu"
                let! s = positive r "s"
                let! a = real r "a"
                let! b = real r "b"
                let! x = sample "x" (Normal(mu, s))

                let! y =
                    branch ((x .> 0.0).Cast DType.Int64) [ sample "below" (Normal(b, 1.0)); sample "above" (Normal(a, 1.0)) ]

                return y * y
            })
    ]

let all = mixtures @ counts @ conditionals
