using System.Globalization;
using TorchSharp;

namespace DiffProb;

/// <summary>The engine on libtorch, operation by operation: for large matrix products on the CPU, and for CUDA devices.</summary>
/// <remarks>
/// <para>It gives the numbers of <see cref="ManagedEngine"/>: random draws are the same bits, and other results agree to rounding.
/// The same code runs on both devices; on CUDA, sums of scattered elements may differ in the last bits from run to run.</para>
/// <para>Operations that libtorch lacks are computed on the host; <see cref="Executable.Explain"/> names them. Derivatives are expressions,
/// so libtorch's own are not involved, and every intermediate is freed at its last use.</para>
/// <para>It was tested on the CPU. No CUDA device was at hand; see docs/how-to/gpu.md.</para>
/// </remarks>
public sealed class TorchEngine : IEngine
{
    private readonly DeviceType type;
    private readonly int index;

    private TorchEngine(DeviceType type, int index) => (this.type, this.index) = (type, index);

    /// <summary>The engine on the processor.</summary>
    public static TorchEngine Cpu { get; } = new(DeviceType.CPU, -1);

    /// <summary>The managed engine or <see cref="Cpu"/>, whichever an estimate says is faster for a graph.</summary>
    /// <remarks>
    /// <para>The estimate is of the time of a run: multiplications of matrix products, those of factors and solutions, elements of other operations, and
    /// operations, each by its rate on this machine. The rates are measured once for the process, in half a second, when a graph with 10 million
    /// multiplications and additions of matrices is compiled, with the threads that are set then. Smaller graphs run on the managed engine without libtorch being loaded,
    /// and so do all where libtorch is not there. <see cref="Executable.Explain"/> says which engine was chosen, and why, with the numbers.</para>
    /// <para>The engines agree to rounding and not to the bit: where a run is to be repeated to the bit on another day, name its engine. A GPU is never
    /// chosen: ask for <see cref="Cuda"/>.</para>
    /// </remarks>
    public static IEngine Auto { get; } = new AutoEngine(Once(AutoEngine.Measure));

    /// <summary>Whether libtorch sees a CUDA device.</summary>
    /// <exception cref="DiffProbException">libtorch is not there or does not load.</exception>
    public static bool IsCudaAvailable => Devices() > 0;

    /// <inheritdoc/>
    public string Name => type == DeviceType.CPU ? "torch cpu" : $"torch cuda:{index}";

    /// <summary>The engine on a CUDA device.</summary>
    /// <param name="index">Number of the device, from 0.</param>
    /// <exception cref="DiffProbException">libtorch is not there or sees no such device: the message says what to add.</exception>
    public static TorchEngine Cuda(int index = 0)
    {
        var devices = Devices();
        return index >= 0 && index < devices ? new(DeviceType.CUDA, index) : throw TorchErrors.NoCuda(index, devices);
    }

    /// <summary>The engine that settings name by device and threads, for the configuration of an application; libtorch is loaded, so that what is missing is said now.</summary>
    /// <param name="device">"cpu", "cuda" or "cuda:1", as PyTorch names them; "auto" for <see cref="Auto"/>; null for "cpu".</param>
    /// <param name="threads">Threads within one operation, for the whole process (<see cref="TorchRuntime.Threads"/>); null leaves them as they are.</param>
    /// <exception cref="DiffProbException">There is no such device, or libtorch is not there; or threads are given for "auto", whose managed part has its own.</exception>
    public static IEngine Named(string? device, int? threads = null)
    {
        var name = device?.ToUpperInvariant() ?? "CPU";
        if (name == "AUTO")
        {
            return threads is null ? Auto : throw TorchErrors.ThreadsOfAuto(threads.Value);
        }

        var ordinal = 0;
        if (name is not ("CPU" or "CUDA") && !(name.StartsWith("CUDA:", StringComparison.Ordinal) && int.TryParse(name.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out ordinal)))
        {
            throw TorchErrors.NoSuchDevice(device!);
        }

        var engine = name == "CPU" ? Cpu : Cuda(ordinal);
        TorchRuntime.Initialize();
        if (threads is { } number)
        {
            TorchRuntime.Threads = number;
        }

        return engine;
    }

    /// <inheritdoc/>
    /// <exception cref="DiffProbException">libtorch is not there or does not load; or an input is missing.</exception>
    public Executable Compile(IReadOnlyList<Tensor> outputs, IReadOnlyList<Tensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(inputs);
        TorchRuntime.Initialize();
        return new TorchExecutable(CompiledGraph.Of(outputs, inputs), new torch.Device(type, index), Name);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    // A measurement is kept, a failure is not: libtorch may be named later.
    private static Func<T> Once<T>(Func<T> measure)
    {
        var gate = new Lock();
        (bool Is, T? Value) kept = default;
        return () =>
        {
            lock (gate)
            {
                kept = kept.Is ? kept : (true, measure());
                return kept.Value!;
            }
        };
    }

    private static int Devices()
    {
        TorchRuntime.Initialize();
        return torch.cuda.is_available() ? torch.cuda.device_count() : 0;
    }
}
