using static DiffProb.Prob;

namespace DiffProb;

/// <summary>Negative evidence lower bound of a mixture of three normals with a bit of choice at each point: score function at the choices, pathwise at the locations.</summary>
/// <remarks>locₖ ~ N(0, 5), zᵢ ~ Categorical(0.4, 0.35, 0.25), xᵢ ~ N(loc[zᵢ], 1); the guide is N(mₖ, sₖ), and a Categorical for each point. One draw, moving averages as baselines.</remarks>
internal static class DiscreteMixture
{
    internal const int Components = 3;
    internal const double Decay = 0.95;

    internal static double[] Probabilities { get; } = [0.4, 0.35, 0.25];

    internal static double[] Locations { get; } = [-2.0, 0.0, 2.0];

    internal static Prob<Nothing> Elbo(int points)
    {
        var x = Tensor.Of(Inputs.Mixture(points));
        var prior = new Normal(Tensor.Zeros(Shape.Of(Components)), 5.0);
        return Model(m =>
        {
            var guide = new Normal(m.Param("loc", Tensor.Of(Locations)), m.Param("scale", Tensor.Of([0.1, 0.1, 0.1]), Support.Positive));
            var logits = m.Param("logits", Tensor.Of(Shape.Of(points, Components), new double[points * Components]));
            var loc = m.Via(Estimator.Pathwise, () => m.Sample("loc", guide));
            m.Cost("locations", -prior.LogProb(loc) - guide.Entropy!);
            m.Plate("point", logits, x, (l, seen) =>
            {
                var choice = new Categorical(logits: l);
                var z = m.Via(Estimator.Score(Baseline.MovingAverage(Decay)), () => m.Sample("z", choice));
                m.Cost("point", -new Categorical(Tensor.Of(Probabilities)).LogProb(z) - new Normal(loc[z], 1.0).LogProb(seen) - choice.Entropy!);
            });
        });
    }
}
