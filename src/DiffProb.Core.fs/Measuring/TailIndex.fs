namespace DiffProb

open System

/// How heavy the tail of some numbers is: the shape of a generalized Pareto law fitted to the largest of them. Below 1/2 the variance is
/// finite, below 1 the mean. Sources: Zhang and Stephens 2009, Technometrics 51; Vehtari et al. 2024, arXiv 1507.02646.
module internal TailIndex =

    /// Fewer exceedances say nothing.
    let private fewest = 20

    // The posterior mean of Zhang and Stephens; exceedances in rising order.
    let private fit (x: float[]) =
        let n = float x.Length
        let count = 30 + int (sqrt n)
        let quarter = x.[int (n / 4.0 + 0.5) - 1]

        let shape b =
            x |> Array.averageBy (fun v -> Math.Log(1.0 - b * v))

        let grid =
            Array.init count (fun j ->
                1.0 / x.[x.Length - 1]
                + (1.0 - sqrt (float count / (float j + 0.5))) / (3.0 * quarter))

        let likelihood b =
            let k = shape b
            n * (Math.Log(-b / k) - k - 1.0)

        let levels = grid |> Array.map likelihood
        let most = Array.max levels
        let weights = levels |> Array.map (fun l -> Math.Exp(l - most))
        let b = Array.map2 (*) grid weights |> Array.sum

        // A weak prior at 1/2, worth ten numbers.
        (n * shape (b / Array.sum weights) + 5.0) / (n + 10.0)

    // None where the numbers are too few, or lie on a lattice, whose steps are no tail.
    let private ofLargest (sorted: float[]) count =
        let threshold = sorted.[sorted.Length - count - 1]

        let exceedances =
            sorted.[sorted.Length - count ..]
            |> Array.map (fun s -> s - threshold)
            |> Array.filter (fun s -> s > 0.0)

        let distinct = exceedances |> Array.distinct |> Array.length

        if distinct < fewest || 2 * distinct < count then
            None
        else
            Some struct (fit exceedances, exceedances.Length)

    /// The index of the sizes of some numbers, and its standard error; None for too few of them, and where they are alike. It is the least of those of the
    /// largest, the largest half and the largest quarter of them: a tail that is heavy is so all the way, and one that is uneven seems so here and there.
    let estimate (values: float[]) =
        let sizes = values |> Array.map abs |> Array.sort
        let count = int (min (0.1 * float sizes.Length) (10.0 * sqrt (float sizes.Length)))

        let found =
            [ count; count / 2; count / 4 ]
            |> List.map (fun n -> if n < fewest then None else ofLargest sizes n)

        if List.forall Option.isSome found then
            let struct (k, n) =
                found |> List.map Option.get |> List.minBy (fun (struct (k, _)) -> k)

            Some struct (k, (1.0 + abs k) / sqrt (float n))
        else
            None
