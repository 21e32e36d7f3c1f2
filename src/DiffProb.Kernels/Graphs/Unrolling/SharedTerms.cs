namespace DiffProb;

/// <summary>What columns compute twice: the shares of a log-sum-exp from its own exponentials, and logarithms of one number for all rows.</summary>
internal static class SharedTerms
{
    /// <summary>The same outputs.</summary>
    public static Tensor[] Of(Tensor[] roots)
    {
        var rewriter = new Rewriter((node, inputs) =>
            Shared(node.Operation, inputs) ?? (inputs.AsSpan().SequenceEqual(node.Inputs) ? node : Tensor.Create(node.Operation, inputs)));
        return Array.ConvertAll(roots, rewriter.Rewrite);
    }

    private static Tensor? Shared(Operation operation, Tensor[] inputs) => operation switch
    {
        Exp when inputs[0] is { Operation: Subtract } distance => Share(distance),
        XLogY when IsNumber(inputs[1]) && !IsNumber(inputs[0]) => Tensor.Create(new TimesOrZero(), inputs[0], Tensor.Create(new Log(), inputs[1])),
        _ => null,
    };

    // exp(x - log Σ exp) = exp(x - largest) / Σ exp(· - largest): the exponential is there already. Where the sum is infinite or NaN the distance is -∞ or NaN.
    private static Tensor? Share(Tensor distance)
    {
        if (Total(distance.Inputs[1]) is not { } total || Terms(total) is not var (isFinite, largest, sum))
        {
            return null;
        }

        var own = Tensor.Create(new Exp(), Tensor.Create(new Subtract(), distance.Inputs[0], largest));
        if (!IsTerm(own, sum))
        {
            return null;
        }

        var type = own.DType;
        var none = Tensor.Scalar(double.NegativeInfinity).Cast(type);
        var zero = Tensor.Scalar(0.0).Cast(type);
        var share = Tensor.Create(new Multiply(), own, Tensor.Create(new Divide(), Tensor.Scalar(1.0).Cast(type), sum));
        return Tensor.Create(new Where(), isFinite, share, Tensor.Create(new Where(), Tensor.Create(new Equal(), distance, none), zero, distance));
    }

    // Below what leaves numbers where they are, and what puts 0 in place of -∞.
    private static Tensor? Total(Tensor t)
    {
        while (View.IsSameArray(t))
        {
            t = t.Inputs[0];
        }

        return t.Operation is not Where ? null
            : t.Inputs[0].Operation is Equal && t.Inputs[0].Inputs[0] == t.Inputs[2] && Is(t.Inputs[0].Inputs[1], double.NegativeInfinity) && Is(t.Inputs[1], 0.0) ? Total(t.Inputs[2])
            : t;
    }

    // The parts of a log-sum-exp of columns, as FoldedDimension makes it.
    private static (Tensor IsFinite, Tensor Largest, Tensor Sum)? Terms(Tensor total) =>
        total.Inputs[0] is { Operation: Greater } isFinite
        && Is(isFinite.Inputs[0], double.PositiveInfinity)
        && isFinite.Inputs[1] is { Operation: Abs } size
        && size.Inputs[0] == total.Inputs[2]
        && total.Inputs[1] is { Operation: Add } finite
        && finite.Inputs[0] == total.Inputs[2]
        && finite.Inputs[1] is { Operation: Log } log
            ? (isFinite, total.Inputs[2], log.Inputs[0])
            : null;

    private static bool IsTerm(Tensor term, Tensor sum)
    {
        for (; sum.Operation is Add; sum = sum.Inputs[0])
        {
            if (sum.Inputs[1] == term)
            {
                return true;
            }
        }

        return sum == term;
    }

    private static bool IsNumber(Tensor t) => t.Shape.Size * t.Axes.Size == 1;

    private static bool Is(Tensor t, double number) => t.Operation is Constant { Storage.Length: 1 } constant && constant.Storage.ToDoubles()[0] == number;
}
