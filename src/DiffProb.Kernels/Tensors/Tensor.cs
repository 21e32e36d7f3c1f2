namespace DiffProb;

/// <summary>Immutable handle on a node of an expression graph. Building one is cheap and computes nothing.</summary>
/// <remarks>
/// <para>Shapes: elementwise operations broadcast visible shapes as NumPy does, and have the hidden axes of all their inputs.</para>
/// <para>Equality is identity: equal expressions are one node. There is no <c>if</c> on a tensor; see <see cref="Where"/>.</para>
/// </remarks>
[TypeFormatterSource]
public sealed class Tensor
{
    private readonly Tensor[] inputs;
    private static long counter;

    private Tensor(Operation operation, Tensor[] inputs)
    {
        Operation = operation;
        this.inputs = inputs;
        Shape = operation.InferShape(inputs);
        DType = operation.InferType(inputs);
        Axes = operation.InferAxes(inputs);
        IsLiteral = operation is Constant { IsLiteral: true } || (inputs.Length > 0 && operation is not Draw && Array.TrueForAll(inputs, t => t.IsLiteral));
        var hash = default(HashCode);
        hash.Add(operation);
        foreach (var input in inputs)
        {
            hash.Add(input.Id);
        }

        Hash = hash.ToHashCode();
        Id = Interlocked.Increment(ref counter);
    }

    /// <summary>Visible shape.</summary>
    public Shape Shape { get; }

    /// <summary>Type of the elements.</summary>
    public DType DType { get; }

    internal Axes Axes { get; }

    internal Operation Operation { get; }

    /// <summary>Whether it is made of literals of the program text alone: then it takes the float type of its partner, as they do.</summary>
    internal bool IsLiteral { get; }

    internal ReadOnlySpan<Tensor> Inputs => inputs;

    /// <summary>Grows with creation: inputs have smaller numbers than their users.</summary>
    internal long Id { get; }

    internal int Hash { get; }

    internal static Tensor Create(Operation operation, params Tensor[] inputs) => Interner.Intern(new(operation, inputs));

    internal bool SameNode(Tensor other) =>
        inputs.AsSpan().SequenceEqual(other.inputs) && Operation.Equals(other.Operation);

    // ---- leaves

    /// <summary>A single number.</summary>
    /// <param name="value">The number.</param>
    public static Tensor Scalar(double value) => Constant(Shape.Scalar, new Storage<double>([value]));

    /// <summary>A vector of shape [N].</summary>
    /// <param name="values">Its N elements.</param>
    public static Tensor Vector(params double[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Constant(Shape.Of(values.Length), new Storage<double>((double[])values.Clone()));
    }

    /// <summary>A matrix of shape [rows, columns].</summary>
    /// <param name="values">Its elements.</param>
    public static Tensor Matrix(double[,] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Of(Shape.Of(values.GetLength(0), values.GetLength(1)), values.Cast<double>().ToArray());
    }

    /// <summary>A tensor of the given shape.</summary>
    /// <param name="shape">Visible shape.</param>
    /// <param name="values">Elements in row-major order; copied.</param>
    /// <exception cref="ShapeException">The number of values is not the size of the shape.</exception>
    public static Tensor Of(Shape shape, params double[] values)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(values);
        return shape.Size == values.Length
            ? Constant(shape, new Storage<double>((double[])values.Clone()))
            : throw Errors.WrongLength(shape, values.Length);
    }

    /// <summary>A vector of Float64.</summary>
    /// <param name="values">Elements; copied.</param>
    public static Tensor Of(double[] values) => Vector(values);

    /// <summary>A vector of Float32.</summary>
    /// <param name="values">Elements; copied.</param>
    public static Tensor Of(ReadOnlySpan<float> values) => Constant(Shape.Of(values.Length), new Storage<float>(values.ToArray()));

    /// <summary>A vector of Int64.</summary>
    /// <param name="values">Elements; copied.</param>
    public static Tensor Of(ReadOnlySpan<long> values) => Constant(Shape.Of(values.Length), new Storage<long>(values.ToArray()));

    /// <summary>A vector of Int64.</summary>
    /// <param name="values">Elements; copied.</param>
    public static Tensor Of(ReadOnlySpan<int> values) => Constant(Shape.Of(values.Length), new Storage<long>(Array.ConvertAll(values.ToArray(), x => (long)x)));

    /// <summary>A vector of truth values.</summary>
    /// <param name="values">Elements; copied.</param>
    public static Tensor Of(ReadOnlySpan<bool> values) => Constant(Shape.Of(values.Length), new Storage<byte>(Array.ConvertAll(values.ToArray(), x => x ? (byte)1 : (byte)0)));

    /// <summary>A trainable tensor, bound by name when an executable runs.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Visible shape.</param>
    /// <param name="type">Float64 or Float32.</param>
    public static Tensor Parameter(string name, Shape shape, DType type = DType.Float64) => Create(new Parameter(name, shape, type));

    /// <summary>A slot for data, rebound by name without tracing the program again.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Visible shape.</param>
    /// <param name="type">Type of the elements.</param>
    public static Tensor Data(string name, Shape shape, DType type = DType.Float64) => Create(new DataSlot(name, shape, type));

    /// <summary>Zeros.</summary>
    /// <param name="shape">Visible shape.</param>
    public static Tensor Zeros(Shape shape) => Scalar(0.0).BroadcastTo(shape);

    /// <summary>Ones.</summary>
    /// <param name="shape">Visible shape.</param>
    public static Tensor Ones(Shape shape) => Scalar(1.0).BroadcastTo(shape);

    internal static Tensor Constant(Shape shape, Storage storage, Axes? axes = null) =>
        Create(new Constant(shape, axes ?? Axes.None, storage));

    /// <summary>Numbers that were computed: a node of their own, which nobody looks for.</summary>
    internal static Tensor Result(Shape shape, Storage storage, Axes axes) => new(new Constant(shape, axes, storage), []);

    internal static Tensor Literal(double value) => Create(new Constant(Shape.Scalar, Axes.None, new Storage<double>([value])) { IsLiteral = true });

    /// <summary>A vector of numbers of the program text, such as the steps of a formula: it takes the float type of its partner.</summary>
    internal static Tensor Literals(params double[] values) =>
        Create(new Constant(Shape.Of(values.Length), Axes.None, new Storage<double>((double[])values.Clone())) { IsLiteral = true });

    internal static Tensor Literal(long value) => Create(new Constant(Shape.Scalar, Axes.None, new Storage<long>([value])) { IsLiteral = true });

    // ---- conversions: what a user may write where a tensor is expected

    /// <summary>A number as a scalar tensor that takes the float type of its partner.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Tensor(double value) => Literal(value);

    /// <summary>A whole number as a scalar tensor that takes the type of its partner.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Tensor(int value) => Literal((long)value);

    /// <summary>A truth value as a scalar tensor of Bool.</summary>
    /// <param name="value">The truth value.</param>
    public static implicit operator Tensor(bool value) => Constant(Shape.Scalar, new Storage<byte>([value ? (byte)1 : (byte)0]));

    /// <summary>An array as a vector.</summary>
    /// <param name="values">Elements; copied.</param>
    public static implicit operator Tensor(double[] values) => Vector(values);

    /// <summary>An array of whole numbers as a vector of Int64.</summary>
    /// <param name="values">Elements; copied.</param>
    public static implicit operator Tensor(int[] values) => Of(values.AsSpan());

    /// <summary>An array of truth values as a vector of Bool.</summary>
    /// <param name="values">Elements; copied.</param>
    public static implicit operator Tensor(bool[] values) => Of(values.AsSpan());

    /// <summary>A two-dimensional array as a matrix.</summary>
    /// <param name="values">Elements; copied.</param>
    public static implicit operator Tensor(double[,] values) => Matrix(values);

    // ---- operators; explicit types only, since F# resolves overloads with inferred operand types wrongly

    /// <summary>Sum, elementwise.</summary>
    public static Tensor operator +(Tensor a, Tensor b) => Arithmetic.Add(a, b);

    /// <summary>Sum with a number.</summary>
    public static Tensor operator +(Tensor a, double b) => Arithmetic.Add(a, b);

    /// <summary>Sum with a number.</summary>
    public static Tensor operator +(double a, Tensor b) => Arithmetic.Add(a, b);

    /// <summary>Sum with a whole number.</summary>
    public static Tensor operator +(Tensor a, int b) => Arithmetic.Add(a, b);

    /// <summary>Sum with a whole number.</summary>
    public static Tensor operator +(int a, Tensor b) => Arithmetic.Add(a, b);

    /// <summary>Difference, elementwise.</summary>
    public static Tensor operator -(Tensor a, Tensor b) => Arithmetic.Subtract(a, b);

    /// <summary>Difference with a number.</summary>
    public static Tensor operator -(Tensor a, double b) => Arithmetic.Subtract(a, b);

    /// <summary>Difference with a number.</summary>
    public static Tensor operator -(double a, Tensor b) => Arithmetic.Subtract(a, b);

    /// <summary>Difference with a whole number.</summary>
    public static Tensor operator -(Tensor a, int b) => Arithmetic.Subtract(a, b);

    /// <summary>Difference with a whole number.</summary>
    public static Tensor operator -(int a, Tensor b) => Arithmetic.Subtract(a, b);

    /// <summary>Product, elementwise.</summary>
    public static Tensor operator *(Tensor a, Tensor b) => Arithmetic.Multiply(a, b);

    /// <summary>Product with a number.</summary>
    public static Tensor operator *(Tensor a, double b) => Arithmetic.Multiply(a, b);

    /// <summary>Product with a number.</summary>
    public static Tensor operator *(double a, Tensor b) => Arithmetic.Multiply(a, b);

    /// <summary>Product with a whole number.</summary>
    public static Tensor operator *(Tensor a, int b) => Arithmetic.Multiply(a, b);

    /// <summary>Product with a whole number.</summary>
    public static Tensor operator *(int a, Tensor b) => Arithmetic.Multiply(a, b);

    /// <summary>Quotient, elementwise; integers are divided as Float64.</summary>
    public static Tensor operator /(Tensor a, Tensor b) => Arithmetic.Divide(a, b);

    /// <summary>Quotient with a number.</summary>
    public static Tensor operator /(Tensor a, double b) => Arithmetic.Divide(a, b);

    /// <summary>Quotient with a number.</summary>
    public static Tensor operator /(double a, Tensor b) => Arithmetic.Divide(a, b);

    /// <summary>Negative, elementwise.</summary>
    public static Tensor operator -(Tensor a) => Arithmetic.Negate(a);

    /// <summary>Greater, elementwise: Bool.</summary>
    public static Tensor operator >(Tensor a, Tensor b) => Comparisons.Greater(a, b);

    /// <summary>Less, elementwise: Bool.</summary>
    public static Tensor operator <(Tensor a, Tensor b) => Comparisons.Greater(b, a);

    /// <summary>Greater or equal, elementwise: Bool.</summary>
    public static Tensor operator >=(Tensor a, Tensor b) => Comparisons.GreaterOrEqual(a, b);

    /// <summary>Less or equal, elementwise: Bool.</summary>
    public static Tensor operator <=(Tensor a, Tensor b) => Comparisons.GreaterOrEqual(b, a);

    /// <summary>Both true, elementwise: Bool.</summary>
    public static Tensor operator &(Tensor a, Tensor b) => Comparisons.And(a, b);

    /// <summary>At least one true, elementwise: Bool.</summary>
    public static Tensor operator |(Tensor a, Tensor b) => Comparisons.Or(a, b);

    /// <summary>Not true, elementwise: Bool.</summary>
    public static Tensor operator !(Tensor a) => Comparisons.Not(a);

    // ---- the static members that F# looks for behind its core functions and **

    /// <summary>Power, elementwise: <c>x ** y</c>.</summary>
    public static Tensor Pow(Tensor x, Tensor y) => Arithmetic.Power(x, y);

    /// <summary>Power, elementwise: <c>x ** 2.0</c>.</summary>
    public static Tensor Pow(Tensor x, double y) => Arithmetic.Power(x, y);

    /// <summary>eˣ, elementwise.</summary>
    public static Tensor Exp(Tensor x) => x.Exp();

    /// <summary>Natural logarithm, elementwise.</summary>
    public static Tensor Log(Tensor x) => x.Log();

    /// <summary>Square root, elementwise.</summary>
    public static Tensor Sqrt(Tensor x) => x.Sqrt();

    /// <summary>Absolute value, elementwise.</summary>
    public static Tensor Abs(Tensor x) => x.Abs();

    /// <summary>Sine, elementwise (radians).</summary>
    public static Tensor Sin(Tensor x) => x.Sin();

    /// <summary>Cosine, elementwise (radians).</summary>
    public static Tensor Cos(Tensor x) => x.Cos();

    /// <summary>Tangent, elementwise (radians).</summary>
    public static Tensor Tan(Tensor x) => x.Tan();

    /// <summary>Arc sine, elementwise (radians).</summary>
    public static Tensor Asin(Tensor x) => x.Asin();

    /// <summary>Arc cosine, elementwise (radians).</summary>
    public static Tensor Acos(Tensor x) => x.Acos();

    /// <summary>Arc tangent, elementwise (radians).</summary>
    public static Tensor Atan(Tensor x) => x.Atan();

    /// <summary>Hyperbolic sine, elementwise.</summary>
    public static Tensor Sinh(Tensor x) => x.Sinh();

    /// <summary>Hyperbolic cosine, elementwise.</summary>
    public static Tensor Cosh(Tensor x) => x.Cosh();

    /// <summary>Hyperbolic tangent, elementwise.</summary>
    public static Tensor Tanh(Tensor x) => x.Tanh();

    /// <summary>Largest whole number not above, elementwise.</summary>
    public static Tensor Floor(Tensor x) => x.Floor();

    /// <summary>Smallest whole number not below, elementwise.</summary>
    public static Tensor Ceiling(Tensor x) => x.Ceiling();

    /// <summary>Nearest whole number, halves to even, elementwise.</summary>
    public static Tensor Round(Tensor x) => x.Round();

    // ---- choices between tensors

    /// <summary>Elements of <paramref name="ifTrue"/> where the condition holds, else of <paramref name="ifFalse"/>; the derivative never touches the other one.</summary>
    /// <param name="condition">Bool, broadcast with the others.</param>
    /// <param name="ifTrue">Values where it holds.</param>
    /// <param name="ifFalse">Values where it does not.</param>
    public static Tensor Where(Tensor condition, Tensor ifTrue, Tensor ifFalse) => Comparisons.Where(condition, ifTrue, ifFalse);

    /// <summary>Larger of two, elementwise.</summary>
    public static Tensor Max(Tensor a, Tensor b) => Arithmetic.Maximum(a, b);

    /// <summary>Smaller of two, elementwise.</summary>
    public static Tensor Min(Tensor a, Tensor b) => Arithmetic.Minimum(a, b);

    // ---- parts along the first dimension

    /// <summary>The part at one index of the first dimension, which disappears.</summary>
    /// <param name="index">Index; negative counts from the end.</param>
    public Tensor this[int index] => this.Select(0, index);

    /// <summary>The part at one index of the first dimension, which disappears: <c>x[^1]</c> is the last.</summary>
    /// <param name="index">Index.</param>
    /// <exception cref="ValueException">The index lies outside the dimension.</exception>
    public Tensor this[Index index]
    {
        get
        {
            var size = Shape[Shape.Resolve(0, "Select")];
            var at = index.GetOffset(size);
            return at >= 0 ? this.Select(0, at) : throw Errors.IndexOutside("Select", at - size, size);
        }
    }

    /// <summary>A range of the first dimension: <c>x[1..3]</c>.</summary>
    /// <param name="range">Range of indices.</param>
    /// <exception cref="ShapeException">The range does not lie in the dimension.</exception>
    public Tensor this[Range range]
    {
        get
        {
            var size = Shape[Shape.Resolve(0, "Slice")];
            var (start, stop) = (range.Start.GetOffset(size), range.End.GetOffset(size));
            return start >= 0 && stop >= 0 ? this.Slice(0, start, stop) : throw Errors.SliceOutside(this, 0, start, stop, 1);
        }
    }

    /// <summary>The parts at the given indices of the first dimension, which may be random: see <see cref="Indexing.Gather"/>.</summary>
    /// <param name="indices">Int64, each from 0 to size - 1.</param>
    public Tensor this[Tensor indices] => this.Gather(indices);

    // ---- values

    /// <summary>The number of a scalar that depends on nothing random, trainable or rebindable.</summary>
    /// <exception cref="SymbolicValueException">It depends on a site, a parameter or data.</exception>
    /// <exception cref="ShapeException">It has more than one element.</exception>
    public double ToDouble() => Shape.Size == 1 ? ToArray()[0] : throw Errors.NotOneNumber(this);

    /// <summary>The elements, in row-major order, of a tensor that depends on nothing random, trainable or rebindable.</summary>
    /// <exception cref="SymbolicValueException">It depends on a site, a parameter or data.</exception>
    public double[] ToArray() => [.. Evaluation.Of(this).ToDoubles()];

    /// <summary>Whether its numbers are known: nothing random, trainable or rebindable is below it.</summary>
    public bool IsValue => Evaluation.Obstacle(this) is null;

    /// <summary>The numbers if they are known, else the shape and what they depend on.</summary>
    public override string ToString() => TensorPrinter.Print(this);
}
