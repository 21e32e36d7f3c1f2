namespace DiffProb;

/// <summary>Operations that change derivatives and not values.</summary>
public static class Gradients
{
    /// <summary>The same value, constant to every derivative.</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor StopGradient(this Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Operation is Constant or SubsetDraw || x.Operation is StopGradient ? x : Tensor.Create(new StopGradient(), x);
    }

    /// <summary>exp(l - stop(l)): 1 in value, and the score of l when differentiated, to any order.</summary>
    internal static Tensor MagicBox(this Tensor logProb) => Tensor.Create(new MagicBox(), logProb);
}

/// <summary>The identity, with derivative 0. Engines drop it.</summary>
internal sealed record StopGradient : Elementwise
{
    // In value it is the identity; what an estimator makes of that is decided by StochasticGraph, which looks for this operation.
    public override Dependence DependsOn(int input) => Dependence.Affine;

    internal override void Compute(ref ElementCall call) => Identity.Copy(ref call);
}

/// <summary>The magic box of DiCE (Foerster et al. 2018, arXiv 1802.05098, equation 7): value 1, derivative box(l) dl. Engines replace it by 1.</summary>
internal sealed record MagicBox : Elementwise
{
    public override Dependence DependsOn(int input) => Dependence.Affine;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint * output;

    internal override void Compute(ref ElementCall call)
    {
        if (call.Output.DType == DType.Float64)
        {
            call.Out<double>().Fill(1.0);
        }
        else
        {
            call.Out<float>().Fill(1.0f);
        }
    }
}

internal static class Identity
{
    public static void Copy(ref ElementCall call)
    {
        switch (call.Output.DType)
        {
            case DType.Float64: call.In<double>(0).CopyTo(call.Out<double>()); break;
            case DType.Float32: call.In<float>(0).CopyTo(call.Out<float>()); break;
            case DType.Int64: call.In<long>(0).CopyTo(call.Out<long>()); break;
            default: call.In<byte>(0).CopyTo(call.Out<byte>()); break;
        }
    }
}
