namespace DiffProb

open System

/// How heavy the tail of some numbers is: the shape of a generalized Pareto law fitted to the largest of them. Below 1/2 the variance is
/// finite, below 1 the mean. Sources: Zhang and Stephens 2009, Technometrics 51; Vehtari et al. 2024, arXiv 1507.02646, for the part of the numbers taken.
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

    /// The index of the sizes of some numbers, and its standard error; None for too few of them, and where they are all alike.
    let estimate (values: float[]) =
        let sizes = values |> Array.map abs |> Array.sort
        let count = int (min (0.2 * float sizes.Length) (3.0 * sqrt (float sizes.Length)))

        if count < fewest then
            None
        else
            let threshold = sizes.[sizes.Length - count - 1]

            let exceedances =
                sizes.[sizes.Length - count ..]
                |> Array.map (fun s -> s - threshold)
                |> Array.filter (fun s -> s > 0.0)

            if exceedances.Length < fewest then
                None
            else
                let k = fit exceedances
                Some struct (k, (1.0 + abs k) / sqrt (float exceedances.Length))
