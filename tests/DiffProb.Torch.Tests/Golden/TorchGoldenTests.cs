namespace DiffProb;

/// <summary>The golden numbers on libtorch, within the tolerances of the managed engine.</summary>
public sealed class TorchGoldenTests : GoldenTests
{
    protected override IEngine Engine => TorchEngine.Cpu;
}
