namespace DiffProb;

/// <summary>A program's minimization, some steps at a time: what runs over and over once a model is compiled.</summary>
/// <remarks>
/// One step is <see cref="OptimizationBuilder{T}"/>'s own: the draw, the value, the gradient and the optimizer. It runs on a thread of its own, which
/// waits between calls; a call costs two hand-overs of some microseconds, so that it should ask for milliseconds of steps.
/// </remarks>
/// <typeparam name="T">Type of the program's result.</typeparam>
internal sealed class Stepper<T> : IProgress<OptimizationProgress>, IDisposable
{
    private readonly SemaphoreSlim wanted = new(0);
    private readonly SemaphoreSlim done = new(0);
    private readonly CancellationTokenSource stop = new();
    private readonly Thread thread;
    private Exception? failure;
    private int left = 1;

    /// <summary>Traces, plans and compiles the program, and does the first step.</summary>
    /// <param name="optimization">How it is minimized; the number of steps is set here.</param>
    /// <exception cref="DiffProbException">The program is wrong.</exception>
    internal Stepper(OptimizationBuilder<T> optimization)
    {
        thread = new(() => Work(optimization.Steps(int.MaxValue).Progress(this)), 16 << 20) { IsBackground = true };
        thread.Start();
        Wait();
    }

    /// <summary>Does some steps.</summary>
    /// <param name="steps">At least 1.</param>
    internal void Run(int steps)
    {
        left = steps;
        wanted.Release();
        Wait();
    }

    void IProgress<OptimizationProgress>.Report(OptimizationProgress value)
    {
        if (--left == 0)
        {
            done.Release();
            wanted.Wait();
        }
    }

    public void Dispose()
    {
        stop.Cancel();
        wanted.Release();
        thread.Join();
        wanted.Dispose();
        done.Dispose();
        stop.Dispose();
    }

    // What goes wrong on the thread is reported on the caller's.
#pragma warning disable CA1031
    private void Work(OptimizationBuilder<T> optimization)
    {
        try
        {
            optimization.Run(stop.Token);
        }
        catch (Exception e)
        {
            failure = e;
            done.Release();
        }
    }
#pragma warning restore CA1031

    private void Wait()
    {
        done.Wait();
        if (failure is { } e)
        {
            throw new InvalidOperationException($"The program stopped: {e.Message}", e);
        }
    }
}
