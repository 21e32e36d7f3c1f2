namespace Gallery.FSharp

open System
open System.Collections.Generic
open System.Reflection
open DiffProb
open Gallery

/// A texture of discs, whose law is found from how much they cover and how long their outline is.
module Texture =

    // <program>
    /// Spread of the logarithms of the radii; how far outside of a window a disc may lie and still reach it.
    let spread, margin = 0.25, 6.0

    /// x, y and the radius of a disc, anywhere from where it reaches a window.
    let disc (size: Tensor) (reach: float) =
        prob {
            let! centre =
                sample "centre" (Uniform(tensor [| -reach; -reach |], tensor [| reach; reach |]))

            let! radius = sample "radius" (LogNormal(size, tensor spread))
            return Shapes.Stack [| centre.[0]; centre.[1]; radius |]
        }

    /// A Poisson number of them: rows, of which the first few are there.
    let discs (intensity: Tensor) size reach most =
        prob {
            let! count = sample "count" (Poisson(intensity * (4.0 * reach * reach)))
            let nowhere = Prob.ret (tensor [| 0.0; 0.0; 0.0 |])

            let! rows =
                Prob.map (plate "disc" [| 0 .. most - 1 |]) (fun i -> branch (i .< count) [ nowhere; disc size reach ])

            return rows.Transpose()
        }

    /// How far a place lies inside, as a power: above zero where a disc covers it.
    let inside (discs: Tensor) (x: Tensor) (y: Tensor) =
        let apart (i: int) (place: Tensor) : Tensor =
            (place.Unsqueeze -1 - discs.[i]).Square()

        let powers = discs.[2].Square() - apart 0 x - apart 1 y
        powers.Max -1

    /// Two points of a rim stand for half of it each, where they are in the window and no other disc covers them; their own only touches
    /// them, but for rounding.
    let outline (discs: Tensor) half =
        let radius, y = discs.[2].Unsqueeze 1, discs.[1].Unsqueeze 1
        let x = discs.[0].Unsqueeze 1 + radius * tensor [| -1.0; 1.0 |]
        let isSeen = (inside discs x y .< 1e-9) &&& (abs x .< half) &&& (abs y .< half)
        (where isSeen (Math.PI * radius) 0.0).Sum()

    /// The share of the pixels that is covered, and the length of the outline for a unit of area: both in hard steps.
    let rendered intensity size side most =
        prob {
            let half = float side / 2.0
            let places = tensor [| for i in 0 .. side - 1 -> float i + 0.5 - half |]
            let! discs = discs intensity size (half + margin) most

            let! picture =
                deterministic "picture" (where (inside discs places (places.Unsqueeze 1) .> 0.0) 1.0 0.0)

            return Shapes.Stack [| picture.Mean(); outline discs half / float (side * side) |]
        }

    let target = BooleanModel(0.02, log 2.0, spread)

    /// What a window of 8 x 8 pixels shows: the coverage (0) or the length of the outline (1). Of 8 discs in the mean, more than 32 come
    /// once in 30 billion windows.
    let measured (which: int) =
        prob {
            let! intensity = paramOn Support.Positive "intensity" target.Intensity
            let! size = param "size" target.Size
            let! shown = rendered intensity size 8 32
            return shown.[which]
        }

    let measure (stage: Stage) (law: BooleanModel) particles seed which =
        measured which
        |> Expectation.gradient
            { Estimation.defaults with
                Parameters = readOnlyDict [ "intensity", tensor law.Intensity; "size", tensor law.Size ]
                Particles = particles
                Seed = seed
                Engine = stage.Engine
            }

    /// One of Newton's steps to the law that covers as much as the target and has as long an outline; each has twice the draws of the one before.
    let move stage (law: BooleanModel) step =
        let coverage, outline =
            let at = measure stage law (4000 <<< step) (stage.Seed + uint64 step)
            at 0, at 1

        let row (g: GradientEstimate) =
            Shapes.Stack [| g.["intensity"]; g.["size"] |]

        let miss =
            tensor
                [|
                    target.Coverage - coverage.Value.Mean
                    target.Boundary - outline.Value.Mean
                |]

        let way = (Shapes.Stack [| row coverage; row outline |]).Solve(miss).ToArray()
        BooleanModel(law.Intensity + way.[0], law.Size + way.[1], spread)

    let search (stage: Stage) =
        let steps = Seq.takeWhile (fun _ -> not stage.Stop.IsCancellationRequested) [ 0..4 ]
        Seq.scan (move stage) (BooleanModel(0.008, 1.0, spread)) steps |> Array.ofSeq
    // </program>

    // Each number is judged by its own standard error: at 5 of them a right one fails once in two million.
    let private derivatives (stage: Stage) =
        let coverage, outline =
            let at = measure stage target 40_000 stage.Seed
            at 0, at 1

        let value what (g: GradientEstimate) exact =
            struct (what, g.Value.Mean, g.Value.StandardError, exact)

        let slope what (g: GradientEstimate) parameter exact =
            struct (what, g.[parameter].ToDouble(), (g.StandardError parameter).ToDouble(), exact)

        let struct (coverageByIntensity, coverageBySize) = target.CoverageSlopes
        let struct (outlineByIntensity, outlineBySize) = target.BoundarySlopes

        stage.Page.Estimates(
            5.0,
            [|
                value "coverage" coverage target.Coverage
                slope "coverage by intensity" coverage "intensity" coverageByIntensity
                slope "coverage by size" coverage "size" coverageBySize
                value "outline" outline target.Boundary
                slope "outline by intensity" outline "intensity" outlineByIntensity
                slope "outline by size" outline "size" outlineBySize
            |]
        )

    // Drawn by the program itself, in a window of 64 x 64 pixels.
    let private picture (stage: Stage) (law: BooleanModel) =
        let drawn =
            prob {
                let! shown = rendered (tensor law.Intensity) (tensor law.Size) 64 200
                return shown.[0]
            }
            |> Expectation.gradient
                { Estimation.defaults with
                    Particles = 1
                    Seed = stage.Seed
                    Engine = stage.Engine
                }

        drawn.Recorded "picture"

    let private alongRadii () =
        let plan =
            (Expectation.plan Estimation.defaults (measured 0)).With("radius", Pathwise)

        measured 0
        |> Expectation.gradient
            { Estimation.defaults with
                Plan = Some plan
            }
        |> box

    let private show (stage: Stage) : IReadOnlyList<Answer> =
        let page = stage.Page
        page.Title "Procedural texture: discs, counted and measured from hard pixels (F#)"
        page.Heading "The program"
        page.Block(Source.Of("Texture.fs", Assembly.GetExecutingAssembly()))
        page.Heading "The plan, and why"
        page.Block(string (Expectation.plan Estimation.defaults (measured 0)))
        page.Paragraph "A derivative along the radii, asked for all the same, is refused:"
        page.Block(Refusal.Of alongRadii)
        page.Heading "The derivatives at the target, beside the exact ones"
        let derivatives = derivatives stage
        let way = search stage

        if stage.Stop.IsCancellationRequested then
            page.Paragraph "Stopped before the last step."
            [||]
        else
            page.Heading "The law that is found"
            let last = Array.last way

            let found =
                page.Answers(
                    [|
                        Answer("discs for a unit of area", last.Intensity, target.Intensity, 0.0006)
                        Answer("mean logarithm of the radii", last.Size, target.Size, 0.02)
                    |]
                )

            page.Chart(TextureMap.Of(target, way))

            page.Picture(
                "The target, the start of the search, and its end",
                Mosaic.Of([| [| picture stage target; picture stage way.[0]; picture stage last |] |], 4),
                4
            )

            [| yield! derivatives; yield! found |]

    let sample =
        { new ISample with
            member _.Name = "texture"
            member _.Language = Language.FSharp

            member _.Summary = "how many discs, how large: from hard pixels"

            member _.Run stage = show stage
        }
