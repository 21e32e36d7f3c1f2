namespace DiffProb;

/// <summary>One kind of node, declared in one place: shape rule, dependence, derivative and managed kernel.</summary>
/// <remarks>
/// A record: two operations with equal attributes are equal, which is what makes equal expressions one node. Kernels for other
/// engines are registered by type there. A member of this family is picked up by every test of its laws by reflection, through
/// <c>OperationExamples</c> in the tests.
/// </remarks>
internal abstract record Operation
{
    /// <summary>Name in messages and plans.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>Visible shape of the result. Throws <see cref="ShapeException"/> where the inputs do not fit.</summary>
    public abstract Shape InferShape(ReadOnlySpan<Tensor> inputs);

    /// <summary>Element type of the result.</summary>
    public virtual DType InferType(ReadOnlySpan<Tensor> inputs) => inputs[0].DType;

    /// <summary>Hidden axes of the result: those of all inputs, unless the operation is about axes.</summary>
    public virtual Axes InferAxes(ReadOnlySpan<Tensor> inputs)
    {
        var axes = Axes.None;
        foreach (var input in inputs)
        {
            axes = axes.Union(input.Axes);
        }

        return axes;
    }

    /// <summary>How the result depends on one input while the others are fixed.</summary>
    public abstract Dependence DependsOn(int input);

    /// <summary>Whether the result is a product of its inputs: affine in each, but not in a value that two of them share.</summary>
    public virtual bool IsProduct => false;

    /// <summary>The adjoint of one input, given the adjoint of the result: an expression, so that any order can follow.</summary>
    /// <remarks>
    /// The result must have the visible shape of the input or of the output (then it is summed to the input's). Null where nothing
    /// flows. The rule for axes is applied by <see cref="Gradient"/>: an operation needs to know nothing of them.
    /// </remarks>
    public virtual Tensor? Derivative(int input, Tensor output, Tensor adjoint) => null;

    /// <summary>The same, summed already over axes that the input lacks: for an operation that need not make it for each of their elements first. Null where
    /// <see cref="Derivative"/> serves.</summary>
    public virtual Tensor? SummedDerivative(int input, Tensor output, Tensor adjoint, Axes over) => null;

    /// <summary>Whether the graph cannot look into it: what it does with its inputs is a promise of the user.</summary>
    public virtual bool IsOpaque => false;

    /// <summary>Whether it is computed for all particles and rows in one call, rather than in chunks of them.</summary>
    public virtual bool RunsWhole => false;

    /// <summary>For a choice between inputs: where it takes this one (Bool), so that its adjoint is zero elsewhere; null for everywhere.</summary>
    public virtual Tensor? Takes(int input, Tensor output) => null;

    /// <summary>Whether roundings add up inside of it: a run in single precision computes it in Float64, and rounds what comes out.</summary>
    public virtual bool Accumulates => false;

    /// <summary>Hidden axes of the result that the operation made from something visible, rather than by broadcasting.</summary>
    public virtual Axes OwnAxes => Axes.None;

    /// <summary>The same operation on other inputs, simplified where its factory would.</summary>
    public virtual Tensor Rebuild(Tensor[] inputs) => Tensor.Create(this, inputs);

    /// <summary>Logarithm of the result, where there is a form that stays exact where the result underflows; null elsewhere.</summary>
    public virtual Tensor? Logarithm(Tensor output) => null;

    /// <summary>One minus the result, where there is a form that does not cancel; null elsewhere.</summary>
    public virtual Tensor? Complement(Tensor output) => null;

    /// <summary>Computes the node on the managed engine.</summary>
    internal abstract void Execute(NodeRun run);
}
