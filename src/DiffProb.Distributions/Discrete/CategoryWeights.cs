namespace DiffProb;

/// <summary>What the distributions over K categories share: log weights along the last dimension, given as probabilities or as logits.</summary>
/// <param name="probs">Weights [..., K], or null.</param>
/// <param name="logits">Log weights [..., K], or null.</param>
internal sealed class CategoryWeights(Tensor? probs, Tensor? logits)
{
    /// <summary>Log probabilities, -∞ for what cannot happen.</summary>
    public Tensor Log => logits?.LogSoftmax() ?? (probs!.Log() - LogTotal);

    /// <summary>Probabilities.</summary>
    public Tensor Probs => logits is not null ? logits.Softmax() : probs! / probs!.Sum(-1).Unsqueeze(-1);

    /// <summary>Entropy in nats; what cannot happen adds nothing, to it or to its derivative.</summary>
    public Tensor Entropy
    {
        get
        {
            if (logits is null)
            {
                var p = Probs;
                return -p.XLogY(p).Sum(-1);
            }

            var log = Log;
            return -ZeroProducts.WherePossible(log, log.Exp() * log, 0.0).Sum(-1);
        }
    }

    private Tensor LogTotal => probs!.Sum(-1).Log().Unsqueeze(-1);

    /// <summary>The number of categories that the parameter has.</summary>
    public static int Count(string distribution, DistributionParameter parameter)
    {
        var shape = parameter.Value.Shape;
        return shape.Rank > 0 && shape[^1] > 0 ? shape[^1] : throw DistributionErrors.NeedsCategories(distribution, parameter);
    }

    /// <summary>log Π probᵏ^xₖ, affine in x, with 0 log 0 = 0.</summary>
    public Tensor LogMass(Tensor oneHot) =>
        logits is not null ? oneHot.TimesOrZero(Log).Sum(-1) : (oneHot.XLogY(probs!) - (oneHot * LogTotal)).Sum(-1);

    /// <summary>An index by inversion of the cumulated weights: one uniform a draw, and never an index of weight 0.</summary>
    public Tensor Index(NoiseSource noise)
    {
        var (cumulated, total) = Cumulated;
        return (noise.Uniform(total.Shape.Take(total.Shape.Rank - 1)).Unsqueeze(-1) * total >= cumulated).Cast(DType.Int64).Sum(-1);
    }

    /// <summary>The first index whose cumulated weight reaches a probability.</summary>
    public Tensor Quantile(Tensor probability)
    {
        var (cumulated, total) = Cumulated;
        return (probability.Unsqueeze(-1) * total > cumulated).Cast(DType.Int64).Sum(-1);
    }

    // The last sum may be below 1 by rounding: a probability is scaled to it, so that it never lies above.
    private (Tensor Sums, Tensor Last) Cumulated
    {
        get
        {
            var cumulated = Probs.CumSum(-1);
            return (cumulated, cumulated.Slice(-1, -1, cumulated.Shape[^1]));
        }
    }
}
