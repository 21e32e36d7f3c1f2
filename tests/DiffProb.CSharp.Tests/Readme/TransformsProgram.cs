// <page>
using DiffProb;
// </page>

namespace CSharpTests.Readme;

/// <summary>The C# program of docs/how-to/transforms.md, between the marks.</summary>
internal static class TransformsProgram
{
    internal static (Tensor Covariance, Tensor Back, Tensor Stretch) Run()
    {
        // <page>
        Transform map = Support.PositiveDefinite.FromReals;
        Tensor position = new[] { 0.5, -1.0, 0.25 };
        Tensor covariance = map.Forward(position);           // [2, 2], symmetric positive definite
        Tensor back = map.Inverse(covariance);               // the position again, to the last bit
        Tensor stretch = map.LogDeterminant(position);       // log |det|: what a density gains by the map
        // </page>
        return (covariance, back, stretch);
    }
}
