using static DiffProb.Prob;

namespace DiffProb;

/// <summary>Negative evidence lower bound of a variational autoencoder 784-400-20-400-784 with softplus units and bits as pixels (Kingma and Welling 2014, arXiv 1312.6114).</summary>
internal static class Autoencoder
{
    internal const int Pixels = 784;
    internal const int Hidden = 400;
    internal const int Code = 20;

    /// <summary>Names, rows and columns of the layers.</summary>
    internal static (string Name, int From, int To)[] Layers { get; } =
        [("encoder", Pixels, Hidden), ("loc", Hidden, Code), ("log scale", Hidden, Code), ("decoder", Code, Hidden), ("pixels", Hidden, Pixels)];

    /// <summary>Initial weights of a layer: N(0, 1/(3 from)), as variance; biases are 0.</summary>
    internal static double[,] Weights(int layer) =>
        Inputs.Matrix(Layers[layer].From, Layers[layer].To, 1.0 / Math.Sqrt(3.0 * Layers[layer].From), 20 + layer);

    internal static Prob<Tensor> Elbo(int batch)
    {
        var x = Tensor.Matrix(Inputs.Images(batch));
        return Model(m =>
        {
            var layers = Layers.Select((l, i) => (W: m.Param($"{l.Name} weight", Tensor.Matrix(Weights(i))), B: m.Param($"{l.Name} bias", Tensor.Of(new double[l.To])))).ToArray();
            var hidden = Through(0, x).Softplus();
            var code = new Normal(Through(1, hidden), Through(2, hidden).Exp());
            var z = m.Via(Estimator.Pathwise, () => m.Sample("z", code));
            var pixels = new Bernoulli(logits: Through(4, Through(3, z).Softplus()));
            return Divergence.Kl(code, new Normal(Tensor.Zeros(code.Shape), 1.0)) - pixels.LogProb(x);

            Tensor Through(int layer, Tensor input) => input.MatMul(layers[layer].W) + layers[layer].B;
        });
    }
}
