namespace DiffProb;

/// <summary>The golden numbers on the managed engine.</summary>
public sealed class ManagedGoldenTests : GoldenTests
{
    protected override IEngine Engine => ManagedEngine.Default;
}
