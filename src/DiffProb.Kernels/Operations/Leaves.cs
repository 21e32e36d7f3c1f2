namespace DiffProb;

/// <summary>A node without inputs.</summary>
internal abstract record Leaf(Shape Shape, DType Type, Axes Along) : Operation
{
    public sealed override Shape InferShape(ReadOnlySpan<Tensor> inputs) => Shape;

    public sealed override DType InferType(ReadOnlySpan<Tensor> inputs) => Type;

    public sealed override Axes InferAxes(ReadOnlySpan<Tensor> inputs) => Along;

    public sealed override Dependence DependsOn(int input) => Dependence.None;
}

/// <summary>Numbers known when the graph is built.</summary>
/// <remarks>Small constants are one node if their bits are equal; large ones if they share their array.</remarks>
internal sealed record Constant(Shape Shape, Axes Along, Storage Storage) : Leaf(Shape, Storage.DType, Along)
{
    /// <summary>Most numbers that are compared bit by bit.</summary>
    public const int LargestCompared = 64;

    /// <summary>A literal of the program text, such as the 2.0 of <c>2.0 * x</c>: it takes the float type of its partner.</summary>
    public bool IsLiteral { get; init; }

    public bool Equals(Constant? other) =>
        other is not null
        && (ReferenceEquals(Storage, other.Storage) || (Storage.Length <= LargestCompared && Storage.BitEquals(other.Storage)))
        && IsLiteral == other.IsLiteral
        && Shape.Equals(other.Shape)
        && Along.Equals(other.Along);

    public override int GetHashCode() => HashCode.Combine(
        Shape,
        Along,
        Storage.Length <= LargestCompared ? Storage.BitHash() : System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(Storage));

    internal override void Execute(NodeRun run) => run.Publish(Storage);
}

/// <summary>A trainable tensor, bound by name at run time.</summary>
internal sealed record Parameter(string Label, Shape Shape, DType Type) : Leaf(Shape, Type, Axes.None)
{
    public override string Name => $"parameter \"{Label}\"";

    internal override void Execute(NodeRun run) => run.Publish(run.Bindings.Value(run.Node, Label));
}

/// <summary>A slot for data, rebound by name without tracing again.</summary>
internal sealed record DataSlot(string Label, Shape Shape, DType Type) : Leaf(Shape, Type, Axes.None)
{
    public override string Name => $"data \"{Label}\"";

    internal override void Execute(NodeRun run) => run.Publish(run.Bindings.Value(run.Node, Label));
}

/// <summary>The value of a sample site, present only while a program is traced; lowering replaces it.</summary>
/// <remarks>Identity is that of the site object: two sites are never one node.</remarks>
internal sealed record RandomValue(object Site, string Label, Shape Shape, DType Type, Axes Along) : Leaf(Shape, Type, Along)
{
    public override string Name => $"site \"{Label}\"";

    public bool Equals(RandomValue? other) => other is not null && ReferenceEquals(Site, other.Site);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(Site);

    internal override void Execute(NodeRun run) => throw new InvalidOperationException($"{Name} was not lowered.");
}
