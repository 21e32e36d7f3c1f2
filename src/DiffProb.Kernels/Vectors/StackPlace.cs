using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace DiffProb;

/// <summary>Where on the stack a loop over vectors runs, modulo a cache line: at the place at which it was fastest.</summary>
/// <remarks>
/// <para>Vectors that registers have no room for are kept on the stack, which is aligned to 16 bytes and no more. Where they lie across the boundaries of what the
/// processor loads at once, a loop takes up to 2.5 times as long; which place is good depends on its code and on the processor, and how the stack lies is another
/// matter in each process and thread. So the first long calls try each place.</para>
/// <para>What is computed does not depend on it. It is of use around methods that are compiled once, with full optimization:</para>
/// <code>
/// byte here = 0;
/// var visit = Place.Enter(x.Length);
/// Span&lt;byte&gt; padding = stackalloc byte[visit.Padding(ref here)];
/// Loop(x, y);
/// visit.Leave(padding);
/// </code>
/// </remarks>
internal sealed class StackPlace
{
    /// <summary>Elements below which the place is all the same.</summary>
    public const int FewElements = 512;

    private const int Step = 16;
    private const int Places = 4;
    private const int Warmup = 4;
    private const int Rounds = 4;

    private readonly double[] least = [double.MaxValue, double.MaxValue, double.MaxValue, double.MaxValue];
    private int trial = -Warmup;
    private int best;

    /// <summary>The place for a call; it is a trial among the first ones. Threads that are here at once may take trials from each other.</summary>
    /// <param name="size">Elements, at least <see cref="FewElements"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Visit Enter(long size) => trial < Places * Rounds ? Try(size) : new(null, best, 0, size);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Visit Try(long size)
    {
        var place = trial++ & (Places - 1);
        return new(this, place, Stopwatch.GetTimestamp(), size);
    }

    private void Took(int place, double ticks)
    {
        least[place] = trial > 0 ? Math.Min(least[place], ticks) : double.MaxValue;
        best = Array.IndexOf(least, least.Min());
    }

    /// <summary>A call at a place.</summary>
    /// <param name="trialOf">What it is a trial of; null if it is none.</param>
    /// <param name="place">The place.</param>
    /// <param name="began">When it began.</param>
    /// <param name="size">Its elements.</param>
    public readonly struct Visit(StackPlace? trialOf, int place, long began, long size)
    {
        /// <summary>The place, from 0 to 3.</summary>
        public int Place => place;

        /// <summary>Bytes by which the stack has to grow so that what is called then runs at the place.</summary>
        /// <param name="here">A variable of the caller.</param>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int Padding(ref byte here) => ((int)Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref here) - (place * Step)) & ((Places - 1) * Step);

        /// <summary>The call is over.</summary>
        /// <param name="padding">What the stack has grown by, so that it has been there until now.</param>
        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Leave(Span<byte> padding)
        {
            _ = padding;
            trialOf?.Took(place, (double)(Stopwatch.GetTimestamp() - began) / size);
        }
    }
}
