using TorchSharp;
using ScalarType = TorchSharp.torch.ScalarType;

namespace DiffProb;

/// <summary>Numbers between managed memory and tensors of libtorch.</summary>
internal static class Transfer
{
    /// <summary>libtorch's name of an element type.</summary>
    public static ScalarType TypeOf(DType type) => type switch
    {
        DType.Float64 => ScalarType.Float64,
        DType.Float32 => ScalarType.Float32,
        DType.Int64 => ScalarType.Int64,
        _ => ScalarType.Bool,
    };

    /// <summary>The numbers as a tensor of these sizes. On the CPU it shares the memory, so it must not be written.</summary>
    public static torch.Tensor ToDevice(Storage storage, long[] sizes, torch.Device device)
    {
        var type = TypeOf(storage.DType);
        return storage.Length == 0
            ? torch.empty(sizes, dtype: type, device: device)
            : Shared(storage).reshape(sizes).to(type, device);
    }

    /// <summary>The numbers of a tensor, in row-major order.</summary>
    public static Storage ToHost(torch.Tensor tensor, DType type, StoragePool pool)
    {
        var storage = pool.Rent(type, checked((int)tensor.numel()));
        CopyTo(storage, tensor);
        return storage;
    }

    /// <summary>Writes the numbers of a tensor, in row-major order.</summary>
    public static void CopyTo(Storage storage, torch.Tensor tensor)
    {
        using var scope = torch.NewDisposeScope();
        if (storage.Length > 0)
        {
            Shared(storage).reshape(tensor.shape).copy_(tensor.detach());
        }
    }

    /// <summary>The numbers of a tensor of any type, on any device.</summary>
    public static double[] ToDoubles(torch.Tensor tensor)
    {
        var numbers = new Storage<double>(new double[checked((int)tensor.numel())]);
        CopyTo(numbers, tensor);
        return numbers.Array;
    }

    // A vector over the same memory; Bool as bytes.
    private static torch.Tensor Shared(Storage storage) => storage switch
    {
        Storage<double> s => torch.frombuffer(s.Array, ScalarType.Float64),
        Storage<float> s => torch.frombuffer(s.Array, ScalarType.Float32),
        Storage<long> s => torch.frombuffer(s.Array, ScalarType.Int64),
        Storage<byte> s => torch.frombuffer(s.Array, ScalarType.Byte),
        _ => throw new InvalidOperationException(),
    };
}
