using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DiffProb;

/// <summary>What leapfrog steps and trajectories do with vectors, with fused multiply-adds: the same bits on every processor.</summary>
/// <remarks>
/// Compiled with full optimization at once: most runs are shorter than the time after which a process optimizes what it runs often.
/// All arrays have one length.
/// </remarks>
internal static class PhaseVectors
{
    /// <summary>y += a x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddMultiple(double[] x, double a, double[] y)
    {
        ref var x0 = ref MemoryMarshal.GetArrayDataReference(x);
        ref var y0 = ref MemoryMarshal.GetArrayDataReference(y);
        var factor = Vector512.Create(a);
        var i = 0;
        for (; i + Vector512<double>.Count <= x.Length; i += Vector512<double>.Count)
        {
            Vector512.FusedMultiplyAdd(factor, Load(ref x0, i), Load(ref y0, i)).StoreUnsafe(ref y0, (nuint)i);
        }

        for (; i < x.Length; i++)
        {
            y[i] = Math.FusedMultiplyAdd(a, x[i], y[i]);
        }
    }

    /// <summary>The first half of a leapfrog step in a diagonal metric: p += half g, v = σ² p, q += step v.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Drift(PhasePoint point, double[] variance, double half, double step)
    {
        var (position, momentum, velocity, gradient) = (point.Position, point.Momentum, point.Velocity, point.Gradient);
        ref var q0 = ref MemoryMarshal.GetArrayDataReference(position);
        ref var p0 = ref MemoryMarshal.GetArrayDataReference(momentum);
        ref var v0 = ref MemoryMarshal.GetArrayDataReference(velocity);
        ref var g0 = ref MemoryMarshal.GetArrayDataReference(gradient);
        ref var s0 = ref MemoryMarshal.GetArrayDataReference(variance);
        var (halves, steps) = (Vector512.Create(half), Vector512.Create(step));
        var i = 0;
        for (; i + Vector512<double>.Count <= variance.Length; i += Vector512<double>.Count)
        {
            var p = Vector512.FusedMultiplyAdd(halves, Load(ref g0, i), Load(ref p0, i));
            var v = Load(ref s0, i) * p;
            p.StoreUnsafe(ref p0, (nuint)i);
            v.StoreUnsafe(ref v0, (nuint)i);
            Vector512.FusedMultiplyAdd(steps, v, Load(ref q0, i)).StoreUnsafe(ref q0, (nuint)i);
        }

        for (; i < variance.Length; i++)
        {
            momentum[i] = Math.FusedMultiplyAdd(half, gradient[i], momentum[i]);
            velocity[i] = variance[i] * momentum[i];
            position[i] = Math.FusedMultiplyAdd(step, velocity[i], position[i]);
        }
    }

    /// <summary>Its second half: p += half g, v = σ² p; twice the kinetic energy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Kick(PhasePoint point, double[] variance, double half)
    {
        var (momentum, velocity, gradient) = (point.Momentum, point.Velocity, point.Gradient);
        ref var p0 = ref MemoryMarshal.GetArrayDataReference(momentum);
        ref var v0 = ref MemoryMarshal.GetArrayDataReference(velocity);
        ref var g0 = ref MemoryMarshal.GetArrayDataReference(gradient);
        ref var s0 = ref MemoryMarshal.GetArrayDataReference(variance);
        var halves = Vector512.Create(half);
        var sums = Vector512<double>.Zero;
        var i = 0;
        for (; i + Vector512<double>.Count <= variance.Length; i += Vector512<double>.Count)
        {
            var p = Vector512.FusedMultiplyAdd(halves, Load(ref g0, i), Load(ref p0, i));
            var v = Load(ref s0, i) * p;
            p.StoreUnsafe(ref p0, (nuint)i);
            v.StoreUnsafe(ref v0, (nuint)i);
            sums = Vector512.FusedMultiplyAdd(p, v, sums);
        }

        var sum = Summation.OfLanes(sums);
        for (; i < variance.Length; i++)
        {
            momentum[i] = Math.FusedMultiplyAdd(half, gradient[i], momentum[i]);
            velocity[i] = variance[i] * momentum[i];
            sum = Math.FusedMultiplyAdd(momentum[i], velocity[i], sum);
        }

        return sum;
    }

    /// <summary>Inner product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(double[] x, double[] y)
    {
        ref var x0 = ref MemoryMarshal.GetArrayDataReference(x);
        ref var y0 = ref MemoryMarshal.GetArrayDataReference(y);
        var sums = Vector512<double>.Zero;
        var i = 0;
        for (; i + Vector512<double>.Count <= x.Length; i += Vector512<double>.Count)
        {
            sums = Vector512.FusedMultiplyAdd(Load(ref x0, i), Load(ref y0, i), sums);
        }

        var sum = Summation.OfLanes(sums);
        for (; i < x.Length; i++)
        {
            sum = Math.FusedMultiplyAdd(x[i], y[i], sum);
        }

        return sum;
    }

    /// <summary>Whether two velocities both point along the sum of two momenta.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool GoAlong(double[] velocity, double[] other, double[] momentum, double[] momenta)
    {
        ref var a0 = ref MemoryMarshal.GetArrayDataReference(velocity);
        ref var b0 = ref MemoryMarshal.GetArrayDataReference(other);
        ref var p0 = ref MemoryMarshal.GetArrayDataReference(momentum);
        ref var s0 = ref MemoryMarshal.GetArrayDataReference(momenta);
        var (ofFirst, ofSecond) = (Vector512<double>.Zero, Vector512<double>.Zero);
        var i = 0;
        for (; i + Vector512<double>.Count <= velocity.Length; i += Vector512<double>.Count)
        {
            var sum = Load(ref p0, i) + Load(ref s0, i);
            ofFirst = Vector512.FusedMultiplyAdd(Load(ref a0, i), sum, ofFirst);
            ofSecond = Vector512.FusedMultiplyAdd(Load(ref b0, i), sum, ofSecond);
        }

        var (first, second) = (Summation.OfLanes(ofFirst), Summation.OfLanes(ofSecond));
        for (; i < velocity.Length; i++)
        {
            var sum = momentum[i] + momenta[i];
            first = Math.FusedMultiplyAdd(velocity[i], sum, first);
            second = Math.FusedMultiplyAdd(other[i], sum, second);
        }

        return first > 0.0 && second > 0.0;
    }

    /// <summary>into = x + y, which may be one of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(double[] x, double[] y, double[] into)
    {
        ref var x0 = ref MemoryMarshal.GetArrayDataReference(x);
        ref var y0 = ref MemoryMarshal.GetArrayDataReference(y);
        ref var z0 = ref MemoryMarshal.GetArrayDataReference(into);
        var i = 0;
        for (; i + Vector512<double>.Count <= x.Length; i += Vector512<double>.Count)
        {
            (Load(ref x0, i) + Load(ref y0, i)).StoreUnsafe(ref z0, (nuint)i);
        }

        for (; i < x.Length; i++)
        {
            into[i] = x[i] + y[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Load(ref double first, int place) => Vector512.LoadUnsafe(ref first, (nuint)place);
}
