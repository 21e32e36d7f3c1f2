using TorchSharp;
using TorchSharp.Modules;

namespace DiffProb;

/// <summary>A step of mean-field variational inference in eager torch: one draw, the closed entropy, Adam.</summary>
internal sealed class TorchMeanField : TorchSide
{
    private readonly Func<torch.Tensor, torch.Tensor> logDensity;
    private readonly Parameter loc;
    private readonly Parameter free;
    private readonly torch.optim.Optimizer optimizer;

    internal TorchMeanField(Func<torch.Tensor, torch.Tensor> logDensity, int dimension, torch.ScalarType type)
        : base(type)
    {
        this.logDensity = logDensity;
        loc = new Parameter(torch.zeros(dimension, dtype: type));
        free = new Parameter(torch.full(dimension, Math.Log(Math.Exp(MeanField.Scale) - 1.0), dtype: type));
        optimizer = torch.optim.Adam([loc, free], lr: 0.01);
    }

    protected override void Step()
    {
        optimizer.zero_grad();
        var loss = Loss();
        loss.backward();
        optimizer.step();
        loss.ToDouble();
    }

    // In the scale, as the program declares it: scale = softplus(free).
    protected override double[][] Gradients()
    {
        var gradients = torch.autograd.grad([Loss()], [loc, free]);
        return [Numbers(gradients[0]), Numbers(gradients[1] / free.sigmoid())];
    }

    public override void Dispose()
    {
        optimizer.Dispose();
        base.Dispose();
    }

    private torch.Tensor Loss()
    {
        var scale = torch.nn.functional.softplus(free);
        var u = loc + (scale * torch.randn_like(loc));
        return -logDensity(u) - scale.log().sum();
    }
}
