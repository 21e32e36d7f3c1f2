using TorchSharp;

namespace DiffProb;

/// <summary>What can be said of other devices without one: a kernel that makes a tensor on the processor by mistake fails here.</summary>
/// <remarks>libtorch's "meta" device knows sizes and no numbers, and refuses tensors of other devices as CUDA does.</remarks>
public sealed class DeviceTests
{
    // These read numbers back, to check an index or a pivot.
    private static readonly HashSet<Type> ReadBack =
        [typeof(Gather), typeof(ScatterAdd), typeof(TakeAlong), typeof(AddAlong), typeof(OneHot), typeof(Cholesky), typeof(Solve)];

    [Fact]
    public void Kernels_stay_on_the_device_of_their_inputs()
    {
        TorchRuntime.Initialize();
        using var scope = torch.NewDisposeScope();
        var meta = new torch.Device(DeviceType.META, -1);
        var told = new HashSet<Type>();
        foreach (var node in OperationExamples.All.Values.Select(e => e.Output).Where(n => KernelTable.Default.Find(n, meta) is not null))
        {
            var inputs = node.Inputs.ToArray().Select(t => torch.zeros(Dimensions.Of(t), dtype: Transfer.TypeOf(t.DType), device: meta)).ToArray();
            try
            {
                var result = KernelTable.Default.Find(node, meta)!(new(node, inputs));
                Assert.Equal(DeviceType.META, result.device_type);
                Assert.Equal(Dimensions.Of(node), result.shape);
                told.Add(node.Operation.GetType());
            }
            catch (System.Runtime.InteropServices.ExternalException e) when (e.Message.Contains("no fake impl or Meta kernel", StringComparison.Ordinal) || ReadBack.Contains(node.Operation.GetType()))
            {
                // libtorch cannot tell without numbers.
            }
        }

        Assert.True(told.Count >= 50, $"libtorch told of {told.Count} operations alone");
    }
}
