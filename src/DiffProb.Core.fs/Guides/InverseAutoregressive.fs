namespace DiffProb

/// A layer of an inverse autoregressive flow: z' = σ z + (1 - σ) m, with m and σ = sigmoid(s) of number i from the numbers before it (Kingma et al. 2016,
/// arXiv 1606.04934, equation 14), so that log |dz'/dz| = Σ log σ.
module internal InverseAutoregressive =

    /// Where s starts: most of z passes.
    let private forgetBias = 2.0

    /// Places of the numbers in the order of a layer, from 1: every other layer has it reversed.
    let private order layer dimension =
        Array.init dimension (fun i -> if layer % 2 = 0 then i + 1 else dimension - i)

    let private mask rows columns (isKept: int -> int -> bool) =
        Tensor.Matrix(Array2D.init rows columns (fun i j -> if isKept i j then 1.0 else 0.0))

    let private noise (seed: uint64) (shape: int[]) (scale: float) =
        let numbers = (Normal(0.0, 1.0)).Sample(Array.fold (*) 1 shape, seed).ToArray()
        Tensor.Of(Shape.Of shape, numbers |> Array.map (fun x -> scale * x))

    /// The vector behind a layer, and the logarithm of the determinant.
    let apply (tracer: Tracer) (layer: int) (units: int) (z: Tensor) : struct (Tensor * Tensor) =
        let dimension = z.Shape.[0]
        let places = order layer dimension

        // Degrees of hidden units: 1 to dimension - 1, round and round.
        let degree unit = 1 + unit % max 1 (dimension - 1)
        let inward = mask dimension units (fun i unit -> degree unit >= places.[i])
        let outward = mask units dimension (fun unit i -> places.[i] > degree unit)

        let param name initial =
            tracer.Param($"layer{layer + 1}/{name}", initial, Support.Real)

        let seed = uint64 (4 * layer)

        let hidden =
            param "hidden.weight" (noise seed [| dimension; units |] (1.0 / sqrt (float dimension)))

        // Without biases the units would be odd functions, and even ones a saddle away.
        let bias = param "hidden.bias" (noise (seed + 2UL) [| units |] 1.0)

        let out name part start =
            let weight =
                param $"{name}.weight" (noise (seed + part) [| units; dimension |] 0.01)

            let bias = param $"{name}.bias" (Tensor.Of(Array.create dimension start))
            fun (h: Tensor) -> (h.MatMul(weight * outward)).Reshape dimension + bias

        let mean = out "mean" 1UL 0.0
        let gate = out "gate" 3UL forgetBias
        let h = ((z.Reshape(1, dimension)).MatMul(hidden * inward) + bias).Tanh()
        let s = gate h
        let kept = s.Sigmoid()
        struct (kept * z + (1.0 - kept) * mean h, (s.LogSigmoid()).Sum())
