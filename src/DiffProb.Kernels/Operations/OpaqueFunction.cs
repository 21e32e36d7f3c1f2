namespace DiffProb;

/// <summary>The user's own function of tensors as a node of the graph: a simulator, a table, a call to another library.</summary>
/// <remarks>
/// <para>The function sees the visible elements of its inputs in row-major order, one call for each element of the hidden axes
/// (particles, plates). It must be pure, and safe to call from several threads at once.</para>
/// <para>Unless declared otherwise it is a step: correct estimators need no derivative of it. A declared dependence is a promise.</para>
/// </remarks>
public sealed class TensorFunction
{
    private readonly Func<double[][], double[]> function;
    private readonly Func<IReadOnlyList<Tensor>, Tensor, Tensor, IReadOnlyList<Tensor?>>? derivative;
    private readonly Shape shape;

    private TensorFunction(
        string name,
        Shape shape,
        Func<double[][], double[]> function,
        Dependence dependence,
        Func<IReadOnlyList<Tensor>, Tensor, Tensor, IReadOnlyList<Tensor?>>? derivative)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(shape);
        (Name, Dependence, this.shape, this.function, this.derivative) = (name, dependence, shape, function, derivative);
    }

    /// <summary>Name in messages and plans.</summary>
    public string Name { get; }

    /// <summary>How the result depends on the inputs, as declared.</summary>
    public Dependence Dependence { get; }

    /// <summary>A function of one tensor.</summary>
    /// <param name="name">Name in messages and plans.</param>
    /// <param name="shape">Visible shape of the result.</param>
    /// <param name="function">From the elements of the input to those of the result.</param>
    /// <param name="dependence">How the result depends on the input; a derivative can be taken only with the overload that is given one.</param>
    public static TensorFunction Of(string name, Shape shape, Func<double[], double[]> function, Dependence dependence = Dependence.Step)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new(name, shape, x => function(x[0]), dependence, null);
    }

    /// <summary>A function of one tensor with its derivative.</summary>
    /// <param name="name">Name in messages and plans.</param>
    /// <param name="shape">Visible shape of the result.</param>
    /// <param name="function">From the elements of the input to those of the result.</param>
    /// <param name="dependence">How the result depends on the input.</param>
    /// <param name="derivative">From (input, result, adjoint of the result) to the adjoint of the input, as an expression of the input's shape.</param>
    public static TensorFunction Of(
        string name, Shape shape, Func<double[], double[]> function, Dependence dependence, Func<Tensor, Tensor, Tensor, Tensor> derivative)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(derivative);
        return new(name, shape, x => function(x[0]), dependence, (inputs, output, adjoint) => [derivative(inputs[0], output, adjoint)]);
    }

    /// <summary>A function of several tensors.</summary>
    /// <param name="name">Name in messages and plans.</param>
    /// <param name="shape">Visible shape of the result.</param>
    /// <param name="function">From the elements of each input to those of the result.</param>
    /// <param name="dependence">How the result depends on each input.</param>
    /// <param name="derivative">From (inputs, result, adjoint of the result) to the adjoint of each input; null for an input that it does not depend on.</param>
    public static TensorFunction OfMany(
        string name,
        Shape shape,
        Func<double[][], double[]> function,
        Dependence dependence = Dependence.Step,
        Func<IReadOnlyList<Tensor>, Tensor, Tensor, IReadOnlyList<Tensor?>>? derivative = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new(name, shape, function, dependence, derivative);
    }

    /// <summary>The function of these tensors: Float64, of the declared shape.</summary>
    /// <param name="inputs">Its arguments; other types are made Float64.</param>
    public Tensor Apply(params Tensor[] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return Tensor.Create(new OpaqueFunction(this), Array.ConvertAll(inputs, t => t.Cast(DType.Float64)));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Dependence}, shape {shape}";

    internal Shape ResultShape => shape;

    internal Tensor? Derivative(int input, Tensor output, Tensor adjoint) =>
        derivative is not null ? derivative(output.Inputs.ToArray(), output, adjoint)[input]
        : Dependence is Dependence.Step or Dependence.None ? null
        : throw Errors.OpaqueHasNoDerivative(Name);

    internal double[] Call(double[][] inputs)
    {
        double[] result;
        try
        {
            result = function(inputs);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw Errors.OpaqueFailed(Name, e);
        }

        return result?.Length == shape.Size ? result : throw Errors.OpaqueWrongSize(Name, shape.Size, result?.Length ?? 0);
    }
}

/// <summary>A call of a function that the graph cannot look into.</summary>
internal sealed record OpaqueFunction(TensorFunction Function) : Batched
{
    public override string Name => $"\"{Function.Name}\"";

    public override Shape InferShape(ReadOnlySpan<Tensor> inputs) => Function.ResultShape;

    public override DType InferType(ReadOnlySpan<Tensor> inputs) => DType.Float64;

    public override bool IsOpaque => true;

    public override Dependence DependsOn(int input) => Function.Dependence;

    public override Tensor? Derivative(int input, Tensor output, Tensor adjoint) => Function.Derivative(input, output, adjoint);

    public override Tensor Rebuild(Tensor[] inputs) => Function.Apply(inputs);

    // A call may be a long simulation: a thread takes few at a time.
    internal override int PerCall(Work work, int size) => Math.Max(1, work.BlockSize / size / 256);

    protected override void Compute<T>(ref BatchCall<T> call)
    {
        for (var b = call.From; b < call.To; b++)
        {
            var inputs = new double[call.Node.Inputs.Length][];
            for (var k = 0; k < inputs.Length; k++)
            {
                inputs[k] = call.In<double>(k, b).ToArray();
            }

            Function.Call(inputs).CopyTo(call.Out<double>(b));
        }
    }
}
