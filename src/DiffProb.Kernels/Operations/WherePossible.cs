using System.Numerics;

namespace DiffProb;

/// <summary>Choice by whether a log probability is above -∞. The adjoint of the branch not taken is exactly zero.</summary>
internal sealed record WherePossible : Elementwise
{
    public override Dependence DependsOn(int input) => input == 0 ? Dependence.None : Dependence.Affine;

    public override Tensor? Derivative(int input, Tensor output, Tensor adjoint) => input switch
    {
        1 => ZeroProducts.WherePossible(output.Inputs[0], adjoint, 0.0),
        2 => ZeroProducts.WherePossible(output.Inputs[0], 0.0, adjoint),
        _ => null,
    };

    public override Tensor? Takes(int input, Tensor output) => input switch
    {
        1 => output.Inputs[0] > double.NegativeInfinity,
        2 => !(output.Inputs[0] > double.NegativeInfinity),
        _ => null,
    };

    public override Tensor Rebuild(Tensor[] inputs) => ZeroProducts.WherePossible(inputs[0], inputs[1], inputs[2]);

    internal override Delegate? Lanes(Tensor node) => node.DType.IsFloat() ? (LaneFunctionOfThree)LaneFunctions.ChoosePossible : null;

    internal override void Compute(ref ElementCall call)
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

    private static void Apply<T>(ref ElementCall call)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var log = call.In<T>(0);
        var value = call.In<T>(1);
        var otherwise = call.In<T>(2);
        var y = call.Out<T>();
        for (var i = 0; i < y.Length; i++)
        {
            y[i] = log[i] > T.NegativeInfinity ? value[i] : otherwise[i];
        }
    }
}
