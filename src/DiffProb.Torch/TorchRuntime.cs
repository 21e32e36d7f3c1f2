using TorchSharp;

namespace DiffProb;

/// <summary>The native library behind <see cref="TorchEngine"/>: libtorch, loaded once for each process.</summary>
/// <remarks>
/// <para>Every engine initializes it. A script or notebook that uses TorchSharp's own <c>torch</c> calls <see cref="Initialize"/> before
/// that: where TorchSharp fails to load once, it fails for the life of the process.</para>
/// <para><b>DIFFPROB_LIBTORCH</b>: folder that holds libtorch 2.10.0; it is used before any other.</para>
/// <para><b>DIFFPROB_TORCH_PLAIN</b>: 1 to load only as the platform does, and never write a copy of TorchSharp's native part.
/// The copy is needed on Linux systems whose C++ library is older than GCC 13 (Debian 12, Ubuntu 22.04), and is kept in
/// <c>$XDG_CACHE_HOME/diffprob/native</c>, or <c>~/.cache/diffprob/native</c>, for this user alone.</para>
/// </remarks>
public static class TorchRuntime
{
    private static readonly Lock Gate = new();
    private static volatile bool isReady;

    /// <summary>Loads libtorch, if that was not done; any thread may call it, any number of times.</summary>
    /// <exception cref="DiffProbException">libtorch is not there or does not load: the message says what to add.</exception>
    public static void Initialize()
    {
        if (isReady)
        {
            return;
        }

        lock (Gate)
        {
            if (isReady)
            {
                return;
            }

            NativeRuntime.Load();
            Start();
            isReady = true;
        }
    }

    /// <summary>Threads that libtorch, and what <see cref="TorchEngine"/> computes on the host, may use within one operation, for the whole process.</summary>
    /// <remarks>
    /// Each thread that runs an executable brings as many of its own: where several run at once, set 1, before the first run. DiffProb never changes it
    /// by itself. Results of libtorch may differ in the last bits between numbers of threads.
    /// </remarks>
    public static int Threads
    {
        get
        {
            Initialize();
            return torch.get_num_threads();
        }

        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            Initialize();
            torch.set_num_threads(value);
        }
    }

    private static void Start()
    {
        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
        }
        catch (Exception e) when (e is TypeInitializationException or NotSupportedException or DllNotFoundException)
        {
            throw TorchErrors.UsedTooEarly(e);
        }
    }
}
