namespace DiffProb;

/// <summary>Operations that are computed on the host by the managed kernel, and why.</summary>
internal static class HostOperations
{
    private const string SameBits = "random numbers are those of the managed engine, bit for bit";

    public static void AddTo(KernelTable table)
    {
        table.Host<Constant>("known when compiled, copied once");
        table.Host<Leaf>("bound at each run");
        table.Host<Draw>(SameBits);
        table.Host<SubsetDraw>(SameBits);
        table.Host<ScaledErrorFunctionComplement>("TorchSharp's erfcx is erfc");
        table.Host<LogNormalCdf>("TorchSharp lacks it, and the erfcx to build it from");
        table.Host<IncompleteGammaFunction>("libtorch's has nine digits");
        table.Host<IncompleteGammaInverse>("libtorch lacks it");
        table.Host<DoubleTernary>("libtorch lacks it");
        table.Host<GammaPathDerivative>("libtorch lacks it in log space");
        table.Host<BetaPathDerivative>("libtorch lacks it");
        table.Host<OpaqueFunction>("it is the user's own function");
        table.Host<StopGradient>("engines never see it");
        table.Host<MagicBox>("engines never see it");
        table.Host<PositiveDefiniteTest>("a test of known numbers");
        table.Host<FirstAccepted>("it may stop the run with an error");
        table.Host<ImplicitPath>("engines never see it");
    }
}
