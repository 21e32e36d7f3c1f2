namespace DiffProb;

/// <summary>A run that is observed, from its begin to its end.</summary>
internal interface IObservedRun : IDisposable
{
    /// <summary>Whether a report is wanted now. Those between are not worth their making.</summary>
    bool IsDue { get; }

    /// <summary>Tells how much is done.</summary>
    /// <param name="doing">What is being done.</param>
    /// <param name="fraction">Part of all that is done, from 0 to 1.</param>
    void Report(string doing, double fraction);
}
