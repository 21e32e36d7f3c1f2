using TorchSharp;

namespace DiffProb;

/// <summary>Special functions that libtorch has to full accuracy.</summary>
internal static class SpecialKernels
{
    public static void AddTo(KernelTable table)
    {
        table.Unary<ErrorFunction>(torch.erf);
        table.Unary<ErrorFunctionComplement>(torch.erfc);
        table.Unary<InverseErrorFunction>(torch.special.erfinv);
        table.Unary<NormalCdf>(x => torch.erfc(x * Scalars.MinusRootHalf) * Scalars.Half); // libtorch's ndtr is 0 in the left tail
        table.Unary<NormalQuantile>(torch.special.ndtri);
        table.Unary<LogGammaFunction>(torch.lgamma);
        table.Add<PolygammaFunction>(
            (_, call) => torch.digamma(call.Input(0)),
            (node, _) => ((PolygammaFunction)node.Operation).Order == 0,
            "libtorch's polygamma has ten digits, and is wrong left of 0");
    }
}
