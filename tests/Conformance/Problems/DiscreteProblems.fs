/// Problems whose sites are discrete.
module DiffProb.Conformance.DiscreteProblems

open DiffProb
open DiffProb.Conformance.Records
open DiffProb.Conformance.Problem

let private bit (cost: Record -> Tensor -> Tensor) (r: Record) =
    prob {
        let! phi = real r "phi"
        let! b = sample "b" (Bernoulli(logits = phi))
        return cost r b
    }

/// Where a logit is -∞, what the cost is must not matter.
let private choice (values: float[]) (r: Record) =
    prob {
        let! l =
            paramOn Support.LogWeights "l" (r.Vector(if r.Numbers.ContainsKey "logits" then "logits" else "l"))

        let! k = sample "k" (Categorical(logits = l))
        return (tensor values).[k]
    }

/// A one-hot vector in place of an index.
let private oneHot (cost: Tensor -> Tensor) (r: Record) =
    prob {
        let! l =
            paramOn Support.LogWeights "l" (r.Vector(if r.Numbers.ContainsKey "logits" then "logits" else "l"))

        let! y = sample "y" (OneHotCategorical(logits = l))
        return cost y
    }

let private dot (values: float[]) (y: Tensor) = (y * tensor values).Sum()

let private single =
    [
        for id in [ "C01a"; "C01b"; "C01c" ] do
            only id (bit (fun r b -> (b - r.["t"]) ** 2.0))
        only "C02" (bit (fun _ b -> 3.0 * b + 1.0))
        only "C03" (choice [| 2.0; -1.0; 0.5; 3.0; 0.0 |])
        form "C03" "one-hot" (oneHot (dot [| 2.0; -1.0; 0.5; 3.0; 0.0 |]))
        form "C03" "one-hot, squared" (oneHot (fun y -> dot [| sqrt 3.0; 0.0; -(sqrt 1.5); 2.0; -1.0 |] y ** 2.0 - 1.0))
        only "C04" (choice [| 2.0; 1e300; -1.0; 3.0 |])
        form "C04" "infinite where masked" (choice [| 2.0; infinity; -1.0; 3.0 |])
        form "C04" "NaN where masked" (choice [| 2.0; nan; -1.0; 3.0 |])
        form "C04" "one-hot" (oneHot (dot [| 2.0; 1e300; -1.0; 3.0 |]))
        only "C05" (choice [| 1.0; 7.0; 2.0 |])
        form "C05" "one-hot" (oneHot (dot [| 1.0; 7.0; 2.0 |]))
        only "O03" (choice [| 1.0; 4.0; -2.0 |])
        only "C08" (fun r ->
            prob {
                let! lam = positive r "lam"
                let! x = sample "x" (Poisson lam)
                return log (1.0 + x)
            })
        only "O02" (fun r ->
            prob {
                let! lam = positive r "lam"
                let! x = sample "x" (Poisson lam)
                return x ** 3.0
            })
        only "C17" (fun r ->
            prob {
                let! phi = real r "phi"
                let q = Bernoulli(logits = phi)
                let! b = sample "b" q
                return b * log 0.2 + (1.0 - b) * log 0.5 - q.LogProb b
            })
    ]

let private targets = [| 0.6; 0.51; 0.48 |]

let private miss (eta: Tensor) (p: Tensor) =
    prob {
        let! b = sample "b" (Bernoulli(logits = eta))
        return (b - p) ** 2.0
    }

let private threeBits id =
    [
        form id "three sites" (fun r ->
            prob {
                let! eta = real r "eta"
                let! b1 = sample "b1" (Bernoulli(logits = eta))
                let! b2 = sample "b2" (Bernoulli(logits = eta))
                let! b3 = sample "b3" (Bernoulli(logits = eta))
                return (b1 - 0.6) ** 2.0 + (b2 - 0.51) ** 2.0 + (b3 - 0.48) ** 2.0
            })
        form id "one vector" (fun r ->
            prob {
                let! eta = real r "eta"
                let! b = sample "b" (Bernoulli(logits = eta.BroadcastTo(Shape.Of 3)))
                return ((b - tensor targets) ** 2.0).Sum()
            })
        form id "a plate" (fun r ->
            prob {
                let! eta = real r "eta"

                for p in plate "bit" targets do
                    let! distance = miss eta p
                    do! cost "miss" distance
            })
        form id "a plate, rows mixed" (fun r ->
            prob {
                let! eta = real r "eta"
                let! distances = Prob.map (plate "bit" targets) (miss eta)
                return distances.Sum()
            })
    ]

/// log of the weight p(x, b) / q(b) of one bit.
let private logWeight (phi: Tensor) (b: Tensor) =
    b * log 0.2 + (1.0 - b) * log 0.5 - (b * phi - phi.Softplus())

let private bound id copies =
    [
        form id "one vector" (fun r ->
            prob {
                let! phi = real r "phi"
                let! b = sample "b" (Bernoulli(logits = phi.BroadcastTo(Shape.Of [| copies |])))
                return (logWeight phi b).LogSumExp() - log (float copies)
            })
        form id "a plate" (fun r ->
            prob {
                let! phi = real r "phi"

                let copy _ =
                    prob {
                        let! b = sample "b" (Bernoulli(logits = phi))
                        return logWeight phi b
                    }

                let! logWeights = Prob.map (plate "copy" (Array.zeroCreate<float> copies)) copy
                return logWeights.LogSumExp() - log (float copies)
            })
    ]

let private several =
    threeBits "C14a"
    @ threeBits "C14b"
    @ bound "C18_K2" 2
    @ bound "C18_K5" 5
    @ [
        form "C18_K2" "two sites" (fun r ->
            prob {
                let! phi = real r "phi"
                let! b1 = sample "b1" (Bernoulli(logits = phi))
                let! b2 = sample "b2" (Bernoulli(logits = phi))
                return (Shapes.Stack [| logWeight phi b1; logWeight phi b2 |]).LogSumExp() - log 2.0
            })
        form "C19" "one categorical after the other" (fun r ->
            prob {
                let! l = reals r "l"
                let gains = tensor [| 3.0; 1.0; 2.0; 0.0 |]
                let without (k: Tensor) (l: Tensor) = where (k.OneHot 4 .= 1) -infinity l
                let! k1 = sample "k1" (Categorical(logits = l))
                let! k2 = sample "k2" (Categorical(logits = without k1 l))
                let! k3 = sample "k3" (Categorical(logits = without k2 (without k1 l)))
                let g1, g2, g3 = gains.[k1], gains.[k2], gains.[k3]
                let discounted rank (gain: Tensor) = gain * (log 2.0 / log (rank + 1.0))

                return
                    discounted 1.0 g1
                    + discounted 2.0 g2
                    + discounted 3.0 g3
                    + discounted 4.0 (6.0 - g1 - g2 - g3)
            })
        form "C19" "a ranking" (fun r ->
            prob {
                let! l = reals r "l"
                let gains = tensor [| 3.0; 1.0; 2.0; 0.0 |]
                let! order = sample "order" (PlackettLuce l)
                let discounts = tensor [| for rank in 1.0 .. 4.0 -> log 2.0 / log (rank + 1.0) |]
                return (gains.Gather order * discounts).Sum()
            })
        form "H15" "two independent copies" (fun r ->
            prob {
                let! phi = real r "phi"
                let! b1 = sample "b1" (Bernoulli(logits = phi))
                let! b2 = sample "b2" (Bernoulli(logits = phi))
                return (3.0 + 2.0 * b1) * (3.0 + 2.0 * b2)
            })
    ]

let all = single @ several
