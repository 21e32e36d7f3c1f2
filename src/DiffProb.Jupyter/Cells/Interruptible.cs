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
        using var stop = new CancellationTokenSource();
        using var waking = new Waking(Thread.CurrentThread);
        try
        {
            // In this order: the runtime does not come back before the thread is stopped, and it does not stop one that waits.
            using var asked = cancellation.Register(() =>
            {
                waking.Begin();
                stop.Cancel();
            });
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
            waking.End();
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

    // Interrupts the waits of a thread, again and again, since what it runs may catch the first and wait once more.
    private sealed class Waking : IDisposable
    {
        private const int Idle = 0;
        private const int Busy = 1;
        private const int Over = 2;

        private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

        private readonly Timer timer;
        private int state;

        public Waking(Thread thread) => timer = new Timer(_ =>
        {
            if (Interlocked.CompareExchange(ref state, Busy, Idle) == Idle)
            {
                thread.Interrupt();
                Interlocked.Exchange(ref state, Idle);
            }
        });

        public void Begin() => timer.Change(TimeSpan.Zero, Pace);

        // Without any wait, because that could be interrupted.
        public void End()
        {
            while (Interlocked.CompareExchange(ref state, Over, Idle) == Busy)
            {
                Thread.SpinWait(20);
            }
        }

        public void Dispose() => timer.Dispose();
    }
}
