using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DiffProb;

/// <summary>Contract of derivatives of draws at fixed quantile. Inputs: the one or two parameters of the law, then the draw.</summary>
/// <remarks>
/// Each costs hundreds of nanoseconds. Where very many draws share few laws, every law gets a table, which is as exact;
/// whether they do is seen from the sizes alone, so that results do not depend on how work is split.
/// </remarks>
internal abstract record PathDerivative : Elementwise
{
    public override Dependence DependsOn(int input) => Dependence.Smooth;

    /// <summary>The derivative of one draw; <paramref name="b"/> is NaN where the law has one parameter.</summary>
    protected abstract double Value(double a, double b, double draw);

    /// <summary>The derivative as a function of the draw.</summary>
    protected abstract TaylorTable Table(double a, double b);

    internal sealed override void Execute(NodeRun run) => ElementwiseRunner.Run(run, Laws.Shared(run) is { } laws ? new Tabulated(this, laws).Compute : null);

    internal sealed override void Compute(ref ElementCall call)
    {
        if (call.Output.DType == DType.Float64)
        {
            Apply<double>(ref call);
        }
        else
        {
            Apply<float>(ref call);
        }
    }

    private void Apply<T>(ref ElementCall call)
        where T : unmanaged, INumber<T>
    {
        var last = call.Node.Inputs.Length - 1;
        var a = call.In<T>(0);
        var b = last > 1 ? call.In<T>(1) : default;
        var draw = call.In<T>(last);
        var y = call.Out<T>();
        for (var i = 0; i < y.Length; i++)
        {
            y[i] = T.CreateTruncating(Value(double.CreateTruncating(a[i]), b.IsEmpty ? double.NaN : double.CreateTruncating(b[i]), double.CreateTruncating(draw[i])));
        }
    }

    /// <summary>The few laws of very many draws: each of a's elements with each of b's, or with the one at its place.</summary>
    private sealed class Laws(double[] a, double[] b, bool isPaired)
    {
        private const int DrawsOfEach = 512;

        private readonly TaylorTable?[] tables = new TaylorTable?[isPaired ? a.Length : a.Length * b.Length];

        public static Laws? Shared(NodeRun run)
        {
            var inputs = run.Node.Inputs;
            var isPaired = inputs.Length == 2 || (inputs[0].Axes.Equals(inputs[1].Axes) && inputs[0].Shape.Equals(inputs[1].Shape));
            var count = isPaired ? Size(inputs[0]) : Size(inputs[0]) * Size(inputs[1]);
            if (count == 0 || count * DrawsOfEach > Size(run.Node))
            {
                return null;
            }

            Laws Make() => new(Numbers(run.Input(0)), run.Node.Inputs.Length == 2 ? [double.NaN] : Numbers(run.Input(1)), isPaired);
            return run.Varies(0) || (inputs.Length == 3 && run.Varies(1)) ? Make() : run.Once(Make);
        }

        /// <summary>The table of one law, made when it is first asked for; two threads that ask at once make the same.</summary>
        public TaylorTable Table(PathDerivative path, int law) =>
            tables[law] ??= isPaired ? path.Table(a[law], b[Math.Min(law, b.Length - 1)]) : path.Table(a[law / b.Length], b[law % b.Length]);

        /// <summary>The table of the only law; null if there are several.</summary>
        public TaylorTable? Only(PathDerivative path) => tables.Length == 1 ? Table(path, 0) : null;

        /// <summary>Where the laws lie along each parameter: element i of a is law i, or where it is combined with all of b, i times so many.</summary>
        public int[] Places(int parameter) => parameter == 0
            ? Array.ConvertAll(Enumerable.Range(0, a.Length).ToArray(), i => isPaired ? i : i * b.Length)
            : Array.ConvertAll(Enumerable.Range(0, b.Length).ToArray(), i => isPaired ? 0 : i);

        private static long Size(Tensor t) => (long)t.Axes.Size * t.Shape.Size;

        private static double[] Numbers(Storage storage) =>
            storage.DType == DType.Float64 ? storage.Values<double>() : Array.ConvertAll(storage.Values<float>(), x => (double)x);
    }

    /// <summary>The same, from tables.</summary>
    private sealed class Tabulated(PathDerivative path, Laws laws)
    {
        private readonly int[] first = laws.Places(0);
        private readonly int[] second = laws.Places(1);

        public void Compute(ref ElementCall call)
        {
            if (call.Output.DType == DType.Float64)
            {
                Apply<double>(ref call);
            }
            else
            {
                Apply<float>(ref call);
            }
        }

        private void Apply<T>(ref ElementCall call)
            where T : unmanaged, INumber<T>
        {
            var last = call.Node.Inputs.Length - 1;
            var a = call.Spread<int>(0, first);
            var b = last > 1 ? call.Spread<int>(1, second) : default;
            var draw = call.In<T>(last);
            var y = call.Out<T>();
            if (typeof(T) == typeof(double))
            {
                Doubles(a, b, MemoryMarshal.Cast<T, double>(draw), MemoryMarshal.Cast<T, double>(y));
                return;
            }

            for (var i = 0; i < y.Length; i++)
            {
                y[i] = T.CreateTruncating(laws.Table(path, a[i] + (b.IsEmpty ? 0 : b[i])).At(double.CreateTruncating(draw[i])));
            }
        }

        // Eight at a time: their laws are often those of the eight before.
        private void Doubles(ReadOnlySpan<int> a, ReadOnlySpan<int> b, ReadOnlySpan<double> draw, Span<double> y)
        {
            if (laws.Only(path) is { } only)
            {
                only.At(draw, y);
                return;
            }

            var (tables, known, count) = (default(EightTables), Vector256.Create(-1), Vector256<int>.Count);
            var i = 0;
            for (; i + count <= y.Length; i += count)
            {
                var law = Vector256.Create(a[i..]) + (b.IsEmpty ? Vector256<int>.Zero : Vector256.Create(b[i..]));
                for (var k = 0; law != known && k < count; k++)
                {
                    tables[k] = laws.Table(path, law[k]);
                }

                known = law;
                TaylorTable.Eight(tables, draw[i..], y[i..]);
            }

            for (; i < y.Length; i++)
            {
                y[i] = laws.Table(path, a[i] + (b.IsEmpty ? 0 : b[i])).At(draw[i]);
            }
        }
    }

    [InlineArray(8)]
    private struct EightTables
    {
        private TaylorTable first;
    }
}

/// <summary>d log z / d concentration of a Gamma draw at fixed quantile.</summary>
internal sealed record GammaPathDerivative : PathDerivative
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        // With y = log z and G = dy/dα, conservation of mass ∂α p + ∂y (p G) = 0 gives ∂y G = ψ(α) - y - G (α - eʸ).
        var (concentration, y) = (output.Inputs[0], output.Inputs[1]);
        return input == 1
            ? adjoint * (concentration.Digamma() - y - (output * (concentration - y.Exp())))
            : throw Errors.NoSecondDerivative("Gamma", "concentration");
    }

    protected override double Value(double a, double b, double draw) => GammaGradientGrid.At(a, draw);

    protected override TaylorTable Table(double a, double b) => GammaGradient.Table(a);
}

/// <summary>d logit z / d a (input 0) or / d b (input 1) of a Beta draw at fixed quantile.</summary>
internal sealed record BetaPathDerivative(int Of) : PathDerivative
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        // As for Gamma, in the logit y: ∂y G = -∂ log p - G ∂y log p, where log p = a log s(y) + b log s(-y) - log B(a, b).
        var (a, b, y) = (output.Inputs[0], output.Inputs[1], output.Inputs[2]);
        if (input < 2)
        {
            throw Errors.NoSecondDerivative("Beta", input == 0 ? "concentration1" : "concentration0");
        }

        var total = (a + b).Digamma();
        var score = Of == 0 ? y.LogSigmoid() - a.Digamma() + total : (-y).LogSigmoid() - b.Digamma() + total;
        var slope = (a * (-y).Sigmoid()) - (b * y.Sigmoid());
        return -(adjoint * (score + (output * slope)));
    }

    protected override double Value(double a, double b, double draw)
    {
        BetaGradient.Logit(a, b, draw, out var da, out var db);
        return Of == 0 ? da : db;
    }

    protected override TaylorTable Table(double a, double b) => Of == 0 ? BetaGradient.Table(a, b) : BetaGradient.Table(b, a).Turned;
}
