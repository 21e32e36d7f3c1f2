/// Exact numbers in plain arithmetic: integrals and derivatives, which owe nothing to the library.
module DiffProb.Conformance.Quadrature

open System

/// Steps of 1/32 from -4.5 to 4.5, as u = (π/2) sinh t and (π/2) cosh t / 32.
let private nodes =
    [|
        for i in -144 .. 144 ->
            let t = float i / 32.0
            struct (0.5 * Math.PI * sinh t, 0.5 * Math.PI * cosh t / 32.0)
    |]

/// ∫ f from a to b by the double exponential rule (Takahasi and Mori 1974): f is smooth between the ends, which may be infinite.
let rec integral (f: float -> float) a b =
    if a >= b then
        0.0
    elif Double.IsFinite a && Double.IsFinite b then
        nodes
        |> Array.sumBy (fun struct (u, w) ->
            let below = 1.0 / (1.0 + exp (-2.0 * u))
            let above = 1.0 / (1.0 + exp (2.0 * u))
            let x = if u < 0.0 then a + (b - a) * below else b - (b - a) * above
            f x * (b - a) * 2.0 * below * above * w)
    elif Double.IsFinite a then
        nodes |> Array.sumBy (fun struct (u, w) -> f (a + exp u) * exp u * w)
    elif Double.IsFinite b then
        integral (fun x -> f -x) -b infinity
    else
        integral f a 0.0 + integral f 0.0 b

/// The same where f has kinks and jumps, at the breaks.
let integralOver (breaks: seq<float>) f a b =
    let inner = breaks |> Seq.filter (fun c -> a < c && c < b) |> Seq.sort |> List.ofSeq
    List.pairwise (a :: inner @ [ b ]) |> List.sumBy (fun (a, b) -> integral f a b)

/// f' by central differences at h, h/2 and h/4, to the order of h⁶ (Richardson).
let derivative (f: float -> float) x =
    let h = 4e-3 * max 1.0 (abs x)
    let slope h = (f (x + h) - f (x - h)) / (2.0 * h)
    (64.0 * slope (h / 4.0) - 20.0 * slope (h / 2.0) + slope h) / 45.0

/// All partial derivatives of f.
let gradient (f: float[] -> float) (x: float[]) =
    x |> Array.mapi (fun i xi -> derivative (fun v -> f (Array.updateAt i v x)) xi)

let normalDensity mean scale x =
    let z = (x - mean) / scale
    exp (-0.5 * z * z) / (scale * sqrt (2.0 * Math.PI))
