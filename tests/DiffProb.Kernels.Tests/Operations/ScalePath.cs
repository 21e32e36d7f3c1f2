namespace DiffProb;

/// <summary>The path of draws z = scale × noise: dz / d scale = z / scale.</summary>
internal sealed record ScalePath : IPath
{
    public Tensor Derivative(int parameter, Tensor draw, Tensor[] parameters, Tensor adjoint) => adjoint * draw / parameters[0];
}
