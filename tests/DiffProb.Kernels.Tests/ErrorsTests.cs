using System.Reflection;

namespace DiffProb;

/// <summary>Every message, provoked as a user would and read: what is wrong, with which shape or value, and what to do.</summary>
public sealed class ErrorsTests
{
    private static readonly Tensor X = Tensor.Parameter("x", Shape.Of(3));
    private static readonly Tensor Matrix = Tensor.Zeros(Shape.Of(2, 3));

    private static readonly NamedTensors Two = new([new("a", 1.0), new("b", 2.0)]);

    public static TheoryData<string> Names => [.. Mistakes.Keys];

    private static Dictionary<string, Mistake> Mistakes => new()
    {
        [nameof(Errors.AcceptanceAboveOne)] = new(() => Acceptance.First("site \"z\"", Tensor.Vector(0.5), Tensor.Vector(-1.0)).ToArray(), typeof(ValueException), "site \"z\"", "0.5", "at most 1"),
        [nameof(Errors.NoneAccepted)] = new(() => Acceptance.First("site \"z\"", Tensor.Vector(-2.0, -3.0), Tensor.Vector(-1.0, -1.0)).ToArray(), typeof(ValueException), "site \"z\"", "none of 2", "most"),
        [nameof(Errors.NegativeDimension)] = new(() => Shape.Of(2, -1), typeof(ShapeException), "[2, -1]", "negative"),
        [nameof(Errors.DoNotBroadcast)] = new(() => X + Tensor.Zeros(Shape.Of(2)), typeof(ShapeException), "[3]", "[2]", "Unsqueeze"),
        [nameof(Errors.DoesNotBroadcastTo)] = new(() => X.BroadcastTo(Shape.Of(1)), typeof(ShapeException), "[3]", "[1]", "Reshape"),
        [nameof(Errors.WrongLength)] = new(() => Tensor.Of(Shape.Of(2, 2), 1, 2, 3), typeof(ShapeException), "[2, 2]", "4", "3"),
        [nameof(Errors.WrongSize)] = new(() => X.Reshape(2), typeof(ShapeException), "Reshape", "[3]", "[2]"),
        [nameof(Errors.NoSuchDimension)] = new(() => X.Sum(1), typeof(ShapeException), "Sum", "dimension 1", "[3]", "-1 to 0"),
        [nameof(Errors.NotAMatrix)] = new(() => X.Transpose(), typeof(ShapeException), "Transpose", "[3]"),
        [nameof(Errors.NotSquare)] = new(() => Matrix.Cholesky(), typeof(ShapeException), "Cholesky", "[2, 3]"),
        [nameof(Errors.DoNotMultiply)] = new(() => Matrix.MatMul(Matrix), typeof(ShapeException), "[2, 3]", "Transpose"),
        [nameof(Errors.NotAPermutation)] = new(() => Matrix.Transpose(0, 0), typeof(ShapeException), "[0, 0]", "[2, 3]"),
        [nameof(Errors.SliceOutside)] = new(() => X.Slice(0, 1, 4), typeof(ShapeException), "1..4", "[3]"),
        [nameof(Errors.NothingToJoin)] = new(() => Shapes.Stack([]), typeof(ShapeException), "Stack", "at least one"),
        [nameof(Errors.DoNotJoin)] = new(() => Shapes.Concatenate([Matrix, Tensor.Zeros(Shape.Of(2, 4))]), typeof(ShapeException), "[2, 3]", "[2, 4]", "dimension 0"),
        [nameof(Errors.EmptyDimension)] = new(() => Tensor.Zeros(Shape.Of(0)).Max(), typeof(ShapeException), "Max", "[0]"),
        [nameof(Errors.NotBool)] = new(() => Tensor.Where(X, 1.0, 2.0), typeof(ShapeException), "Float64", "[3]", "x > 0"),
        [nameof(Errors.NotIndices)] = new(() => X.Gather(Tensor.Scalar(1.0)), typeof(ShapeException), "Gather", "Float64", "Cast(DType.Int64)"),
        [nameof(Errors.RanksDiffer)] = new(() => Matrix.TakeAlong(Tensor.Of([1L])), typeof(ShapeException), "TakeAlong", "[1]", "[2, 3]", "Unsqueeze"),
        [nameof(Errors.NotOneNumber)] = new(() => Tensor.Vector(1, 2, 3).ToDouble(), typeof(ShapeException), "[3]", "ToArray"),
        [nameof(Errors.NotAScalar)] = new(() => Gradient.Of(X, X), typeof(ShapeException), "[3]", "Sum"),
        [nameof(Errors.Symbolic)] = new(() => X.Sum().ToDouble(), typeof(SymbolicValueException), "parameter \"x\"", "[]", "Tensor.Where"),
        [nameof(Errors.NotBound)] = new(
            () => Compile(X).Run(Bindings.Empty.With("y", 1.0)), typeof(DiffProbException), "parameter \"x\"", "[3]", "Bound are: y", "Bindings.With"),
        [nameof(Errors.BoundToWrongShape)] = new(() => Compile(X).Run(Bindings.Empty.With("x", 1.0)), typeof(ShapeException), "parameter \"x\"", "[3]", "[]"),
        [nameof(Errors.NotAnInput)] = new(() => ManagedEngine.Default.Compile([X], []), typeof(DiffProbException), "parameter \"x\"", "none", "Compile"),
        [nameof(Errors.NoSuchInput)] = new(() => Compile(X).CreateEvaluator().Input<double>("y"), typeof(DiffProbException), "\"y\"", "inputs: x", "Compile"),
        [nameof(Errors.NothingRun)] = new(() => Compile(X).CreateEvaluator().Output<double>(0), typeof(DiffProbException), "[3]", "evaluator.Run()"),
        [nameof(Errors.OtherElementType)] = new(() => Compile(X).CreateEvaluator().Input<float>("x"), typeof(DiffProbException), "Single", "Float64", "parameter \"x\"", "[3]"),
        [nameof(Errors.CompilationUnknown)] = new(() => ManagedEngine.Asked("later"), typeof(ValueException), "DIFFPROB_COMPILE", "\"later\"", "at-once", "never"),
        [nameof(Errors.EngineLimits)] = new(() => new ManagedEngine(-1, 100), typeof(ValueException), "-1", "100", "multiple of 16"),
        [nameof(Errors.NoSecondDerivativeOfTruncation)] = new(
            SecondDerivativeOfATruncation, typeof(DerivativeException), "TruncatedNormal", "loc", "density", "same seed"),
        [nameof(Errors.NoDerivativeOfMoment)] = new(
            () => Gradient.Of(new TruncatedForms(TruncatedFamily.Gamma, 0.0, 1.0, 1.0, 2.0, Tensor.Data("k", Shape.Scalar)).Moment(TruncatedMoment.Mean), Tensor.Data("k", Shape.Scalar)),
            typeof(DerivativeException), "TruncatedGamma", "mean", "concentration", "site"),
        [nameof(Errors.NoSecondDerivativeOfEntropy)] = new(
            SecondDerivativeOfAnEntropy, typeof(DerivativeException), "ExponentiallyModifiedNormal", "rate", "differences"),
        [nameof(Errors.NoSecondDerivative)] = new(SecondDerivativeOfADraw, typeof(DerivativeException), "Gamma", "concentration", "Score"),
        [nameof(Errors.OpaqueHasNoDerivative)] = new(
            () => Gradient.Of(TensorFunction.Of("f", Shape.Scalar, v => [v[0]], Dependence.Smooth).Apply(X), X), typeof(DerivativeException), "\"f\"", "Dependence.Step"),
        [nameof(Errors.OpaqueFailed)] = new(() => TensorFunction.Of("f", Shape.Scalar, v => [v[9]]).Apply(1.0).ToDouble(), typeof(DiffProbException), "\"f\"", "IndexOutOfRange"),
        [nameof(Errors.OpaqueWrongSize)] = new(() => TensorFunction.Of("f", Shape.Of(3), v => v).Apply(1.0).ToArray(), typeof(ValueException), "\"f\"", "returned 1", "has 3"),
        [nameof(Errors.NotPositiveDefinite)] = new(() => Tensor.Matrix(new double[,] { { 1, 2 }, { 2, 1 } }).Cholesky().ToArray(), typeof(ValueException), "pivot 1", "identity"),
        [nameof(Errors.Singular)] = new(() => Tensor.Matrix(new double[,] { { 1, 2 }, { 2, 4 } }).Inverse().ToArray(), typeof(ValueException), "singular", "column 1", "identity"),
        [nameof(Errors.DoNotSolve)] = new(() => Tensor.Ones(Shape.Of(3, 3)).TriangularSolve(Tensor.Vector(1, 2)), typeof(ShapeException), "TriangularSolve", "[3, 3]", "[2]", "Unsqueeze"),
        [nameof(Errors.NotAGrid)] = new(() => Matrix.GridSample(Tensor.Zeros(Shape.Of(4, 5, 3))), typeof(ShapeException), "GridSample", "[..., h, w, 2]", "[4, 5, 3]", "Stack"),
        [nameof(Errors.DoesNotFitGrid)] = new(
            () => Tensor.Zeros(Shape.Of(3, 8, 8)).GridSample(Tensor.Zeros(Shape.Of(5, 4, 4, 2))), typeof(ShapeException), "GridSample", "[3, 8, 8]", "[5, 4, 4, 2]", "no channels", "Unsqueeze(0)"),
        [nameof(Errors.NotAnAffineMap)] = new(() => Images.AffineGrid(Matrix.Transpose(), 4, 4), typeof(ShapeException), "AffineGrid", "[..., 2, 3]", "[3, 2]", "Reshape(2, 3)"),
        [nameof(Errors.TooManyElements)] = new(
            () => Axes.Of(new Axis("particle", 100_000_000, AxisRole.Particle), new Axis("rows", 50, AxisRole.Plate)), typeof(ShapeException), "particle:100000000", "5000000000", "try fewer particles"),
        [nameof(Errors.IndexOutside)] = new(() => Tensor.Vector(1, 2, 3).Gather(Tensor.Of([-1L])).ToArray(), typeof(ValueException), "Gather", "index -1", "size 3"),
        [nameof(Errors.FileEnding)] = new(() => NamedTensors.Load("x.npz"), typeof(TensorFileException), "\"x.npz\"", "try .safetensors", ".json"),
        [nameof(Errors.FileMissing)] = new(() => NamedTensors.Load("no/such.safetensors"), typeof(TensorFileException), "\"no/such.safetensors\"", "no file", "full path"),
        [nameof(Errors.FolderMissing)] = new(() => Two.Save("no/such.json"), typeof(TensorFileException), "\"no/such.json\"", "folder does not exist", "CreateDirectory"),
        [nameof(Errors.NamedTwice)] = new(() => new NamedTensors([new("x", 1.0), new("x", 2.0)]), typeof(TensorFileException), "\"x\"", "twice"),
        [nameof(Errors.NameRefused)] = new(() => Two.With("__metadata__", 1.0), typeof(TensorFileException), "\"__metadata__\"", "try a short word"),
        [nameof(Errors.NoSuchTensor)] = new(() => Two["c"], typeof(TensorFileException), "\"c\"", "There are: a, b"),
        [nameof(Errors.FileTooShort)] = new(() => FileBytes.Load([1, 2, 3], TensorFormat.SafeTensors), typeof(TensorFileException), "The stream", "3 bytes", "try saving it again"),
        [nameof(Errors.HeaderTooLong)] = new(
            () => FileBytes.Load([.. FileBytes.LengthOf(1000), .. "{}"u8], TensorFormat.SafeTensors), typeof(TensorFileException), "cut off", "1000 bytes", "2 are left", "100000000"),
        [nameof(Errors.HeaderTooLongToWrite)] = new(
            () => FileBytes.Save(Two.WithMetadata(new Dictionary<string, string> { ["x"] = new('\u0001', 17_000_000) }), TensorFormat.SafeTensors),
            typeof(TensorFileException), "cannot be written", "100000000", "less metadata"),
        [nameof(Errors.FileNotJson)] = new(() => FileBytes.LoadSafe("{\"x\":"), typeof(TensorFileException), "broken", "JSON", "BytePositionInLine: 5"),
        [nameof(Errors.FileNotTensors)] = new(() => FileBytes.LoadJson("[1]"), typeof(TensorFileException), "no file of tensors", "a list"),
        [nameof(Errors.FileTensorTwice)] = new(
            () => FileBytes.LoadSafe("""{"x":{"dtype":"F64","shape":[0],"data_offsets":[0,0]},"x":{"dtype":"F64","shape":[0],"data_offsets":[0,0]}}"""),
            typeof(TensorFileException), "\"x\" twice", "another name"),
        [nameof(Errors.FileField)] = new(() => FileBytes.LoadSafe("""{"x":{"dtype":"F64","shape":[0]}}"""), typeof(TensorFileException), "\"x\"", "dtype, shape, data_offsets", "each once"),
        [nameof(Errors.FileType)] = new(
            () => FileBytes.LoadSafe("""{"x":{"dtype":"BF16","shape":[0],"data_offsets":[0,0]}}"""), typeof(TensorFileException), "\"x\"", "BF16", "F64, F32, I64 and BOOL", "try converting"),
        [nameof(Errors.FileShape)] = new(
            () => FileBytes.LoadSafe("""{"x":{"dtype":"F64","shape":[65536,65536],"data_offsets":[0,0]}}"""), typeof(TensorFileException), "\"x\"", "[65536, 65536]", "at most"),
        [nameof(Errors.FilePlace)] = new(
            () => FileBytes.LoadSafe("""{"x":{"dtype":"F64","shape":[2],"data_offsets":[0,8]}}""", new byte[8]), typeof(TensorFileException), "\"x\"", "[0,8]", "[2]", "16 bytes"),
        [nameof(Errors.FileGap)] = new(
            () => FileBytes.LoadSafe("""{"x":{"dtype":"F64","shape":[],"data_offsets":[0,8]},"y":{"dtype":"F64","shape":[],"data_offsets":[4,12]}}""", new byte[12]),
            typeof(TensorFileException), "\"y\"", "byte 4", "inside the one before", "at 8"),
        [nameof(Errors.FileCutOff)] = new(
            () => FileBytes.LoadSafe("""{"x":{"dtype":"F64","shape":[],"data_offsets":[0,8]}}""", 1, 2), typeof(TensorFileException), "cut off", "\"x\"", "byte 8", "2 are there"),
        [nameof(Errors.FileTrailing)] = new(
            () => FileBytes.LoadSafe("""{"x":{"dtype":"F64","shape":[],"data_offsets":[0,8]}}""", new byte[11]), typeof(TensorFileException), "3 bytes that belong to no tensor"),
        [nameof(Errors.FileTruth)] = new(
            () => FileBytes.LoadSafe("""{"x":{"dtype":"BOOL","shape":[3],"data_offsets":[0,3]}}""", 0, 1, 7), typeof(TensorFileException), "\"x\"", "element 2 is 7"),
        [nameof(Errors.FileCount)] = new(
            () => FileBytes.LoadJson("""{"x":{"dtype":"F64","shape":[2,2],"values":[1,2,3]}}"""), typeof(TensorFileException), "\"x\"", "[2, 2]", "4 elements", "3 values"),
        [nameof(Errors.FileNumber)] = new(
            () => FileBytes.LoadJson("""{"x":{"dtype":"I64","shape":[2],"values":[1,2.5]}}"""), typeof(TensorFileException), "value 1 of tensor \"x\"", "2.5", "Int64", "whole number for I64"),
    };

    [Fact]
    public void Every_message_has_a_test()
    {
        var messages = typeof(Errors).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Select(m => m.Name);
        Assert.Equal(messages.Order(), Mistakes.Keys.Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_says_what_is_wrong_and_where(string name)
    {
        var mistake = Mistakes[name];
        var error = Assert.Throws(mistake.Type, mistake.Provoke);
        Assert.All(mistake.Parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void An_index_outside_is_the_same_error_on_many_threads()
    {
        var axis = new Axis("particles", 5000, AxisRole.Particle);
        var index = Tensor.Data("i", Shape.Of(5000), DType.Int64);
        var executable = new ManagedEngine(4, 16).Compile([Tensor.Vector(1, 2).Gather(index.ToAxis(axis)).SumOver(Axes.Of(axis))], [index]);
        Assert.Throws<ValueException>(() => executable.Run(Bindings.Empty.With("i", Tensor.Of(index.Shape, [.. Enumerable.Repeat(2.0, 5000)]))));
        foreach (var take in new Func<Tensor, Tensor>[] { i => i.OneHot(2), i => Tensor.Zeros(Shape.Of(1, 2)).TakeAlong(i.Unsqueeze(0)) })
        {
            Assert.Throws<ValueException>(() => take(Tensor.Of([2L])).ToArray());
        }
    }

    [Theory]
    [InlineData("""{"x":1}""", "x")]
    [InlineData("""{"x":{"dtype":1,"shape":[0],"data_offsets":[0,0]}}""", "dtype")]
    [InlineData("""{"x":{"dtype":"F64","dtype":"F64","shape":[0],"data_offsets":[0,0]}}""", "each once")]
    [InlineData("""{"x":{"dtype":"F64","shape":[0],"data_offsets":[0,0],"more":1}}""", "each once")]
    [InlineData("""{"x":{"dtype":"F64","shape":0,"data_offsets":[0,0]}}""", "shape")]
    [InlineData("""{"x":{"dtype":"F64","shape":[0.5],"data_offsets":[0,0]}}""", "whole numbers")]
    [InlineData("""{"x":{"dtype":"F64","shape":[0],"data_offsets":["0",0]}}""", "data_offsets")]
    [InlineData("""{"x":{"dtype":"F64","shape":[0],"data_offsets":[0]}}""", "0 bytes")]
    [InlineData("""{"x":{"dtype":"F64","shape":[0],"data_offsets":[8,0]}}""", "0 bytes")]
    [InlineData("""{"x":{"dtype":"F64","shape":[0],"data_offsets":[-8,-8]}}""", "0 bytes")]
    [InlineData("""{"x":{"dtype":"F64","shape":[-1],"data_offsets":[0,0]}}""", "at least 0")]
    [InlineData("""{"x":{"dtype":"F64","shape":[0],"data_offsets":[8,8]}}""", "after a gap")]
    [InlineData("""{"x":{"dtype":"F64","shape":[0],"data_offsets":[-9223372036854775808,9223372036854775807]}}""", "0 bytes")]
    [InlineData("""{"__metadata__":{"x":1}}""", "strings")]
    [InlineData("""{"__metadata__":{"x":"1","x":"2"}}""", "each key once")]
    [InlineData("""{"__metadata__":[]}""", "strings")]
    [InlineData(""" {}""", "begin with {")]
    [InlineData("""{},""", "JSON")]
    [InlineData("", "begin with {")]
    [InlineData("""{"":{"dtype":"F64","shape":[0],"data_offsets":[0,0]}}""", "must not be empty")]
    public void Every_other_way_to_break_a_header_is_told(string header, string part)
    {
        var error = Assert.Throws<TensorFileException>(() => FileBytes.LoadSafe(header));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Contains("\n  try ", error.Message, StringComparison.Ordinal);
    }

    private static Executable Compile(Tensor x) => ManagedEngine.Default.Compile([x.Exp()], [x]);

    private static void SecondDerivativeOfADraw()
    {
        var a = Tensor.Parameter("a", Shape.Scalar);
        var first = Gradient.Of(Tensor.Create(new LogGammaDraw("g", Axes.None), a), a)[0];
        Gradient.Of(first, a);
    }

    private static void SecondDerivativeOfAnEntropy()
    {
        var k = Tensor.Data("k", Shape.Scalar);
        Gradient.Of(Gradient.Of(ExponentiallyModifiedFunctions.Entropy(k), k)[0], k);
    }

    private static void SecondDerivativeOfATruncation()
    {
        var loc = Tensor.Parameter("loc", Shape.Scalar);
        var first = Gradient.Of(new TruncatedForms(TruncatedFamily.Normal, loc, 1.0, 0.0, 2.0, 1.0).LogDensity(0.5), loc)[0];
        Gradient.Of(first, loc);
    }

    private sealed record Mistake(Action Provoke, Type Type, params string[] Parts)
    {
        public Mistake(Func<object> provoke, Type type, params string[] parts)
            : this(() => { provoke(); }, type, parts)
        {
        }
    }
}
