namespace DiffProb;

/// <summary>What the form of an expression proves about the range of its values, whatever its leaves hold.</summary>
/// <remarks>Proved up to rounding and up to probability 0: exp(-800) counts as positive, though it rounds to 0, and so does a draw of Exponential.</remarks>
internal static class SignAnalysis
{
    private const int Deepest = 64;

    [Flags]
    private enum Range
    {
        Unknown = 0,
        NonNegative = 1,
        Positive = 2 | NonNegative,
        AtMostOne = 4,
        Unit = NonNegative | AtMostOne,
        PositiveUnit = Positive | AtMostOne,
    }

    public static bool IsPositive(Tensor x) => Of(x).HasFlag(Range.Positive);

    public static bool IsNonNegative(Tensor x) => Of(x).HasFlag(Range.NonNegative);

    /// <summary>Whether all values lie in [0, 1].</summary>
    public static bool IsUnit(Tensor x) => Of(x).HasFlag(Range.Unit);

    /// <summary>Whether all values are above 0 and at most 1.</summary>
    public static bool IsPositiveUnit(Tensor x) => Of(x).HasFlag(Range.PositiveUnit);

    private static Range Of(Tensor x) => new Proof().Of(x, Deepest);

    private static Range When(bool condition, Range range) => condition ? range : Range.Unknown;

    private static Range OfConstant(Tensor constant)
    {
        var values = Evaluation.Values(constant);
        return When(Array.TrueForAll(values, v => v > 0.0), Range.Positive)
            | When(Array.TrueForAll(values, v => v >= 0.0), Range.NonNegative)
            | When(Array.TrueForAll(values, v => v <= 1.0), Range.AtMostOne);
    }

    private static Range OfSite(Support support) => support switch
    {
        HalfLine => Range.Positive,
        RightOf { Low: var low } => When(IsNonNegative(low), Range.Positive),
        Interval interval => When(IsNonNegative(interval.Low), Range.Positive) | (Of(interval.High) & Range.AtMostOne),
        SimplexSupport => Range.PositiveUnit,
        OneHotSupport => Range.Unit,
        Counts or CompositionSupport or PermutationSupport => Range.NonNegative,
        WholeNumbers whole => When(IsNonNegative(whole.Low), Range.NonNegative),
        IntegerRange range => Range.NonNegative | When(range.Count <= 2, Range.AtMostOne),
        _ => Range.Unknown,
    };

    private static Range OfSum(Range a, Range b) =>
        When((a & b).HasFlag(Range.NonNegative), Range.NonNegative | ((a | b) & Range.Positive));

    private static Range OfProduct(Range a, Range b) => When((a & b).HasFlag(Range.NonNegative), a & b);

    private static bool IsWhole(Tensor x, int divisor) =>
        x.Operation is Constant && Array.TrueForAll(Evaluation.Values(x), v => v % divisor == 0.0);

    private static bool IsOne(Tensor x) => x.Operation is Constant && Array.TrueForAll(Evaluation.Values(x), v => v == 1.0);

    /// <summary>One search: every node is looked at once, and none below a fixed depth, so that graphs may be deep and shared.</summary>
    private sealed class Proof
    {
        private readonly Dictionary<Tensor, Range> known = [];

        public Range Of(Tensor x, int depth)
        {
            if (!known.TryGetValue(x, out var range))
            {
                range = depth == 0 ? Range.Unknown : Derive(x, Array.ConvertAll(x.Inputs.ToArray(), input => Of(input, depth - 1)));
                known[x] = range;
            }

            return range;
        }

        private Range Derive(Tensor x, Range[] of) => x.Operation switch
        {
            Constant => OfConstant(x),
            RandomValue { Site: IHasSupport site } => OfSite(site.Support),
            View or StopGradient or Image or Gather or TakeAlong or Max => of[0],
            Concatenate => of.Aggregate((a, b) => a & b),
            Cast { From: DType.Bool } or Cast { To: DType.Bool } or OneHot or IncompleteGammaFunction or IncompleteBetaFunction or ProbabilityWithTails or Fraction => Range.Unit,
            Cast cast => cast.To.IsFloat() ? of[0] : of[0] & Range.Unit,
            Sigmoid or NormalCdf => Range.PositiveUnit,
            SoftplusFunction or Cosh or ScaledErrorFunctionComplement or ErrorFunctionComplement or Expm1RatioFunction => Range.Positive,
            Exp => Range.Positive | When(IsNotPositive(x.Inputs[0]), Range.AtMostOne),
            Negate when x.Inputs[0].Operation is Expm1Function => Range.AtMostOne | When(IsNotPositive(x.Inputs[0].Inputs[0]), Range.NonNegative),
            Between => When(of[0].HasFlag(Range.NonNegative), Range.Positive) | (of[1] & Range.AtMostOne),
            LogCoshFunction => Range.NonNegative,
            Neighbour { IsAbove: true } => When(of[0].HasFlag(Range.NonNegative), Range.Positive),
            Neighbour => When(of[0].HasFlag(Range.Positive), Range.NonNegative) | (of[0] & Range.AtMostOne),
            Asinh or Atanh => of[0] & Range.Positive,
            Tanh or ErrorFunction => Range.AtMostOne | (of[0] & Range.Positive),
            Log1pFunction or Expm1Function => of[0] & Range.Positive,
            Sqrt => Range.NonNegative | of[0],
            Abs => Range.NonNegative | OfProduct(of[0], of[0]),
            Add => OfSum(of[0], of[1]),
            Subtract when IsOne(x.Inputs[0]) =>
                When(of[1].HasFlag(Range.AtMostOne), Range.NonNegative) | When(of[1].HasFlag(Range.NonNegative), Range.AtMostOne),
            Multiply => OfProduct(of[0], of[1]) | When(ReferenceEquals(x.Inputs[0], x.Inputs[1]), Range.NonNegative),
            Divide => When(of[1].HasFlag(Range.Positive), of[0] & Range.Positive),
            Power => (of[0] & Range.Positive) | When(IsWhole(x.Inputs[1], 2), Range.NonNegative),
            Maximum => ((of[0] | of[1]) & Range.Positive) | (of[0] & of[1]),
            Minimum => ((of[0] | of[1]) & Range.AtMostOne) | (of[0] & of[1]),
            Where => of[1] & of[2],
            Sum sum => of[0] & (x.Inputs[0].Shape[sum.Dimension] > 0 ? Range.Positive : Range.NonNegative),
            SumOver or CumSum => of[0] & Range.Positive,
            _ => Range.Unknown,
        };

        // The negative of what was proved to be at least 0; at the deepest level nothing below is known.
        private bool IsNotPositive(Tensor x) => x.Operation is Negate && known.GetValueOrDefault(x.Inputs[0]).HasFlag(Range.NonNegative);
    }
}

/// <summary>Something that is known to lie in a support: a traced site.</summary>
internal interface IHasSupport
{
    /// <summary>Where its values lie.</summary>
    Support Support { get; }
}
