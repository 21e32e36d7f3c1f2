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
