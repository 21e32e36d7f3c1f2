using System.Runtime.ExceptionServices;

namespace DiffProb;

/// <summary>Runs that do not depend on each other, several at a time.</summary>
internal static class IndependentRuns
{
    /// <summary>What each run gives, in their order.</summary>
    /// <param name="count">How many.</param>
    /// <param name="threads">At a time; 0 for one per processor.</param>
    /// <param name="run">A run, by its number.</param>
    /// <param name="cancellation">Stops between two runs.</param>
    public static T[] Of<T>(int count, int threads, Func<int, T> run, CancellationToken cancellation)
    {
        var results = new T[count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads == 0 ? Environment.ProcessorCount : threads, CancellationToken = cancellation };
        try
        {
            Parallel.For(0, count, options, r => results[r] = run(r));
        }
        catch (AggregateException several)
        {
            // What one run would have reported alone.
            ExceptionDispatchInfo.Throw(several.Flatten().InnerExceptions[0]);
        }

        return results;
    }
}
