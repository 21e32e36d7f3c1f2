using static DiffProb.Prob;

namespace DiffProb;

/// <summary>E f(z), z ~ N(0.5, 1.3), f(z) = sin z + 0.1 z²: all overhead for few particles, all arithmetic for many.</summary>
internal static class NormalExpectation
{
    internal const double Loc = 0.5;
    internal const double Scale = 1.3;

    internal static Prob<Tensor> Program(Estimator estimator) =>
        from loc in Param("loc", Loc)
        from scale in Param("scale", Scale, Support.Positive)
        from z in Sample("z", new Normal(loc, scale)).Via(estimator)
        select z.Sin() + (0.1 * z.Square());
}
