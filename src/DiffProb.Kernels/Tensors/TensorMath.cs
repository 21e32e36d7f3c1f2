namespace DiffProb;

/// <summary>The functions of tensors without a subject, for <c>using static DiffProb.TensorMath</c>.</summary>
/// <remarks>Max and Min are those of two tensors; for those along a dimension write <c>x.Max(0)</c>, so that <c>Max(x, 0)</c> has one meaning.</remarks>
public static class TensorMath
{
    /// <inheritdoc cref="Exponentials.Exp"/>
    public static Tensor Exp(Tensor x) => x.Exp();

    /// <inheritdoc cref="Exponentials.Log"/>
    public static Tensor Log(Tensor x) => x.Log();

    /// <inheritdoc cref="Exponentials.Log1p"/>
    public static Tensor Log1p(Tensor x) => x.Log1p();

    /// <inheritdoc cref="Exponentials.Expm1"/>
    public static Tensor Expm1(Tensor x) => x.Expm1();

    /// <inheritdoc cref="Exponentials.Sqrt"/>
    public static Tensor Sqrt(Tensor x) => x.Sqrt();

    /// <inheritdoc cref="Exponentials.Sigmoid"/>
    public static Tensor Sigmoid(Tensor x) => x.Sigmoid();

    /// <inheritdoc cref="Exponentials.LogSigmoid"/>
    public static Tensor LogSigmoid(Tensor x) => x.LogSigmoid();

    /// <inheritdoc cref="Exponentials.Softplus"/>
    public static Tensor Softplus(Tensor x) => x.Softplus();

    /// <inheritdoc cref="Arithmetic.Abs"/>
    public static Tensor Abs(Tensor x) => x.Abs();

    /// <inheritdoc cref="Arithmetic.Square"/>
    public static Tensor Square(Tensor x) => x.Square();

    /// <inheritdoc cref="Arithmetic.Pow"/>
    public static Tensor Pow(Tensor x, Tensor y) => x.Pow(y);

    /// <inheritdoc cref="Arithmetic.Clamp"/>
    public static Tensor Clamp(Tensor x, Tensor low, Tensor high) => x.Clamp(low, high);

    /// <inheritdoc cref="Trigonometry.Sin"/>
    public static Tensor Sin(Tensor x) => x.Sin();

    /// <inheritdoc cref="Trigonometry.Cos"/>
    public static Tensor Cos(Tensor x) => x.Cos();

    /// <inheritdoc cref="Trigonometry.Tan"/>
    public static Tensor Tan(Tensor x) => x.Tan();

    /// <inheritdoc cref="Trigonometry.Asin"/>
    public static Tensor Asin(Tensor x) => x.Asin();

    /// <inheritdoc cref="Trigonometry.Acos"/>
    public static Tensor Acos(Tensor x) => x.Acos();

    /// <inheritdoc cref="Trigonometry.Atan"/>
    public static Tensor Atan(Tensor x) => x.Atan();

    /// <inheritdoc cref="Trigonometry.Atan2"/>
    public static Tensor Atan2(Tensor y, Tensor x) => y.Atan2(x);

    /// <inheritdoc cref="Trigonometry.Sinh"/>
    public static Tensor Sinh(Tensor x) => x.Sinh();

    /// <inheritdoc cref="Trigonometry.Cosh"/>
    public static Tensor Cosh(Tensor x) => x.Cosh();

    /// <inheritdoc cref="Trigonometry.Tanh"/>
    public static Tensor Tanh(Tensor x) => x.Tanh();

    /// <inheritdoc cref="Hyperbolic.Asinh"/>
    public static Tensor Asinh(Tensor x) => x.Asinh();

    /// <inheritdoc cref="Hyperbolic.Atanh"/>
    public static Tensor Atanh(Tensor x) => x.Atanh();

    /// <inheritdoc cref="Hyperbolic.LogCosh"/>
    public static Tensor LogCosh(Tensor x) => x.LogCosh();

    /// <inheritdoc cref="Special.Erf"/>
    public static Tensor Erf(Tensor x) => x.Erf();

    /// <inheritdoc cref="Special.Erfc"/>
    public static Tensor Erfc(Tensor x) => x.Erfc();

    /// <inheritdoc cref="Special.LogGamma"/>
    public static Tensor LogGamma(Tensor x) => x.LogGamma();

    /// <inheritdoc cref="Special.Digamma"/>
    public static Tensor Digamma(Tensor x) => x.Digamma();

    /// <inheritdoc cref="Rounding.Floor"/>
    public static Tensor Floor(Tensor x) => x.Floor();

    /// <inheritdoc cref="Rounding.Ceiling"/>
    public static Tensor Ceiling(Tensor x) => x.Ceiling();

    /// <inheritdoc cref="Rounding.Round"/>
    public static Tensor Round(Tensor x) => x.Round();

    /// <inheritdoc cref="Rounding.Sign"/>
    public static Tensor Sign(Tensor x) => x.Sign();

    /// <inheritdoc cref="Tensor.Where"/>
    public static Tensor Where(Tensor condition, Tensor ifTrue, Tensor ifFalse) => Tensor.Where(condition, ifTrue, ifFalse);

    /// <inheritdoc cref="Tensor.Max(Tensor, Tensor)"/>
    public static Tensor Max(Tensor a, Tensor b) => Tensor.Max(a, b);

    /// <inheritdoc cref="Tensor.Min(Tensor, Tensor)"/>
    public static Tensor Min(Tensor a, Tensor b) => Tensor.Min(a, b);

    /// <inheritdoc cref="Reductions.Sum(Tensor)"/>
    public static Tensor Sum(Tensor x) => x.Sum();

    /// <inheritdoc cref="Reductions.Sum(Tensor, int)"/>
    public static Tensor Sum(Tensor x, int dimension) => x.Sum(dimension);

    /// <inheritdoc cref="Reductions.Mean(Tensor)"/>
    public static Tensor Mean(Tensor x) => x.Mean();

    /// <inheritdoc cref="Reductions.Mean(Tensor, int)"/>
    public static Tensor Mean(Tensor x, int dimension) => x.Mean(dimension);

    /// <inheritdoc cref="Reductions.Prod(Tensor)"/>
    public static Tensor Prod(Tensor x) => x.Prod();

    /// <inheritdoc cref="Reductions.Prod(Tensor, int)"/>
    public static Tensor Prod(Tensor x, int dimension) => x.Prod(dimension);

    /// <inheritdoc cref="Reductions.LogSumExp(Tensor)"/>
    public static Tensor LogSumExp(Tensor x) => x.LogSumExp();

    /// <inheritdoc cref="Reductions.LogSumExp(Tensor, int)"/>
    public static Tensor LogSumExp(Tensor x, int dimension) => x.LogSumExp(dimension);

    /// <inheritdoc cref="Reductions.Softmax"/>
    public static Tensor Softmax(Tensor x, int dimension = -1) => x.Softmax(dimension);

    /// <inheritdoc cref="Reductions.LogSoftmax"/>
    public static Tensor LogSoftmax(Tensor x, int dimension = -1) => x.LogSoftmax(dimension);

    /// <inheritdoc cref="Scans.CumSum"/>
    public static Tensor CumSum(Tensor x, int dimension = -1) => x.CumSum(dimension);

    /// <inheritdoc cref="Algebra.MatMul"/>
    public static Tensor MatMul(Tensor a, Tensor b) => a.MatMul(b);

    /// <inheritdoc cref="Algebra.Dot"/>
    public static Tensor Dot(Tensor a, Tensor b) => a.Dot(b);

    /// <inheritdoc cref="Algebra.Outer"/>
    public static Tensor Outer(Tensor a, Tensor b) => a.Outer(b);

    /// <inheritdoc cref="Factorizations.Cholesky"/>
    public static Tensor Cholesky(Tensor x) => x.Cholesky();

    /// <inheritdoc cref="Factorizations.LogDet"/>
    public static Tensor LogDet(Tensor x) => x.LogDet();

    /// <inheritdoc cref="Shapes.Concatenate"/>
    public static Tensor Concatenate(IReadOnlyList<Tensor> tensors, int dimension = 0) => Shapes.Concatenate(tensors, dimension);

    /// <inheritdoc cref="Shapes.Stack"/>
    public static Tensor Stack(IReadOnlyList<Tensor> tensors, int dimension = 0) => Shapes.Stack(tensors, dimension);

    /// <inheritdoc cref="Gradients.StopGradient"/>
    public static Tensor StopGradient(Tensor x) => x.StopGradient();
}
