namespace DiffProb;

/// <summary>How a draw moves with the parameters of its law: what <see cref="ImplicitPath"/> is differentiated by.</summary>
internal interface IPath
{
    /// <summary>The adjoint of one parameter from that of the draw, as an expression of the parameter's shape; null where nothing flows.</summary>
    Tensor? Derivative(int parameter, Tensor draw, Tensor[] parameters, Tensor adjoint);
}

/// <summary>A draw that was made without derivatives and follows its parameters all the same: value the draw, derivative that of a path.</summary>
/// <remarks>
/// <para>Inputs: the draw, then the parameters. The path's derivative is an expression of this node and of the parameters, so that
/// derivatives of any order are right where it has them. Engines drop it.</para>
/// <para><b>Source</b>: Figurnov, Mohamed, Mnih (2018), arXiv 1805.08498.</para>
/// </remarks>
internal sealed record ImplicitPath(IPath Path) : Operation
{
    /// <summary>The draw, with its own derivatives cut, as a function of the parameters.</summary>
    public static Tensor Of(IPath path, Tensor draw, params Tensor[] parameters)
    {
        var axes = parameters.Aggregate(draw.Axes, (a, p) => a.Union(p.Axes));
        return Tensor.Create(new ImplicitPath(path), [draw.StopGradient().ExpandAlong(axes), .. parameters]);
    }

    public override Shape InferShape(ReadOnlySpan<Tensor> inputs) => inputs[0].Shape;

    public override Dependence DependsOn(int input) => input == 0 ? Dependence.None : Dependence.Smooth;

    public override Tensor? Derivative(int input, Tensor output, Tensor adjoint) =>
        input == 0 ? null : Path.Derivative(input - 1, output, output.Inputs[1..].ToArray(), adjoint);

    public override Tensor Rebuild(Tensor[] inputs) => Of(Path, inputs[0], inputs[1..]);

    internal override void Execute(NodeRun run) => throw new InvalidOperationException("A path is followed by derivatives alone: it was not simplified away.");
}
