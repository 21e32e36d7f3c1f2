using static DiffProb.Prob;

namespace DiffProb;

/// <summary>Logistic regression: w ~ N(0, 1), b ~ N(0, 1), y ~ Bernoulli(logit x w + b).</summary>
internal sealed class LogisticRegression(int rows, int columns)
{
    private readonly (double[,] X, double[] Y) data = Inputs.Logistic(rows, columns);

    internal int Dimension => columns + 1;

    internal double[,] X => data.X;

    internal double[] Y => data.Y;

    /// <summary>As a program: what samplers are given.</summary>
    internal Prob<Nothing> Program => Model(m =>
    {
        var w = m.Sample("w", new Normal(Tensor.Zeros(Shape.Of(columns)), 1.0));
        var b = m.Sample("b", new Normal(0.0, 1.0));
        m.Observe("y", new Bernoulli(logits: Tensor.Matrix(X).MatMul(w) + b), Tensor.Of(Y));
    });

    /// <summary>Log density of (w, b).</summary>
    internal Tensor LogDensity(Tensor u) =>
        new Normal(Tensor.Zeros(u.Shape), 1.0).LogProb(u)
        + new Bernoulli(logits: Tensor.Matrix(X).MatMul(u[..columns]) + u[columns]).LogProb(Tensor.Of(Y));
}
