namespace DiffProb;

/// <summary>A graph that was written in Float64, in Float32.</summary>
/// <remarks>
/// <para>Parameters and data are bound as before and rounded once. Noise is that of Float64, rounded: a run in either precision draws the same numbers, and
/// the same key gives the same bits.</para>
/// <para>In Float64 remain: operations inside of which roundings add up (<see cref="Operation.Accumulates"/>: sums over particles, rows and dimensions, log-sum-exp,
/// running sums, factorizations), of inputs in Float32; samplers, whose draws are rounded; functions that the user brings. Special functions of Float32 are those
/// of Float64, rounded. Counts are whole up to 2²⁴, as indices, which are integers, are up to any size.</para>
/// <para><b>Source</b>: Micikevicius et al. (2018), Mixed precision training, arXiv 1710.03740, section 3, for sums and parameters that keep more digits.</para>
/// </remarks>
internal static class SinglePrecision
{
    /// <summary>Largest uniform: as near to 1 as single precision comes, so that log(1 - u) is a number.</summary>
    public const double LargestUniform = 1 - (1.0 / (1 << 24));

    private const float SmallestNormal = 1.17549435e-38f;

    /// <summary>The outputs, of the types that they had, computed in Float32.</summary>
    public static Tensor[] Of(IEnumerable<Tensor> outputs)
    {
        // What is constant is computed first, in Float64.
        var rewriter = new Rewriter(Replace);
        return [.. Simplifier.Simplify(outputs).Select(o => Unrounded(rewriter.Rewrite(o)).Cast(o.DType).ExpandAlong(o.Axes))];
    }

    /// <summary>A number of the program text or the data in single precision: a limit next to a number stays on its side of it, and what is neither 0 nor
    /// infinite remains so, and has a reciprocal.</summary>
    public static float Round(double x)
    {
        var nearest = (float)x;
        return !double.IsFinite(x) || nearest == x ? nearest
            : float.IsInfinity(nearest) ? MathF.CopySign(float.MaxValue, nearest)
            : Math.Abs(x) < SmallestNormal ? MathF.CopySign(SmallestNormal, nearest)
            : Math.BitDecrement(x) == nearest ? MathF.BitIncrement(nearest)
            : Math.BitIncrement(x) == nearest ? MathF.BitDecrement(nearest)
            : nearest;
    }

    private static Tensor? Replace(Tensor node, Tensor[] inputs) => node.Operation switch
    {
        Constant { Type: DType.Float64 } c => Tensor.Create(new Constant(c.Shape, c.Along, new Storage<float>(Array.ConvertAll(c.Storage.ToDoubles(), Round))) { IsLiteral = c.IsLiteral }),
        Noise { Law: NoiseLaw.Uniform } => Tensor.Min(node, LargestUniform).Cast(DType.Float32),
        Cast { To: DType.Float64 } => inputs[0].Cast(DType.Float32),
        { Accumulates: true } when Array.Exists(inputs, i => i.DType == DType.Float32) => Rounded(node.Operation.Rebuild(Array.ConvertAll(inputs, Unrounded))),
        _ => Rounded(Array.TrueForAll([.. inputs.Zip(node.Inputs.ToArray())], pair => ReferenceEquals(pair.First, pair.Second)) ? node : node.Operation.Rebuild(inputs)),
    };

    private static Tensor Rounded(Tensor x) => x.DType == DType.Float64 ? x.Cast(DType.Float32) : x;

    // In Float64, and, where a sum was rounded, before that: sums of sums are rounded once.
    private static Tensor Unrounded(Tensor x) =>
        x.DType != DType.Float32 ? x
        : x.Operation is Cast { From: DType.Float64 } && x.Inputs[0].Operation.Accumulates ? x.Inputs[0]
        : x.Cast(DType.Float64);
}
