/// Loops of random length and branches on random indices, against exact answers.
module DiffProb.Conformance.LoopTests

open System
open Xunit
open DiffProb
open DiffProb.Conformance.Judge

let private estimate particles replicates seed budget (program: Prob<'T>) =
    program
    |> Expectation.gradient
        { Estimation.defaults with
            Particles = particles
            Replicates = replicates
            Seed = seed
            EnumerationBudget = budget
        }

let private estimators (g: GradientEstimate) =
    [ for e in g.Plan.Entries -> e.Estimator.Name ] |> List.distinct |> List.sort

/// Exact answers: the value, and derivatives in scalar parameters.
let private exactly (exact: (string * float) list) (g: GradientEstimate) =
    for name, number in exact do
        let found = if name = "" then g.Value.Mean else g.[name].ToDouble()
        Assert.True(abs (found - number) <= 1e-10 * max 1.0 (abs number), $"{name}: {found} is not {number}")

let private judge name (exact: (string * float) list) (program: Prob<'T>) =
    let targets = [ for name, number in exact -> target name number (abs number) [] ]

    let run replicates seed =
        let g = estimate 128 replicates seed 0 program

        [
            for name, _ in exact ->
                if name = "" then
                    {
                        Mean = g.Value.Mean
                        StandardError = g.Value.StandardError
                    }
                else
                    {
                        Mean = g.[name].ToDouble()
                        StandardError = (g.StandardError name).ToDouble()
                    }
        ]

    measure targets name run |> check targets

let private p = 0.6
let private m = 0.7

/// Turns while a coin shows 1, at most n: the number of turns.
let private flips n =
    prob {
        let! p = param "p" p

        let! _, turns =
            Prob.loop
                n
                (fun (coin: Tensor, turns: Tensor) -> Tensor.op_BitwiseAnd (coin .= 1, turns .< n))
                (fun (_, turns) ->
                    prob {
                        let! coin = sample "coin" (Bernoulli(probs = p))
                        return coin, turns + 1.0
                    })
                (tensor 1, tensor 0.0)

        return turns
    }

/// The expected number of turns, Σ pⁱ for i < n, and its derivative.
let private turns n =
    Seq.sumBy (fun i -> p ** float i) (seq { 0 .. n - 1 }), Seq.sumBy (fun i -> float i * p ** float (i - 1)) (seq { 1 .. n - 1 })

[<Theory; InlineData(8); InlineData(100)>]
let ``The number of turns of a coin, summed exactly`` (n: int) =
    let value, slope = turns n
    let g = estimate 1 1 1UL 10_000 (flips n)
    Assert.Equal<string list>([ "Enumerate" ], estimators g)
    exactly [ "", value; "p", slope ] g

[<Fact>]
let ``The number of turns of a coin, scored`` () =
    let value, slope = turns 12
    judge "turns of a coin" [ "", value; "p", slope ] (flips 12 |> via (Score LeaveOneOut))

/// A normal draw is added in each turn, as a part of the state, or as a cost.
let private sum n asCost =
    prob {
        let! p = param "p" p
        let! m = param "m" m

        let! _, _, total =
            Prob.loop
                n
                (fun (coin: Tensor, turns: Tensor, _: Tensor) -> Tensor.op_BitwiseAnd (coin .= 1, turns .< n))
                (fun (_, turns, total) ->
                    prob {
                        let! coin = sample "coin" (Bernoulli(probs = p))
                        let! x = sample "x" (Normal(m, 1.0))

                        if asCost then
                            do! cost "add" x

                        return coin, turns + 1.0, total + x
                    })
                (tensor 1, tensor 0.0, tensor 0.0)

        if not asCost then
            do! cost "total" total
    }

let private exactSum n =
    let value, slope = turns n
    [ "", m * value; "p", m * slope; "m", value ]

[<Theory; InlineData(true); InlineData(false)>]
let ``A sum over the turns of a coin, scored`` (asCost: bool) =
    judge $"sum over turns {asCost}" (exactSum 12) (sum 12 asCost |> via (Score LeaveOneOut))

[<Theory; InlineData(true); InlineData(false)>]
let ``A sum over the turns of a coin, along the draws and summed over the coin`` (asCost: bool) =
    let exact = exactSum 12
    let targets = [ for name, number in exact -> target name number (abs number) [] ]

    let run replicates seed =
        let g = estimate 64 replicates seed 10_000 (sum 12 asCost)
        Assert.Equal<string list>([ "Enumerate"; "Pathwise" ], estimators g)

        [
            for name, _ in exact ->
                if name = "" then
                    {
                        Mean = g.Value.Mean
                        StandardError = g.Value.StandardError
                    }
                else
                    {
                        Mean = g.[name].ToDouble()
                        StandardError = (g.StandardError name).ToDouble()
                    }
        ]

    measure targets $"sum over turns, coin summed {asCost}" run |> check targets

// ---- a walk until it leaves 1 .. 3

let private up = 0.55

/// Expected steps from 2 and their derivative in the probability of a step up, over at most n steps.
let private walked n =
    let mutable here = [| 0.0; 0.0; 1.0; 0.0; 0.0 |]
    let mutable slope = Array.zeroCreate<float> 5
    let mutable value = 0.0
    let mutable derivative = 0.0

    for _ in 1..n do
        let inside = [ 1..3 ]
        value <- value + List.sumBy (fun i -> here.[i]) inside
        derivative <- derivative + List.sumBy (fun i -> slope.[i]) inside
        let next, change = Array.zeroCreate<float> 5, Array.zeroCreate<float> 5

        for i in inside do
            next.[i + 1] <- next.[i + 1] + up * here.[i]
            next.[i - 1] <- next.[i - 1] + (1.0 - up) * here.[i]
            change.[i + 1] <- change.[i + 1] + here.[i] + up * slope.[i]
            change.[i - 1] <- change.[i - 1] - here.[i] + (1.0 - up) * slope.[i]

        here <- next
        slope <- change

    value, derivative

/// e(i) = 1 + p e(i + 1) + (1 - p) e(i - 1), e = 0 outside: from 2 it is 2 / (p² + (1 - p)²).
let private untilOutside =
    let square = up * up + (1.0 - up) * (1.0 - up)
    2.0 / square, -2.0 * (4.0 * up - 2.0) / (square * square)

let private walk n (move: Tensor -> Tensor -> Prob<Tensor>) =
    prob {
        let! p = param "p" up

        let! _, steps =
            Prob.loop
                n
                (fun (at: Tensor, steps: Tensor) -> Tensor.op_BitwiseAnd (Tensor.op_BitwiseAnd (at .> 0, at .< 4), steps .< n))
                (fun (at, steps) ->
                    prob {
                        let! next = move p at
                        return next, steps + 1.0
                    })
                (tensor 2, tensor 0.0)

        return steps
    }

/// The next place as one site, which the one after depends on.
let private byPlace (p: Tensor) (at: Tensor) =
    let places = Tensor.Of(ReadOnlySpan [| 0; 1; 2; 3; 4 |])

    let to' offset =
        (places.EqualTo(at + offset)).Cast DType.Float64
    // A turn that is not taken may start anywhere.
    let stay = 1e-300
    sample "at" (Categorical(probs = p * to' 1 + (1.0 - p) * to' -1 + stay))

[<Fact>]
let ``A walk until it leaves an interval, summed exactly`` () =
    let value, slope = walked 60
    let g = estimate 1 1 1UL 20_000 (walk 60 byPlace)
    Assert.Equal<string list>([ "Enumerate" ], estimators g)
    exactly [ "", value; "p", slope ] g
    Assert.Equal(fst untilOutside, value, 1e-6)
    Assert.Equal(snd untilOutside, slope, 1e-6)

[<Fact>]
let ``A walk until it leaves an interval, scored`` () =
    let value, slope = walked 40

    let byStep (p: Tensor) (at: Tensor) =
        prob {
            let! isUp = sample "up" (Bernoulli(probs = p))
            return at + 2 * isUp - 1
        }

    judge "walk" [ "", value; "p", slope ] (walk 40 byStep |> via (Score LeaveOneOut))

// ---- the end of a loop

let private endless bound =
    prob {
        let! p = param "p" p

        let! coin =
            Prob.loop bound (fun (coin: Tensor) -> coin .= 1) (fun _ -> sample "coin" (Bernoulli(probs = p))) (tensor 1)

        return coin.Cast DType.Float64 + p
    }

[<Theory; InlineData(1024); InlineData(0)>]
let ``A loop that is cut off says so`` (budget: int) =
    let e =
        Assert.ThrowsAny<DiffProbException>(fun () -> estimate 200 1 1UL budget (endless 5) |> ignore)

    for part in [ "after 5 turns"; "\"coin[4]\""; "a bound above 5"; "probability 0.0" ] do
        Assert.Contains(part, e.Message)

[<Fact>]
let ``A loop that ends but for rounding is not cut off`` () =
    // 0.6^73 is below the rounding of a probability.
    let g = estimate 1 1 1UL 10_000 (endless 73)
    Assert.Equal(p, g.Value.Mean, 1e-15)

[<Fact>]
let ``A loop in a plate ends in each row by itself`` () =
    let rows = [| 0.5; 2.0 |]

    let program =
        prob {
            let! p = param "p" p

            for row in plate "row" rows do
                let! _, turns =
                    Prob.loop
                        10
                        (fun (coin: Tensor, turns: Tensor) -> Tensor.op_BitwiseAnd (coin .= 1, turns .< 10))
                        (fun (_, turns) ->
                            prob {
                                let! coin = sample "coin" (Bernoulli(probs = p))
                                return coin, turns + 1.0
                            })
                        (tensor 1, tensor 0.0)

                do! cost "turns" (row * turns)
        }

    let value, slope = turns 10
    exactly [ "", 2.5 * value; "p", 2.5 * slope ] (estimate 1 1 1UL 1024 program)

[<Fact>]
let ``A loop whose length is known is an ordinary one`` () =
    let program =
        prob {
            let! m = param "m" 2.0

            let! _, product =
                Prob.loop
                    10
                    (fun (i: Tensor, _: Tensor) -> i .< 3)
                    (fun (i, product) -> prob { return i + 1, product * m })
                    (tensor 0, tensor 1.0)

            return product
        }

    exactly [ "", 8.0; "m", 12.0 ] (estimate 1 1 1UL 1024 program)

[<Fact>]
let ``What is no condition, and what is no state`` () =
    let message (program: Prob<Tensor>) =
        let e =
            Assert.ThrowsAny<DiffProbException>(fun () -> estimate 1 1 1UL 1024 program |> ignore)

        e.Message

    let start = tensor [| 1.0; 2.0 |]
    let next (x: Tensor) = sample "x" (Normal(x, 1.0))
    Assert.Contains("Bool", message (Prob.loop 3 (fun (x: Tensor) -> x) (fun x -> next x) (tensor 1.0)))
    Assert.Contains("shape", message (Prob.loop 3 (fun (x: Tensor) -> x .> 0) (fun x -> next x) start))
    Assert.Contains("at least 1", message (Prob.loop 0 (fun (x: Tensor) -> x .> 0) (fun x -> next x) (tensor 1.0)))

    let step (x: Tensor, n: int) =
        prob {
            let! y = next x
            return y, n
        }

    let withNumber =
        prob {
            let! x, _ = Prob.loop 3 (fun (x: Tensor, _) -> x .> 0) step (tensor 1.0, 1)
            return x
        }

    Assert.Contains("Int32", message withNumber)

/// A normal walk until it is above 1, four turns at most.
let private climb (step: Prob<Tensor> -> Prob<Tensor>) =
    prob {
        let! m = param "m" 0.5

        let! x, turns =
            Prob.loop
                4
                (fun (x: Tensor, turns: Tensor) -> Tensor.op_BitwiseAnd (x .< 1, turns .< 4))
                (fun (x, turns) ->
                    prob {
                        let! e = step (sample "e" (Normal(m, 1.0)))
                        return x + e, turns + 1.0
                    })
                (tensor 0.0, tensor 0.0)

        return x + turns
    }

[<Fact>]
let ``A condition on a continuous draw is a step in it`` () =
    // The draw of the last turn is in no condition that counts.
    for step, expected in [ id, "ThresholdSmoothing"; via (Score LeaveOneOut), "Score LeaveOneOut" ] do
        let plan = climb step |> Expectation.plan Estimation.defaults

        for entry in plan.Entries do
            let isLast = entry.Site = "e[3]" && expected = "ThresholdSmoothing"
            Assert.Equal((if isLast then "Pathwise" else expected), entry.Estimator.Name)

/// Two independent estimates of one number: at 5 standard errors of their difference, about 6 seeds in 10 million fail; the seed is fixed.
[<Fact>]
let ``A walk that is cut at each turn has the derivative of one that is scored`` () =
    let run step replicates =
        climb step
        |> Expectation.gradient
            { Estimation.defaults with
                Particles = 1000
                Replicates = replicates
                Seed = 5UL
            }

    let cut, scored = run id 64, run (via (Score LeaveOneOut)) 256

    let read (g: GradientEstimate) =
        g.["m"].ToDouble(), (g.StandardError "m").ToDouble()

    let (a, ea), (b, eb) = read cut, read scored
    Assert.True(ea < 0.04 * abs a && eb < 0.04 * abs b, $"{a} ± {ea}, {b} ± {eb}")
    Assert.True(abs (a - b) < 5.0 * sqrt (ea * ea + eb * eb), $"{a} ± {ea}, {b} ± {eb}")

    let (v, ev), (w, ew) =
        (cut.Value.Mean, cut.Value.StandardError), (scored.Value.Mean, scored.Value.StandardError)

    Assert.True(abs (v - w) < 5.0 * sqrt (ev * ev + ew * ew), $"{v} ± {ev}, {w} ± {ew}")

// ---- branches

let private sigmoid x = 1.0 / (1.0 + exp -x)

/// Arms with a draw along its path and a cost, a branch on a bit of its own, and a support that moves.
let private arms (index: Tensor -> Prob<Tensor>) =
    prob {
        let! l = param "l" 0.4
        let! m = param "m" m
        let! a = param "a" 0.3
        let! w = paramOn Support.Positive "w" 1.5

        let! k =
            index (where (tensor [| true; false; false |]) l (tensor [| 0.0; 0.2; -0.3 |]))

        let! v =
            branch
                k
                [
                    prob {
                        let! x = sample "x" (Normal(m, 1.0))
                        do! cost "square" (x * x)
                        return x
                    }
                    prob {
                        let! b = sample "b" (Bernoulli(logits = a))

                        let! inner =
                            branch
                                b
                                [
                                    prob { return tensor 2.0 }
                                    prob {
                                        do! cost "three" (3.0 * m)
                                        return m * m
                                    }
                                ]

                        return inner
                    }
                    prob {
                        let! u = sample "u" (Uniform(0.0, w))
                        return where (u .> 1.0) 1.0 0.0
                    }
                ]

        do! cost "v" v
    }

/// Value and derivatives of the arms: P(u > 1) = 1 - 1 / w.
let private exactArms =
    let weights = [| exp 0.4; exp 0.2; exp -0.3 |]
    let q = weights |> Array.map (fun x -> x / Array.sum weights)
    let s = sigmoid 0.3
    let arm0 = m * m + 1.0 + m
    let arm1 = (1.0 - s) * 2.0 + s * (m * m + 3.0 * m)
    let arm2 = 1.0 - 1.0 / 1.5
    let value = q.[0] * arm0 + q.[1] * arm1 + q.[2] * arm2

    [
        "", value
        "l", q.[0] * (arm0 - value)
        "m", q.[0] * (2.0 * m + 1.0) + q.[1] * s * (2.0 * m + 3.0)
        "a", q.[1] * s * (1.0 - s) * (m * m + 3.0 * m - 2.0)
        "w", q.[2] / (1.5 * 1.5)
    ]

[<Fact>]
let ``Arms with sites, costs, branches and parameters of their own`` () =
    let program = arms (fun logits -> sample "k" (Categorical(logits = logits)))

    let run budget replicates seed =
        let g = estimate 128 replicates seed budget program

        [
            for name, _ in exactArms ->
                if name = "" then
                    {
                        Mean = g.Value.Mean
                        StandardError = g.Value.StandardError
                    }
                else
                    {
                        Mean = g.[name].ToDouble()
                        StandardError = (g.StandardError name).ToDouble()
                    }
        ]

    let targets =
        [
            for name, number in exactArms -> target name number (max 0.3 (abs number)) []
        ]

    for budget in [ 1024; 0 ] do
        measure targets $"arms, {budget}" (run budget) |> check targets

[<Fact>]
let ``Arms of discrete sites are summed exactly`` () =
    let program =
        prob {
            let! l = param "l" 0.4
            let! a = param "a" 0.3

            let! k =
                sample "k" (Categorical(logits = where (tensor [| true; false; false |]) l (tensor 0.0)))

            return!
                branch
                    k
                    [
                        prob {
                            let! b = sample "b" (Bernoulli(logits = a))
                            do! cost "four" (4.0 * b)
                            return b * b
                        }
                        prob {
                            let! c = sample "c" (Bernoulli(logits = -a))
                            return! branch c [ prob { return tensor 1.0 }; prob { return a } ]
                        }
                        prob { return a * a }
                    ]
        }

    let q0 = exp 0.4 / (exp 0.4 + 2.0)
    let q = 1.0 / (exp 0.4 + 2.0)
    let s = sigmoid 0.3
    let slope = s * (1.0 - s)
    let arm0, arm1, arm2 = 5.0 * s, s + (1.0 - s) * 0.3, 0.09
    let value = q0 * arm0 + q * arm1 + q * arm2

    exactly
        [
            "", value
            "l", q0 * (arm0 - value)
            "a", q0 * 5.0 * slope + q * (slope * 0.7 + 1.0 - s) + q * 0.6
        ]
        (estimate 1 1 1UL 1024 program)
