/// The parts of the samplers, one by one.
module DiffProb.Tests.SamplerPartsTests

open System
open System.Threading
open Xunit
open DiffProb

/// A normal density with standard deviations of its own for each number.
let private normal (scales: float[]) =
    { new ILogDensity with
        member _.Dimension = scales.Length

        member _.Evaluate(position, gradient) =
            let mutable total = 0.0

            for i in 0 .. scales.Length - 1 do
                let z = position.[i] / scales.[i]
                gradient.[i] <- -z / scales.[i]
                total <- total - 0.5 * z * z

            total
    }

[<Fact>]
let ``the windows of warmup are those of Stan`` () =
    let ends length =
        let schedule = WarmupSchedule length

        [
            for step in 0 .. length - 1 do
                if schedule.EndsWindow step then
                    step
        ]

    Assert.Equal<int>([ 99; 149; 249; 449; 949 ], ends 1000)
    Assert.Equal<int>([ 99; 149 ], ends 200)
    Assert.Equal<int>([ 99; 149; 249; 449 ], ends 500)
    Assert.Equal<int>([ 99; 109 ], ends 160)
    Assert.Equal<int>([ 99 ], ends 150)
    // 15, 75 and 10 percent of a short one, and no window in one that is shorter still.
    Assert.Equal<int>([ 89 ], ends 100)
    Assert.Empty(ends 19)
    let schedule = WarmupSchedule 100
    Assert.False(schedule.IsInWindow 14)
    Assert.True(schedule.IsInWindow 15)
    Assert.False(schedule.IsInWindow 90)

let private covariance = [| 2.0; 0.6; -0.3; 0.6; 1.0; 0.2; -0.3; 0.2; 0.5 |]

[<Theory; InlineData(MetricKind.Diagonal); InlineData(MetricKind.Dense)>]
let ``the kinetic energy of a momentum is that of the normal numbers that it is made of`` (kind: MetricKind) =
    let metric = Metric.Unit(kind, 3)

    metric.Set(
        ReadOnlySpan(
            if kind = MetricKind.Dense then
                covariance
            else
                [| 4.0; 0.25; 9.0 |]
        )
    )

    let z = [| 0.3; -1.2; 0.8 |]
    let momentum = Array.copy z
    let velocity = Array.zeroCreate 3
    metric.ToMomentum(momentum.AsSpan())
    metric.Velocity(ReadOnlySpan momentum, velocity.AsSpan())
    Assert.Equal(Array.sumBy (fun x -> x * x) z, Array.sum (Array.map2 (*) momentum velocity), 1e-12)
    Assert.NotEqual<float>(z, momentum)

[<Fact>]
let ``leapfrog steps can be reversed, and keep the energy to the second order of their length`` () =
    let run step count =
        let system =
            HamiltonianSystem(normal [| 1.0; 2.0 |], Metric.Unit(MetricKind.Diagonal, 2))

        let point = PhasePoint 2
        point.Position.[0] <- 0.7
        point.Position.[1] <- -1.1
        system.Evaluate point
        system.Refresh(point, Key.FromSeed 3UL)
        let begin', start = point.Energy, Array.copy point.Position

        for _ in 1..count do
            system.Leapfrog(point, step)

        let error = point.Energy - begin'

        for _ in 1..count do
            system.Leapfrog(point, -step)

        for i in 0..1 do
            Assert.Equal(start.[i], point.Position.[i], 1e-12)

        error

    let coarse, fine = run 0.2 10, run 0.1 20
    Assert.InRange(coarse / fine, 3.5, 4.5)

[<Fact>]
let ``a trajectory goes half way around a normal density, and not on`` () =
    // Half a period is 31 steps of 0.1: trees of 15 to 63 steps.
    let system =
        HamiltonianSystem(normal (Array.create 20 1.0), Metric.Unit(MetricKind.Diagonal, 20))

    let nuts = Nuts(system, 10)
    let point = PhasePoint 20
    Philox.StandardNormals(Key.FromSeed 1UL, 0UL, point.Position.AsSpan())
    system.Evaluate point

    for i in 1UL .. 200UL do
        let info = nuts.Next(point, 0.1, (Key.FromSeed 2UL).Child i, CancellationToken.None)
        Assert.InRange(info.Leapfrogs, 15, 63)
        Assert.False info.IsDivergent
        Assert.InRange(info.Acceptance, 0.95, 1.0)

[<Fact>]
let ``no leapfrog step of a sampler allocates`` () =
    let system =
        HamiltonianSystem(normal (Array.create 20 1.0), Metric.Unit(MetricKind.Diagonal, 20))

    let nuts = Nuts(system, 10)
    let point = PhasePoint 20
    system.Evaluate point
    let key = Key.FromSeed 2UL
    let mutable steps = 0

    let go count =
        for i in 1..count do
            steps <-
                steps
                + nuts.Next(point, 0.1, key.Child(uint64 i), CancellationToken.None).Leapfrogs

    go 100
    let before = GC.GetAllocatedBytesForCurrentThread()
    go 100
    Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 64L, "transitions allocate")

/// A point with this momentum, velocity and position, in two dimensions.
let private at (momentum: float[]) (velocity: float[]) (position: float) =
    let point = PhasePoint 2
    momentum.CopyTo(point.Momentum, 0)
    velocity.CopyTo(point.Velocity, 0)
    point.Position.[0] <- position
    point

let private stretch (points: PhasePoint list) =
    let pieces =
        points
        |> List.map (fun p ->
            let s = Stretch 2
            s.SetTo(p, 0.0, 0.0)
            s)

    for next in pieces.Tail do
        pieces.Head.Append(next, 0.0, false) |> ignore

    pieces.Head

[<Fact>]
let ``a trajectory turns where a half turns with the nearest point of the other`` () =
    let along = at [| 1.0; 0.0 |] [| 1.0; 0.0 |]

    let join first second =
        (stretch first).Append(stretch second, 0.0, false)

    // Straight on.
    Assert.False(join [ along 0.0; along 1.0 ] [ along 2.0; along 3.0 ])

    // The first point of the second half goes far aside and its last one comes back: the whole goes on, each half goes on, and the first half with that point does not.
    let aside = at [| -5.0; 3.0 |] [| 1.0; 0.0 |]
    let back = at [| 9.0; -3.0 |] [| 1.0; 0.0 |]
    Assert.False(join [ along 0.0; along 1.0 ] [ along 2.0; along 3.0 ])
    Assert.True(join [ along 0.0; along 1.0 ] [ aside 2.0; back 3.0 ])

    // The same from the other side.
    Assert.True(join [ back 0.0; aside 1.0 ] [ along 2.0; along 3.0 ])

    // The whole alone.
    Assert.True(
        join
            [ along 0.0; along 1.0 ]
            [
                at [| -1.0; 0.0 |] [| -1.0; 0.0 |] 2.0
                at [| -1.0; 0.0 |] [| -1.0; 0.0 |] 3.0
            ]
    )

[<Fact>]
let ``stretches of one point and more keep their ends when they are turned round`` () =
    let a, b, c =
        at [| 1.0; 2.0 |] [| 3.0; 4.0 |] 0.0, at [| 5.0; 6.0 |] [| 7.0; 8.0 |] 1.0, at [| 1.0; 1.0 |] [| 1.0; 1.0 |] 2.0

    let whole = Stretch 2
    whole.SetTo(a, log 2.0, 0.5)
    let next = Stretch 2
    next.SetTo(b, log 3.0, 0.7)
    Assert.False(whole.Append(next, log 5.0, true))
    Assert.Equal(1.0, whole.Drawn.Position.[0])
    Assert.Equal(0.7, whole.Energy)
    whole.Reverse()
    // What was taken may be used anew.
    next.SetTo(c, 0.0, 0.0)
    Assert.False(whole.Append(next, log 6.0, false))
    Assert.Equal(1.0, whole.Drawn.Position.[0])
    whole.Reverse()
    // Now c, a, b, with c and b at the ends; against b's direction it turns.
    next.SetTo(at [| -100.0; -100.0 |] [| 7.0; 8.0 |] 3.0, 0.0, 0.0)
    Assert.True(whole.Append(next, log 7.0, false))

[<Fact>]
let ``steps of a random walk have the covariance of the metric`` () =
    for kind, exact in
        [
            MetricKind.Diagonal, [| 4.0; 0.0; 0.0; 0.0; 0.25; 0.0; 0.0; 0.0; 9.0 |]
            MetricKind.Dense, covariance
        ] do
        let metric = Metric.Unit(kind, 3)

        metric.Set(
            ReadOnlySpan(
                if kind = MetricKind.Dense then
                    covariance
                else
                    [| 4.0; 0.25; 9.0 |]
            )
        )
        // Columns of the factor: the images of the unit vectors.
        let columns =
            [|
                for i in 0..2 ->
                    let z = [| for j in 0..2 -> if i = j then 1.0 else 0.0 |]
                    metric.ToDisplacement(z.AsSpan())
                    z
            |]

        for i in 0..2 do
            for j in 0..2 do
                Assert.Equal(exact.[3 * i + j], Array.sumBy (fun (c: float[]) -> c.[i] * c.[j]) columns, 1e-12)
