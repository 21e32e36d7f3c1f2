namespace DiffProb;

/// <summary>One of those that do the same work.</summary>
internal interface ISide : IDisposable
{
    /// <summary>Who it is, as in the table.</summary>
    string Name { get; }

    /// <summary>Whether the work is done in this process, so that its processor time can be read.</summary>
    bool IsHere => true;

    /// <summary>What a call is counted as, where it is not one: draws that are worth independent ones, say, so that the time is that of each.</summary>
    double CallsCountAs => 1.0;

    /// <summary>An independent estimate of the gradient where the work begins: one array for each parameter, in the order of the other sides. Not timed.</summary>
    /// <param name="seed">Where its random numbers begin.</param>
    double[][] Gradient(int seed);

    /// <summary>Does the work some times: what is timed.</summary>
    /// <param name="times">At least 1.</param>
    void Run(int times);
}
