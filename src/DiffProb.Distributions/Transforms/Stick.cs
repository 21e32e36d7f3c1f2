namespace DiffProb;

/// <summary>Stick breaking: K - 1 real numbers to a point of the simplex with K parts, along the last dimension.</summary>
/// <remarks>Source: Stan Reference Manual 2.36, section 10.7; zero maps to equal parts.</remarks>
internal static class Stick
{
    /// <summary>[..., K - 1] to [..., K]: part k is the fraction sigmoid(yₖ - log(K - 1 - k)) of what is left.</summary>
    public static Tensor Break(Tensor y)
    {
        var count = y.Shape[^1];
        var fractions = y - Offsets(count);
        var left = (-fractions).LogSigmoid().CumSum(-1);
        var before = Shapes.Concatenate([Zero(y), left.Slice(-1, 0, count - 1)], -1);
        return Shapes.Concatenate([(fractions.LogSigmoid() + before).Exp(), left.Slice(-1, count - 1, count).Exp()], -1);
    }

    /// <summary>[..., K] to [..., K - 1].</summary>
    public static Tensor Join(Tensor x)
    {
        var count = x.Shape[^1] - 1;
        var left = x.CumSum(-1, reverse: true).Slice(-1, 1, count + 1);
        return x.Slice(-1, 0, count).Log() - left.Log() + Offsets(count);
    }

    private static Tensor Offsets(int count) => Tensor.Vector([.. Enumerable.Range(0, count).Select(k => Math.Log(count - k))]);

    private static Tensor Zero(Tensor y) => Tensor.Zeros(y.Shape.Replace(y.Shape.Rank - 1, 1));
}
