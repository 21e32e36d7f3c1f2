namespace DiffProb;

/// <summary>Products in which a zero factor wins over an infinite one: what happens with probability 0 adds nothing to a log-density.</summary>
public static class ZeroProducts
{
    /// <summary>x y, elementwise, and 0 where x is 0, whatever y is.</summary>
    /// <param name="x">A weight: a count, a bit, a probability.</param>
    /// <param name="y">Any tensor, such as a log-probability.</param>
    public static Tensor TimesOrZero(this Tensor x, Tensor y) => Binary.Node(new TimesOrZero(), x, y);

    /// <summary>x log y, elementwise, and 0 where x is 0, even for y = 0.</summary>
    /// <param name="x">A weight: a count, a bit, a probability.</param>
    /// <param name="y">At least 0.</param>
    public static Tensor XLogY(this Tensor x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(y);
        return y.Operation.Logarithm(y) is { } log ? x.TimesOrZero(log) : Binary.Node(new XLogY(), x, y);
    }

    /// <summary>x log(1 + y), elementwise, and 0 where x is 0, even for y = -1; exact for small y.</summary>
    /// <param name="x">A weight: a count, a bit, a probability.</param>
    /// <param name="y">At least -1.</param>
    public static Tensor XLog1pY(this Tensor x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(y);
        var log = y.Log1p();
        return log.Operation is Log1pFunction ? Binary.Node(new XLog1pY(), x, y) : x.TimesOrZero(log);
    }

    /// <summary>The value where something can happen, and another number where its log probability is -∞.</summary>
    /// <remarks>No step, as a comparison would be: what is possible stays so as finite numbers vary.</remarks>
    /// <param name="log">Logarithm of a probability or weight.</param>
    /// <param name="value">Taken where log is above -∞.</param>
    /// <param name="otherwise">Taken elsewhere.</param>
    internal static Tensor WherePossible(Tensor log, Tensor value, Tensor otherwise) =>
        Tensor.Create(new WherePossible(), Elementwise.Promote(true, log, value, otherwise));

    /// <summary>x / y, and 0 where x is 0.</summary>
    internal static Tensor QuotientOrZero(Tensor x, Tensor y)
    {
        var isZero = x.EqualTo(0.0);
        return Tensor.Where(isZero, 0.0, x / Tensor.Where(isZero, 1.0, y));
    }
}

internal sealed record TimesOrZero : Binary
{
    public override bool IsProduct => true;

    public override Dependence DependsOn(int input) => Dependence.Affine;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint * output.Inputs[1 - input];

    // What a zero wins over has an infinite slope.
    public override Tensor? Takes(int input, Tensor output) =>
        input == 1 ? output.Inputs[0].NotEqualTo(0.0) | (output.Inputs[1].Abs() < double.PositiveInfinity) : null;

    internal override Delegate? Lanes(Tensor node) => node.DType.IsFloat() ? (LaneFunctionOfTwo)LaneFunctions.TimesOrZero : null;

    protected override void Apply<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
    {
        for (var i = 0; i < a.Length; i++)
        {
            y[i] = a[i] == T.Zero ? T.Zero : a[i] * b[i];
        }
    }
}

internal sealed record XLogY : VectorBinary<VectorFunctions.XLogY>
{
    public override bool IsProduct => true;

    public override Dependence DependsOn(int input) => input == 0 ? Dependence.Affine : Dependence.Smooth;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (x, y) = (output.Inputs[0], output.Inputs[1]);
        return adjoint * (input == 0 ? y.Log() : ZeroProducts.QuotientOrZero(x, y));
    }

    public override Tensor Rebuild(Tensor[] inputs) => inputs[0].XLogY(inputs[1]);
}

internal sealed record XLog1pY : VectorBinary<VectorFunctions.XLog1pY>
{
    public override bool IsProduct => true;

    public override Dependence DependsOn(int input) => input == 0 ? Dependence.Affine : Dependence.Smooth;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (x, y) = (output.Inputs[0], output.Inputs[1]);
        return adjoint * (input == 0 ? y.Log1p() : ZeroProducts.QuotientOrZero(x, 1.0 + y));
    }

    public override Tensor Rebuild(Tensor[] inputs) => inputs[0].XLog1pY(inputs[1]);
}
