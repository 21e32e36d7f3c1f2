// <page>
using DiffProb;
// </page>

namespace CSharpTests.Readme;

/// <summary>The C# program of docs/how-to/divergences.md, between the marks.</summary>
internal static class DivergencesProgram
{
    internal static (Tensor Number, Tensor? Unknown) Run()
    {
        // <page>
        Tensor number = Divergence.Kl(new Exponential(2.0), new Exponential(1.0));                    // log 2 - 1/2
        Tensor? unknown = Divergence.KlOrNull(new Cauchy(0.0, 1.0), new StudentT(3.0, 0.0, 1.0));     // null
        // </page>
        return (number, unknown);
    }
}
