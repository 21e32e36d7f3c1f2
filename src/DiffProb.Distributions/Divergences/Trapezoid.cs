namespace DiffProb;

/// <summary>Integrals over the real line by the trapezoidal rule, which is exact to rounding for functions that are analytic in a strip and vanish at both ends.</summary>
/// <remarks>
/// <para>With a strip of half width w the error is exp(-2π w / step); an expression like any other, differentiable to any order.</para>
/// <para><b>Source</b>: Trefethen and Weideman (2014), doi:10.1137/130932132, theorem 5.1.</para>
/// </remarks>
/// <param name="low">From where the function counts.</param>
/// <param name="high">To where it counts.</param>
/// <param name="step">Distance of nodes.</param>
internal sealed class Trapezoid(double low, double high, double step)
{
    private readonly Tensor nodes = Tensor.Literals([.. Enumerable.Range(0, (int)((high - low) / step) + 1).Select(i => low + (i * step))]);

    /// <summary>∫ f, where f takes numbers along a new last dimension; what it captures has to have that dimension, too.</summary>
    public Tensor Of(Func<Tensor, Tensor> f) => step * f(nodes).Sum(-1);
}
