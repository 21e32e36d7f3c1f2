/// Problems repeated along a plate: the mean over identical rows has the value and the gradient of one row.
module DiffProb.Conformance.RepeatedProblems

open DiffProb
open DiffProb.Conformance.Records
open DiffProb.Conformance.Problem

let private rows = 4
let private row = plate "row" (Array.zeroCreate<float> rows)
let private mean (cost: Tensor) : Tensor = cost / float rows

let private hits form (plate: PlateOf<Tensor>) =
    Problem.form "N04" form (fun r ->
        prob {
            let! mu = real r "mu"
            let! sigma = positive r "sigma"

            for _ in plate do
                let! x = sample "x" (Normal(mu, sigma))
                do! cost "hit" (mean (where (x .> r.["c"]) 1.0 0.0))
        })

let private components form (plate: PlateOf<Tensor>) =
    Problem.form "H08" form (fun r ->
        prob {
            let! l = reals r "l"
            let! m = reals r "m"
            let! s = positives r "s"

            for _ in plate do
                let! k = sample "k" (Categorical(logits = l))
                let! x = sample "x" (Normal(m.[k], s.[k]))
                do! cost "above" (mean (where (x .> 1.0) 1.0 0.0))
        })

let all =
    [
        hits "a plate" row
        hits "a minibatch" (minibatch 2 row)
        components "a plate" row
        components "a minibatch" (minibatch 3 row)
        form "H01" "one bit, a plate of draws" (fun r ->
            prob {
                let! phi = real r "phi"
                let! m0 = real r "m0"
                let! m1 = real r "m1"
                let! b = sample "b" (Bernoulli(logits = phi))

                for _ in row do
                    let! x = sample "x" (Normal(m0 + b * (m1 - m0), 1.0))
                    do! cost "square" (mean (x * x))
            })
        form "H02" "one index, a plate of draws" (fun r ->
            prob {
                let! l = reals r "l"
                let! a = positives r "a"
                let! k = sample "k" (Categorical(logits = l))

                for _ in row do
                    let! z = sample "z" (Gamma(a.[k], 1.0))
                    do! cost "log" (mean (log z))
            })
        form "H04" "one condition, a plate of draws" (fun r ->
            prob {
                let! mu = real r "mu"
                let! s = positive r "s"
                let! a = real r "a"
                let! b = real r "b"
                let! x = sample "x" (Normal(mu, s))

                for _ in row do
                    let! y = sample "y" (Normal(where (x .> 0.0) a b, 1.0))
                    do! cost "square" (mean (y * y))
            })
        form "H09" "one rate, a plate of counts, rows mixed" (fun r ->
            prob {
                let! mu = real r "mu"
                let! s = positive r "s"
                let! x = sample "x" (Normal(mu, s))
                let! y = Prob.map row (fun _ -> sample "y" (Poisson(exp x)))
                return (y * y).Mean()
            })
    ]
