namespace DiffProb

open System
open System.Numerics

/// k different values of a site with finite support, drawn without replacement; their order is averaged out, and each is held against the others.
/// With S the values drawn, P(U) the probability that draws without replacement from U and the values outside S begin with all of U, and
/// R(s) = P(S \ s) / P(S): E f = E Σₛ p(s) R(s) f(s), and d E f = E Σₛ dp(s) R(s) (f(s) - Σₜ p(t) P(S \ s, t) / P(S \ s) f(t)), with 1 in place
/// of the ratio for t = s. Exact where no possible value is left out; where k is all that the site has, it is enumerated.
/// P by sums over subsets: P(U) = Σᵤ p(u) P(U \ u) / (total of U and of what lies outside S). All terms are positive and P only falls as U
/// grows, so that nothing cancels or underflows; k 2ᵏ⁻¹ products for each particle and row.
/// Source: Kool, van Hoof, Welling 2020, arXiv 2002.06043.
module internal UnorderedSet =

    /// Most values whose subsets are summed over: 5,120 products.
    let private mostDrawn = 10

    let private refuse k (facts: Facts) =
        match DistinctValues.refuse k facts with
        | None when k > mostDrawn && not (DistinctValues.areAll k facts.Site) ->
            Some
                $"it draws {k} of its {facts.Site.Cardinality.Value} values, and probabilities of sets are summed for at most {mostDrawn}"
        | reason -> reason

    let private table (rows: int[][]) =
        (Tensor.Of(ReadOnlySpan<int>(Array.concat rows))).Reshape(rows.Length, rows.[0].Length)

    /// P of the subsets of k values: for a number of rows of subsets (as bits), all of one size, a tensor of the rows' shape.
    let private probabilities (drawn: DistinctValues) k =
        let ofSize =
            [| 0 .. (1 <<< k) - 1 |]
            |> Array.groupBy (fun set -> BitOperations.PopCount(uint32 set))
            |> Array.sortBy fst
            |> Array.map snd

        let place set =
            Array.BinarySearch(ofSize.[BitOperations.PopCount(uint32 set)], set)

        let next (smaller: Tensor) size =
            let members =
                ofSize.[size]
                |> Array.map (fun set -> [| 0 .. k - 1 |] |> Array.filter (fun i -> set &&& (1 <<< i) <> 0))

            let without =
                Array.map2 (fun set (m: int[]) -> m |> Array.map (fun i -> place (set ^^^ (1 <<< i)))) ofSize.[size] members

            let mass = drawn.Mass.Gather(table members)
            let total = drawn.Rest + mass.Sum 1
            let isPossible = Tensor.op_GreaterThan (total, Tensor.Scalar 0.0)
            let sum = (mass * smaller.Gather(table without)).Sum 1
            Tensor.Where(isPossible, sum / Tensor.Where(isPossible, total, Tensor.Scalar 1.0), Tensor.Scalar 1.0)

        let known = [| 1..k |] |> Array.scan next (Tensor.Ones(Shape.Of 1))

        fun (sets: int[][]) ->
            known.[BitOperations.PopCount(uint32 sets.[0].[0])].Gather(table (sets |> Array.map (Array.map place)))

    /// Weights of the cost at each value drawn, of sum 1.
    let private weights (drawn: DistinctValues) k =
        let probability = probabilities drawn k
        let all = (1 <<< k) - 1
        let but i = all ^^^ (1 <<< i)
        let without = (probability [| Array.init k but |]).Select(0, 0)
        let ratio = without / (probability [| [| all |] |]).Select(0, 0)

        // Row s, column t: the diagonal is not a pair, and replaced by 1.
        let pair s t =
            if s <> t then but s ^^^ (1 <<< t)
            elif s = 0 then but 0 ^^^ 2
            else but s ^^^ 1

        let pairs = probability (Array.init k (fun s -> Array.init k (pair s)))
        let isSame = Tensor.Of(Array.init (k * k) (fun i -> i / k = i % k)).Reshape(k, k)
        let others = Tensor.Where(isSame, Tensor.Scalar 1.0, pairs / without.Unsqueeze 1)
        let moved = (drawn.Live - drawn.Live.StopGradient()) * ratio
        drawn.Mass * ratio + moved - drawn.Mass * (moved.Unsqueeze 1 * others).Sum 0

    let estimator (k: int) =
        if k < 2 then
            raise (Errors.atLeast "UnorderedSet: the number of values" 2 k)

        Estimator
            { new IEstimator with
                member _.Name = $"UnorderedSet {k}"
                member _.IsBiased = false
                member _.PassesThrough = false
                member _.Refuse facts = refuse k facts
                member _.Evaluations _ = k

                member _.Propose(site, distribution, noise) =
                    if DistinctValues.areAll k site then
                        Enumerate.estimator.Rules.Propose(site, distribution, noise)
                    else
                        let race mass =
                            List.replicate k (DistinctValues.race noise mass)

                        let drawn = DistinctValues.choose site distribution race
                        drawn.Weighted site (weights drawn k)

                member _.GradientFunction(_, _) = None
                member _.ControlVariate _ = None
            }
