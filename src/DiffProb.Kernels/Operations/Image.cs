namespace DiffProb;

/// <summary>What a bijection made of a value, with the value beside it, so that the way back leads to that value and not through a formula.</summary>
/// <remarks>
/// <para>Where tanh x rounds to 1, or low + eˣ to low, no formula finds x again: this does. Inputs: the result of the formula, which is the
/// number; the value it was made of; the parameters of the map. Engines drop it.</para>
/// <para>It holds for expressions that are put together later, too: a density at a site becomes exact once the site's draw is put in.</para>
/// </remarks>
/// <param name="Map">Which bijection: equal for equal formulas. Its numbers are the parameters.</param>
/// <param name="IsInverse">Whether it is read backwards.</param>
internal sealed record Image(object Map, bool IsInverse) : Operation
{
    /// <summary>The image of a value, or what that was made of if it is itself an image under the same map read the other way.</summary>
    /// <param name="map">Which bijection.</param>
    /// <param name="isInverse">Whether it is read backwards.</param>
    /// <param name="x">The value.</param>
    /// <param name="shape">Shape of the image.</param>
    /// <param name="formula">The image by its formula.</param>
    /// <param name="parameters">Numbers of the map.</param>
    public static Tensor Of(object map, bool isInverse, Tensor x, Shape shape, Func<Tensor> formula, Tensor[] parameters)
    {
        var image = new Image(map, isInverse);
        return image.Source(x, shape, parameters) ?? Tensor.Create(image, [formula().BroadcastTo(shape), x, .. parameters]);
    }

    /// <summary>The node that gives the number: that of the formula, for an image.</summary>
    public static Tensor Number(Tensor x) => x.Operation is Image ? x.Inputs[0] : x;

    public override Shape InferShape(ReadOnlySpan<Tensor> inputs) => inputs[0].Shape;

    public override Dependence DependsOn(int input) => input == 0 ? Dependence.Affine : Dependence.None;

    public override Tensor? Derivative(int input, Tensor output, Tensor adjoint) => input == 0 ? adjoint : null;

    public override Tensor? Logarithm(Tensor output) => output.Inputs[0].Operation.Logarithm(output.Inputs[0]);

    public override Tensor? Complement(Tensor output) => output.Inputs[0].Operation.Complement(output.Inputs[0]);

    public override Tensor Rebuild(Tensor[] inputs) => Source(inputs[1], inputs[0].Shape, inputs.AsSpan(2)) ?? Tensor.Create(this, inputs);

    internal override void Execute(NodeRun run) => throw new InvalidOperationException("An image is the number of its formula: it was not simplified away.");

    // The parameters are those of the other way as nodes: equal numbers are not enough, for derivatives flow through them.
    private Tensor? Source(Tensor x, Shape shape, ReadOnlySpan<Tensor> parameters)
    {
        if (x.Operation is not Image other || other.IsInverse == IsInverse || !other.Map.Equals(Map) || !x.Inputs[2..].SequenceEqual(parameters))
        {
            return null;
        }

        return x.Inputs[1].Cast(x.DType).BroadcastTo(shape).ExpandAlong(x.Axes);
    }
}
