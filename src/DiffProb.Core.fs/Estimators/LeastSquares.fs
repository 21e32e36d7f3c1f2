namespace DiffProb

/// Weights of features that are fitted to earlier runs.
module internal LeastSquares =

    // Features that say the same, and the first run, leave no inverse without a small ridge, which must stand out from the roundings of the sums.
    let private solve (squares: Tensor) (products: Tensor) =
        let count = products.Shape.[0]

        let identity =
            Tensor.Of(
                Shape.Of [| count; count |],
                Array.init (count * count) (fun i -> if i / count = i % count then 1.0 else 0.0)
            )

        let size = (squares * identity).Sum() / float count
        let part = Tensor.Max(Tensor.Scalar 1e-9, 32.0 * Rounding.Spacing)
        let ridge = squares + (part * size + 1e-12) * identity
        (ridge.Solve(products.Unsqueeze 1)).Select(1, 0)

    /// The weights w of least E |y - wᵀ x|², by moving averages of x xᵀ (shape [k, k]) and x y (shape [k]) over runs, the present one excluded;
    /// 0 before the first.
    let weights (credit: Credit) (decay: float) (squares: Tensor) (products: Tensor) =
        let keep (what: string) (observed: Tensor) =
            let leaf = Tensor.Data($"{credit.Name}: {what}", observed.Shape)

            credit.Keep
                {
                    Leaf = leaf
                    Observed = observed.StopGradient().MeanOver observed.Axes
                    Decay = decay
                }

            leaf

        solve (keep "features" squares) (keep "products" products)
