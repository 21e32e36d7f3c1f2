/// Chains of discrete sites, summed exactly: against forward and backward recursions in plain arrays, and against all paths.
module DiffProb.Conformance.ChainTests

open System
open Xunit
open DiffProb
open DiffProb.Conformance.Judge

/// How the costs of the steps make up the cost of the chain.
type private Form =
    /// That of the last step.
    | Last
    /// Their sum, in one expression.
    | Sum
    /// Their sum, a cost for each step.
    | Steps
    /// Product of 1 + each.
    | Product
    /// exp of their sum.
    | Exponential
    /// Square of their sum.
    | Square

let private forms =
    dict
        [
            for form in [ Last; Sum; Steps; Product; Exponential; Square ] -> string form, form
        ]

let private logits states =
    Array2D.init states states (fun i j -> sin (float (3 * i + 5 * j)))

let private values states =
    Array.init states (fun k -> 0.02 * float k - 0.05)

let private scale (i: int) = 1.0 + 0.01 * float i

/// State k moves to j with the softmax of row k of the logits; step i costs scale i * c[k].
let private chain form states steps =
    prob {
        let! l = param "l" (logits states)
        let! c = param "c" (values states)

        let step (k: Tensor, total: Tensor) i =
            prob {
                let! next = sample "k" (Categorical(logits = l.[k]))
                let here = scale i * c.[next]

                if form = Steps then
                    do! cost "c" here

                let total =
                    match form with
                    | Last -> here
                    | Product -> total * (1.0 + here)
                    | _ -> total + here

                return next, total
            }

        let start = tensor (if form = Product then 1.0 else 0.0)
        let! _, total = Prob.fold step (tensor 0, start) (seq { 0 .. steps - 1 })

        match form with
        | Steps -> ()
        | Square -> do! cost "c" (total * total)
        | Exponential -> do! cost "c" (exp total)
        | _ -> do! cost "c" total
    }

let private softmax (l: float[,]) =
    let states = Array2D.length1 l

    Array2D.init states states (fun i j -> exp l.[i, j] / Seq.sum (seq { for m in 0 .. states - 1 -> exp l.[i, m] }))

/// Value, gradient in c and in the logits, by recursion: forward[t] weighs the state before step t, toGo[t] is what the rest is worth
/// after it, and the derivative in a logit is forward x P x (toGo - mean of toGo).
let private recursion form states steps =
    let p = softmax (logits states)
    let c = values states
    let all = [| 0 .. states - 1 |]

    let isProduct = (form = Product || form = Exponential)

    // What a step adds, or multiplies with, and its derivative in c.
    let added t j =
        if form = Last && t < steps - 1 then
            0.0, 0.0
        else
            scale t * c.[j], scale t

    let factor t j =
        match form with
        | Product -> 1.0 + scale t * c.[j], scale t
        | _ -> exp (scale t * c.[j]), scale t * exp (scale t * c.[j])

    let toGo =
        Array.init (steps + 1) (fun _ -> Array.create states (if isProduct then 1.0 else 0.0))

    let after t j =
        all |> Array.sumBy (fun m -> p.[j, m] * toGo.[t + 1].[m])

    let rest = Array.init steps (fun _ -> Array.zeroCreate<float> states)

    for t in steps - 1 .. -1 .. 0 do
        for j in all do
            rest.[t].[j] <-
                if t = steps - 1 then
                    (if isProduct then 1.0 else 0.0)
                else
                    after t j

            toGo.[t].[j] <-
                if isProduct then
                    fst (factor t j) * rest.[t].[j]
                else
                    fst (added t j) + rest.[t].[j]

    let inC = Array.zeroCreate<float> states
    let inL = Array2D.zeroCreate<float> states states
    let mutable forward = Array.init states (fun k -> if k = 0 then 1.0 else 0.0)
    let value = all |> Array.sumBy (fun j -> p.[0, j] * toGo.[0].[j])

    for t in 0 .. steps - 1 do
        for i in all do
            let mean = all |> Array.sumBy (fun j -> p.[i, j] * toGo.[t].[j])

            for j in all do
                inL.[i, j] <- inL.[i, j] + forward.[i] * p.[i, j] * (toGo.[t].[j] - mean)

                inC.[j] <-
                    inC.[j]
                    + forward.[i]
                      * p.[i, j]
                      * (if isProduct then
                             snd (factor t j) * rest.[t].[j]
                         else
                             snd (added t j))

        forward <-
            all
            |> Array.map (fun j ->
                let reached = all |> Array.sumBy (fun i -> forward.[i] * p.[i, j])
                if isProduct then reached * fst (factor t j) else reached)

    value, inC, inL |> Seq.cast<float> |> Array.ofSeq

/// The same from all paths, each with its probability and the score of that.
let private allPaths form states steps =
    let p = softmax (logits states)
    let c = values states
    let inC = Array.zeroCreate<float> states
    let inL = Array2D.zeroCreate<float> states states
    let mutable value = 0.0

    for code in 0 .. pown states steps - 1 do
        let path = Array.init steps (fun t -> code / pown states t % states)

        let before t = if t = 0 then 0 else path.[t - 1]

        let probability =
            Seq.fold (fun q t -> q * p.[before t, path.[t]]) 1.0 (seq { 0 .. steps - 1 })

        let here t = scale t * c.[path.[t]]
        let sum = Seq.sumBy here (seq { 0 .. steps - 1 })
        let product = Seq.fold (fun f t -> f * (1.0 + here t)) 1.0 (seq { 0 .. steps - 1 })

        // The cost, and its derivative in what step t costs.
        let f, slope =
            match form with
            | Last -> here (steps - 1), (fun t -> if t = steps - 1 then 1.0 else 0.0)
            | Sum
            | Steps -> sum, (fun _ -> 1.0)
            | Product -> product, (fun t -> product / (1.0 + here t))
            | Exponential -> exp sum, (fun _ -> exp sum)
            | Square -> sum * sum, (fun _ -> 2.0 * sum)

        value <- value + probability * f

        for t in 0 .. steps - 1 do
            inC.[path.[t]] <- inC.[path.[t]] + probability * slope t * scale t

            for j in 0 .. states - 1 do
                let hit = if j = path.[t] then 1.0 else 0.0
                inL.[before t, j] <- inL.[before t, j] + probability * f * (hit - p.[before t, j])

    value, inC, inL |> Seq.cast<float> |> Array.ofSeq

let private budget = 200_000

/// With the default budget, for all particles at once.
let private exactly budget program =
    program
    |> Expectation.gradient
        { Estimation.defaults with
            EnumerationBudget = budget
        }

let private agree (g: GradientEstimate) (value: float, inC: float[], inL: float[]) =
    let close (exact: float) (found: float) =
        Assert.True(abs (found - exact) <= 1e-10 * max 1.0 (abs exact), $"{found} is not {exact}")

    Assert.All(g.Plan.Entries, (fun e -> Assert.Equal("Enumerate", e.Estimator.Name)))
    close value g.Value.Mean
    Array.iter2 close inC (g.["c"].ToArray())
    Array.iter2 close inL (g.["l"].ToArray())

[<Theory; InlineData("Last"); InlineData("Sum"); InlineData("Steps"); InlineData("Product"); InlineData("Exponential")>]
let ``A thousand steps with eight states are summed exactly`` (name: string) =
    agree (exactly Estimation.defaults.EnumerationBudget (chain forms.[name] 8 1000)) (recursion forms.[name] 8 1000)

[<Theory;
  InlineData("Last");
  InlineData("Sum");
  InlineData("Steps");
  InlineData("Product");
  InlineData("Exponential");
  InlineData("Square")>]
let ``Twelve steps with two states are the sum over all paths`` (name: string) =
    agree (exactly budget (chain forms.[name] 2 12)) (allPaths forms.[name] 2 12)

[<Fact>]
let ``Chains in a plate are summed row by row`` () =
    let rows = [| 0.5; -1.0; 2.0 |]

    let program =
        prob {
            let! l = param "l" (logits 3)
            let! c = param "c" (values 3)

            for row in plate "row" rows do
                let step (k: Tensor, total: Tensor) i =
                    prob {
                        let! next = sample "k" (Categorical(logits = l.[k]))
                        return next, total + scale i * c.[next]
                    }

                let! _, total = Prob.fold step (tensor 0, tensor 0.0) (seq { 0..19 })
                do! cost "c" (row * total)
        }

    let value, inC, inL = recursion Sum 3 20
    let times = Array.map ((*) (Array.sum rows))
    agree (exactly budget program) (Array.sum rows * value, times inC, times inL)

/// A draw at each step around the mean of the state, and what is made of all of them.
let private emission steps (combine: Tensor list -> Tensor) =
    prob {
        let! l = param "l" (logits 3)
        let! m = param "m" [| -0.5; 0.2; 1.0 |]

        let step (k: Tensor, _: Tensor) () =
            prob {
                let! next = sample "k" (Categorical(logits = l.[k]))
                let! y = sample "y" (Normal(m.[next], 1.0))
                return next, y
            }

        let! path = Prob.scan step (tensor 0, tensor 0.0) (Seq.replicate steps ())
        return combine (List.map snd path)
    }

let private means = [| -0.5; 0.2; 1.0 |]

/// Value and derivative in m of a sum or product over steps of f(m[k]), with its derivative.
let private emitted steps isProduct (f: float -> float * float) =
    let p = softmax (logits 3)
    let all = [| 0..2 |]
    let at = means |> Array.map f

    let run (inM: int option) =
        // Forward weights of the state, alone, with the sum, and with the derivative so far.
        let mutable weight = [| 1.0; 0.0; 0.0 |]
        let mutable total = 0.0
        let mutable slope = 0.0
        let mutable tangent = [| 0.0; 0.0; 0.0 |]

        for _ in 1..steps do
            let move (w: float[]) =
                all |> Array.map (fun j -> all |> Array.sumBy (fun i -> w.[i] * p.[i, j]))

            let here, moved = move weight, move tangent

            let d j =
                if Some j = inM then snd at.[j] else 0.0

            if isProduct then
                weight <- all |> Array.map (fun j -> here.[j] * fst at.[j])
                tangent <- all |> Array.map (fun j -> moved.[j] * fst at.[j] + here.[j] * d j)
            else
                weight <- here
                total <- total + Array.sum (all |> Array.map (fun j -> here.[j] * fst at.[j]))
                slope <- slope + Array.sum (all |> Array.map (fun j -> here.[j] * d j))

        if isProduct then
            Array.sum weight, Array.sum tangent
        else
            total, slope

    fst (run None), all |> Array.map (fun j -> snd (run (Some j)))

/// Densities and distribution of a standard normal at the means, to 16 digits.
let private above (m: float) =
    let cdf =
        match m with
        | -0.5 -> 0.3085375387259869
        | 0.2 -> 0.579259709439103
        | _ -> 0.8413447460685429

    cdf, exp (-0.5 * m * m) / sqrt (2.0 * Math.PI)

let private judge name (program: Prob<Tensor>) (value, inM: float[]) =
    let targets =
        target "value" value (abs value) []
        :: [
            for i in 0..2 -> target $"m{i}" inM.[i] (max (abs inM.[i]) (abs value / 10.0)) []
        ]

    let run replicates seed =
        let g =
            program
            |> Expectation.gradient
                { Estimation.defaults with
                    Particles = 64
                    Replicates = replicates
                    Seed = seed
                    EnumerationBudget = budget
                }

        let isChain (e: PlanEntry) =
            e.Site.StartsWith "k" = (e.Estimator.Name = "Enumerate")

        Assert.All(g.Plan.Entries, (fun e -> Assert.True(isChain e, string g.Plan)))

        {
            Mean = g.Value.Mean
            StandardError = g.Value.StandardError
        }
        :: [
            for i in 0..2 ->
                {
                    Mean = (g.["m"].ToArray()).[i]
                    StandardError = ((g.StandardError "m").ToArray()).[i]
                }
        ]

    measure targets name run |> check targets

let private indicator (y: Tensor) = where (y .> 0.0) 1.0 0.0

[<Fact>]
let ``Draws along the path of an enumerated chain`` () =
    let squares (ys: Tensor list) =
        ys |> List.map (fun y -> y * y) |> List.reduce (+)

    judge "squares" (emission 10 squares) (emitted 10 false (fun m -> m * m + 1.0, 2.0 * m))

[<Fact>]
let ``Scored draws of an enumerated chain, in a sum`` () =
    judge "sum of hits" (emission 10 (List.map indicator >> List.reduce (+))) (emitted 10 false above)

/// The joint table of the twelve states that all baselines would keep has 531,441 elements for each particle; none is made.
[<Fact>]
let ``Scored draws of an enumerated chain, in a product`` () =
    judge
        "product of hits"
        (emission 12 (List.map (fun y -> 1.0 + indicator y) >> List.reduce (*)))
        (emitted 12 true (fun m ->
            let cdf, pdf = above m
            1.0 + cdf, pdf))
