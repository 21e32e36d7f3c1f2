namespace DiffProb;

/// <summary>Probabilities whose complement and whose logarithms are known, so that no tail cancels.</summary>
internal static class Probabilities
{
    /// <summary>A probability: its own logarithm and that of its complement are formed from whichever of the two is smaller.</summary>
    /// <param name="below">The probability.</param>
    /// <param name="above">One minus it, by a formula that does not cancel.</param>
    public static Tensor WithComplement(Tensor below, Tensor above) => WithTails(below, above, Log(below, above), Log(above, below));

    /// <summary>A probability, where its logarithms have formulas that stay exact where it underflows.</summary>
    /// <param name="below">The probability.</param>
    /// <param name="above">One minus it, by a formula that does not cancel.</param>
    /// <param name="logBelow">Logarithm of the first.</param>
    /// <param name="logAbove">Logarithm of the second.</param>
    public static Tensor WithTails(Tensor below, Tensor above, Tensor logBelow, Tensor logAbove) =>
        Tensor.Create(new ProbabilityWithTails(), Elementwise.Promote(true, below, above, logBelow, logAbove));

    /// <summary>log p, where q = 1 - p is known, too: log1p(-q) where p is the larger.</summary>
    /// <param name="p">A probability.</param>
    /// <param name="q">One minus it.</param>
    public static Tensor Log(Tensor p, Tensor q) => Binary.Node(new LogOfProbability(), p, q);

    /// <summary>Whether a node is 1 - x, as formed from x alone.</summary>
    public static bool IsComplement(Tensor node, out Tensor of)
    {
        of = node.Operation is Subtract ? node.Inputs[1] : node;
        return node.Operation is Subtract && node.Inputs[0].Operation is Constant { Storage.Length: 1 } one && one.Storage.ToDoubles()[0] == 1.0;
    }
}

/// <summary>The identity on a probability that brings along its complement and the logarithms of both. Engines drop it.</summary>
internal sealed record ProbabilityWithTails : Elementwise
{
    public override Dependence DependsOn(int input) => input == 0 ? Dependence.Affine : Dependence.None;

    public override Tensor? Derivative(int input, Tensor output, Tensor adjoint) => input == 0 ? adjoint : null;

    public override Tensor Logarithm(Tensor output) => output.Inputs[2];

    public override Tensor Complement(Tensor output) =>
        Probabilities.WithTails(output.Inputs[1], output.Inputs[0], output.Inputs[3], output.Inputs[2]);

    internal override void Compute(ref ElementCall call) => Identity.Copy(ref call);
}

/// <summary>log p from p and 1 - p, whose derivative flows through p.</summary>
internal sealed record LogOfProbability : VectorBinary<VectorFunctions.LogOfProbability>
{
    public override Dependence DependsOn(int input) => Dependence.Smooth;

    public override Tensor? Derivative(int input, Tensor output, Tensor adjoint) => input == 0 ? adjoint / output.Inputs[0] : null;
}
