namespace DiffProb;

/// <summary>Runs code that knows nothing of cancellation, and stops it all the same.</summary>
/// <remarks>
/// <para>A loop is stopped by the runtime between two instructions, a wait (sleep, lock, task) by an interrupt. What cannot be stopped: native code
/// until it returns, and work that the cell has given to other threads.</para>
/// </remarks>
internal static class Interruptible
{
    /// <summary>Runs an action on this thread.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static void Run(Action action, CancellationToken cancellation)
    {
        // Of its own, because the runtime waits for ever where a token cannot be cancelled.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var thread = Thread.CurrentThread;
        try
        {
            using var waking = stop.Token.Register(thread.Interrupt);
#pragma warning disable SYSLIB0046 // It may break the state of what it stops. A cell that never ends has no other way out but the whole process.
            System.Runtime.ControlledExecution.Run(action, stop.Token);
#pragma warning restore SYSLIB0046
        }
        catch (ThreadInterruptedException) when (stop.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        finally
        {
            if (stop.IsCancellationRequested)
            {
                TakeLateInterrupt();
            }
        }
    }

    // An interrupt that met no wait would hit the next one, which is not the cell's.
    private static void TakeLateInterrupt()
    {
        try
        {
            Thread.Sleep(1);
        }
        catch (ThreadInterruptedException)
        {
        }
    }
}
