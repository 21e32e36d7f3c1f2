using System.Numerics;

namespace DiffProb;

/// <summary>Which of several proposals rejection sampling takes.</summary>
internal static class Acceptance
{
    /// <summary>Index along the first dimension of the first proposal whose log uniform number is below its log acceptance probability: Int64.</summary>
    /// <remarks><b>Shapes</b>: both [N, ...], the result [...]. An error of the run where none of the N is taken, or a probability is above 1.</remarks>
    /// <param name="where">The site, for messages.</param>
    /// <param name="logAcceptance">Log probabilities, at most 0.</param>
    /// <param name="logUniform">Logarithms of uniform numbers.</param>
    public static Tensor First(string where, Tensor logAcceptance, Tensor logUniform) =>
        Tensor.Create(new FirstAccepted(where), [.. Elementwise.Promote(true, logAcceptance, logUniform).Select(t => t.BroadcastTo(logUniform.Shape))]);
}

internal sealed record FirstAccepted(string Where) : Batched
{
    private const double Rounding = 1e-9;

    public override Shape InferShape(ReadOnlySpan<Tensor> inputs) => inputs[0].Shape.Skip(1);

    public override DType InferType(ReadOnlySpan<Tensor> inputs) => DType.Int64;

    public override Dependence DependsOn(int input) => Dependence.Step;

    protected override DType KernelType(Tensor node) => node.Inputs[0].DType;

    protected override void Compute<T>(ref BatchCall<T> call)
    {
        var (most, inner) = (call.Node.Inputs[0].Shape[0], call.Node.Shape.Size);
        for (var b = call.From; b < call.To; b++)
        {
            var log = call.In(0, b);
            var uniform = call.In(1, b);
            var y = call.Out<long>(b);
            for (var i = 0; i < inner; i++)
            {
                y[i] = First(log, uniform, i, most, inner);
            }
        }
    }

    private long First<T>(ReadOnlySpan<T> log, ReadOnlySpan<T> uniform, int at, int most, int inner)
        where T : unmanaged, INumber<T>
    {
        for (var n = 0; n < most; n++, at += inner)
        {
            if (log[at] > T.Zero && double.CreateTruncating(log[at]) > Rounding)
            {
                throw Errors.AcceptanceAboveOne(Where, double.CreateTruncating(log[at]));
            }

            if (uniform[at] < log[at])
            {
                return n;
            }
        }

        throw Errors.NoneAccepted(Where, most);
    }
}
