namespace DiffProb;

/// <summary>What a module takes in one of its arguments, and how its result depends on it.</summary>
/// <param name="shape">Shape of one row of a batch: [784] for a module that takes [batch, 784].</param>
public sealed class ModuleInput(Shape shape)
{
    /// <summary>Shape of one row of a batch.</summary>
    public Shape Shape { get; } = shape ?? throw new ArgumentNullException(nameof(shape));

    /// <summary>How the result depends on it, as declared: Kinked unless said otherwise, which is continuous with a derivative almost everywhere.</summary>
    /// <remarks>It is a promise. Smooth has a derivative everywhere; Affine is a matrix product; Step may jump, and has no derivative.</remarks>
    public Dependence Dependence { get; init; } = Dependence.Kinked;

    /// <summary>Whether it is an index (Int64), as of an embedding: then nothing is differentiated in it.</summary>
    public bool IsIndex { get; init; }

    /// <summary>What the graph may rely on.</summary>
    internal Dependence Level => IsIndex ? Dependence.Step : Dependence;

    /// <summary>Whether it may jump where its numbers, and those of the module, are continuous.</summary>
    internal bool Jumps => !IsIndex && Dependence == Dependence.Step;

    /// <inheritdoc/>
    public override string ToString() => $"{Shape}{(IsIndex ? " of indices" : $", {Dependence}")}";
}
