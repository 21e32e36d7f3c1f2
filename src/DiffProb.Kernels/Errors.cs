using System.Globalization;

namespace DiffProb;

/// <summary>All messages of this project: what is wrong, where, and what to do.</summary>
internal static class Errors
{
    public static ShapeException NegativeDimension(int[] dimensions) => new(
        $"Shape: dimensions must not be negative, but [{string.Join(", ", dimensions)}] was given.");

    public static ShapeException DoNotBroadcast(Shape a, Shape b) => new(
        $"Shapes {a} and {b} do not broadcast: compared from the last dimension, sizes must be equal or 1.\n  try Unsqueeze or Reshape on one of them.");

    public static ShapeException DoesNotBroadcastTo(Tensor x, Shape shape) => new(
        $"BroadcastTo: a tensor of shape {x.Shape} does not broadcast to {shape}: a dimension may only grow from size 1.\n  try Unsqueeze or Reshape first.");

    public static ShapeException WrongLength(Shape shape, int length) => new(
        $"Tensor.Of: shape {shape} has {shape.Size} elements, but {length} values were given.");

    public static ShapeException WrongSize(Tensor x, Shape shape) => new(
        $"Reshape: shape {x.Shape} has {x.Shape.Size} elements and {shape} has {shape.Size}; the sizes must be equal.");

    public static ShapeException NoSuchDimension(string operation, int dimension, Shape shape) => new(
        $"{operation}: dimension {dimension} does not exist in shape {shape}.\n  try {(shape.Rank == 0 ? "a tensor with at least one dimension" : $"-{shape.Rank} to {shape.Rank - 1}")}.");

    public static ShapeException NotAMatrix(string operation, Tensor x) => new(
        $"{operation}: needs a tensor with at least two dimensions, but the shape is {x.Shape}.");

    public static ShapeException NotSquare(string operation, Tensor x) => new(
        $"{operation}: needs square matrices [..., N, N], but the shape is {x.Shape}.");

    public static ShapeException DoNotMultiply(Tensor a, Tensor b) => new(
        $"MatMul: shapes {a.Shape} and {b.Shape} do not fit: the last dimension of the first ({(a.Shape.Rank > 0 ? a.Shape[^1] : 0)}) must be the row dimension of the second.\n  try Transpose on one of them.");

    public static ShapeException NotAPermutation(Tensor x, int[] order) => new(
        $"Transpose: [{string.Join(", ", order)}] is not a permutation of the {x.Shape.Rank} dimensions of shape {x.Shape}.");

    public static ShapeException SliceOutside(Tensor x, int dimension, int start, int stop, int step) => new(
        $"Slice: {start}..{stop} with step {step} does not lie in dimension {dimension} of shape {x.Shape}.");

    public static ShapeException NothingToJoin(string operation) => new($"{operation}: at least one tensor is needed.");

    public static ShapeException DoNotJoin(Tensor a, Tensor b, int dimension) => new(
        $"Concatenate: shapes {a.Shape} and {b.Shape} differ outside dimension {dimension}, along which they are joined.");

    public static ShapeException EmptyDimension(string operation, Tensor x, int dimension) => new(
        $"{operation}: dimension {dimension} of shape {x.Shape} is empty.");

    public static ShapeException NotBool(Tensor t) => new(
        $"A condition must be Bool, but this tensor is {t.DType} of shape {t.Shape}.\n  try a comparison, such as x > 0.");

    public static ShapeException NotIndices(string operation, Tensor t) => new(
        $"{operation}: indices must be Int64, but this tensor is {t.DType}.\n  try Cast(DType.Int64), or Round first.");

    public static ShapeException RanksDiffer(string operation, Tensor x, Tensor indices) => new(
        $"{operation}: indices of shape {indices.Shape} must have as many dimensions as the tensor, whose shape is {x.Shape}.\n  try Unsqueeze on the indices, or Gather to choose whole slices.");

    public static ShapeException NotOneNumber(Tensor t) => new(
        $"ToDouble: a tensor of shape {t.Shape} has {t.Shape.Size} elements.\n  try ToArray, or Sum or Mean first.");

    public static ShapeException NotAScalar(Tensor t) => new(
        $"Gradient.Of: the output must be a float scalar (shape []), but it is {t.DType} of shape {t.Shape}.\n  try Sum or Mean of it.");

    public static SymbolicValueException Symbolic(Tensor t, Leaf obstacle) => new(
        $"This tensor has no number yet: it depends on {Describe(obstacle)}.\n  at  shape {t.Shape}\n"
        + "  try Tensor.Where(condition, a, b) instead of an if, or branch for a structured choice; the result of an estimate is a number.");

    public static DiffProbException NotBound(Tensor leaf, IEnumerable<string> known) => new(
        $"No value is bound to {leaf.Operation.Name}, of shape {leaf.Shape}. Bound are: {List(known)}.\n  try Bindings.With(name, value).");

    public static ShapeException BoundToWrongShape(Tensor leaf, Shape shape) => new(
        $"The value bound to {leaf.Operation.Name} has shape {shape}, but the program was traced with shape {leaf.Shape}.");

    public static DiffProbException NotAnInput(Tensor leaf, IEnumerable<Tensor> inputs) => new(
        $"The outputs depend on {leaf.Operation.Name}, which is not among the inputs: {List(inputs.Select(i => i.Operation.Name))}.\n  try adding it to the inputs of Compile.");

    public static DiffProbException NoSuchInput(string name, IEnumerable<string> names) => new(
        $"Evaluator: there is no input \"{name}\".\n  at  inputs: {List(names.Order(StringComparer.Ordinal))}\n  try one of these; Compile says what an executable's inputs are.");

    public static DiffProbException NothingRun(Tensor output) => new(
        $"Evaluator: the output of shape {output.Shape} has no numbers before the first run.\n  try evaluator.Run() first.");

    public static DiffProbException OtherElementType(Tensor node, Type asked) => new(
        $"Evaluator: elements are asked for as {asked.Name}, but they are {node.DType}.\n  at  {node.Operation.Name} of shape {node.Shape}\n"
        + "  try double for Float64, float for Float32, long for Int64, byte for Bool.");

    public static ValueException CompilationUnknown(string variable, string value) => new(
        $"The environment variable {variable} is \"{value}\".\n  try \"at-once\", \"never\", or leave it unset: then loops are compiled once it is worth it.");

    public static ValueException EngineLimits(int threads, int blockSize) => new(
        $"ManagedEngine: threads must be at least 0 (it is {threads}) and the block size a positive multiple of 16 (it is {blockSize}).");

    public static DerivativeException NoSecondDerivative(string distribution, string parameter) => new(
        $"{distribution}: the second derivative in {parameter} through implicit reparameterization is not available.\n  try via (Score LeaveOneOut) at the site, which is right to any order.");

    public static DerivativeException NoSecondDerivativeOfTruncation(string distribution, string parameter) => new(
        $"{distribution}: second derivatives in {parameter} are not available, neither along the path of its draws nor of its density.\n  try differences of the gradient between two values of the parameter with the same seed: the draws are coupled.");

    public static DerivativeException NoDerivativeOfMoment(string distribution, string moment, string parameter) => new(
        $"{distribution}: the derivative of its {moment} in {parameter} is not available.\n  try the expectation of a site, which is estimated with its derivative.");

    public static DerivativeException NoSecondDerivativeOfEntropy(string distribution, string parameter) => new(
        $"{distribution}: the second derivative of its entropy in {parameter} is not available.\n  try differences of the gradient between two values of the parameter.");

    public static DerivativeException OpaqueHasNoDerivative(string function) => new(
        $"The function \"{function}\" was declared differentiable, but no derivative was given.\n  try the overload with a derivative, or declare it Dependence.Step.");

    public static DiffProbException OpaqueFailed(string function, Exception cause) => new(
        $"The function \"{function}\" threw {cause.GetType().Name}: {cause.Message}\n  the inner exception holds its stack trace.", cause);

    public static ValueException OpaqueWrongSize(string function, int expected, int given) => new(
        $"The function \"{function}\" returned {given} numbers, but its declared shape has {expected}.");

    public static ValueException NotPositiveDefinite(int row) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"Cholesky: the matrix is not positive definite: pivot {row} is not positive.\n  try adding a small multiple of the identity, or a parameter with Support.PositiveDefinite."));

    public static ValueException Singular(string operation, int column) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"{operation}: the matrix is singular: column {column} depends on those before it.\n  try adding a small multiple of the identity."));

    public static ShapeException DoNotSolve(string operation, Tensor a, Tensor b) => new(
        $"{operation}: matrices of shape {a.Shape} and right sides of shape {b.Shape} do not fit: [..., N, N] goes with [N] or [..., N, K].\n  try Unsqueeze(-1) on a batch of vectors.");

    public static ShapeException NotAGrid(Tensor grid) => new(
        $"GridSample: a grid holds points (x, y): its shape must be [..., h, w, 2], but it is {grid.Shape}.\n  try Shapes.Stack([x, y], -1), or Images.AffineGrid.");

    public static ShapeException DoesNotFitGrid(Tensor image, Tensor grid) => new(
        $"GridSample: an image of shape {image.Shape} and a grid of shape {grid.Shape} do not fit: leading dimensions must be equal or 1, and an image "
        + $"of fewer dimensions than the grid has no channels: it is [..., H, W], not [..., C, H, W].\n  try {(image.Shape.Rank < grid.Shape.Rank ? "Unsqueeze(0) on an image with channels" : "Unsqueeze on one of them")}.");

    public static ShapeException NotAnAffineMap(Tensor theta) => new(
        $"AffineGrid: theta must be [..., 2, 3], rows for x and y, but its shape is {theta.Shape}.\n  try Shapes.Stack of six numbers, and Reshape(2, 3).");

    public static ValueException AcceptanceAboveOne(string where, double log) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"{where}: an acceptance probability must be at most 1; its logarithm is {log:G10}.\n  try subtracting a bound from logAcceptance, so that it is at most 0 everywhere."));

    public static ValueException NoneAccepted(string where, int most) => new(
        $"{where}: none of {most} proposals was accepted.\n  try a larger number of proposals (most), or a proposal that is nearer to the law.");

    public static ValueException IndexOutside(string operation, long index, int size) => new(
        $"{operation}: index {index} is outside a dimension of size {size}.");

    public static ShapeException TooManyElements(string what, long size) => new(
        $"{what}: {size} elements are more than an array can have, {Array.MaxLength}.\n  try fewer particles, and the mean over replicates.");

    public static TensorFileException FileEnding(string path) => new(
        $"\"{path}\": the name of a file of tensors must end with its format.\n  try .safetensors, or .json for few numbers that people read.");

    public static TensorFileException FileMissing(string path) => new(
        $"There is no file \"{path}\".\n  at  folder {Directory.GetCurrentDirectory()}\n  try its full path.");

    public static TensorFileException FolderMissing(string path) => new(
        $"\"{path}\" cannot be written: its folder does not exist.\n  try Directory.CreateDirectory first.");

    public static TensorFileException NamedTwice(string name) => new(
        $"NamedTensors: the name \"{name}\" is given twice.\n  try another name for one of the two.");

    public static TensorFileException NameRefused(string name) => new(
        $"NamedTensors: \"{name}\" is no name that a file can hold: it must not be empty, {TensorFormat.MetadataName}, or broken Unicode.\n  try a short word, such as \"x\".");

    public static TensorFileException NoSuchTensor(string name, IEnumerable<string> known) => new(
        $"There is no tensor named \"{name}\". There are: {List(known)}.");

    public static TensorFileException FileTooShort(string source, long bytes) => new(
        $"{Upper(source)} is no safetensors file: it has {bytes} bytes, and the length of its header alone takes 8.{Again}");

    public static TensorFileException HeaderTooLong(string source, ulong claimed, long rest) => new(
        $"{Upper(source)} is no safetensors file, or it is cut off: its header should have {claimed} bytes, but {rest} are left and a header has at most {SafeTensorsHeader.LongestHeader}.{Again}");

    public static TensorFileException HeaderTooLongToWrite(long bytes, long most) => new(
        $"These tensors cannot be written as safetensors: their names and the text beside them make a header of {bytes} bytes, and it may have {most}.\n  try several files, or less metadata.");

    public static TensorFileException FileNotJson(string source, Exception cause) => new(
        $"{Upper(source)} is broken: what should be JSON is not. {cause.Message}{Again}", cause);

    public static TensorFileException FileNotTensors(string source, string reason) => new(
        $"{Upper(source)} is no file of tensors: {reason}.{Again}");

    public static TensorFileException FileTensorTwice(string source, string tensor) => new(
        $"{Upper(source)} names the tensor \"{tensor}\" twice.\n  try another name for one of the two.");

    public static TensorFileException FileField(string source, string tensor, string rule, string given) => new(
        $"{Upper(source)}: tensor \"{tensor}\" {rule}, but this is there: {Short(given)}.{Again}");

    public static TensorFileException FileType(string source, string tensor, string type) => new(
        $"{Upper(source)}: tensor \"{tensor}\" is of dtype {Short(type)}, which is none of F64, F32, I64 and BOOL.\n  try converting it where it was saved, such as tensor.double() in PyTorch.");

    public static TensorFileException FileShape(string source, string tensor, string shape) => new(
        $"{Upper(source)}: tensor \"{tensor}\" has shape {Short(shape)}, but sizes must be at least 0 and elements at most {Array.MaxLength}.\n  try several tensors, or saving it again: the file may be broken.");

    public static TensorFileException FilePlace(string source, string tensor, string place, DType type, Shape shape, long needed) => new(
        $"{Upper(source)}: tensor \"{tensor}\" lies at data_offsets {Short(place)}, but {type} of shape {shape} takes {needed} bytes, from a start to a stop.{Again}");

    public static TensorFileException FileGap(string source, string tensor, long start, long reached) => new(
        $"{Upper(source)}: tensor \"{tensor}\" begins at byte {start}, {(start < reached ? "inside the one before it, which ends" : "after a gap: the one before it ends")} at {reached}.{Again}");

    public static TensorFileException FileCutOff(string source, string tensor, long needed, long bytes) => new(
        $"{Upper(source)} is cut off: tensor \"{tensor}\" ends at byte {needed} after the header, but {bytes} are there.{Again}");

    public static TensorFileException FileTrailing(string source, long bytes) => new(
        $"{Upper(source)} has {bytes} bytes that belong to no tensor, after the last one.{Again}");

    public static TensorFileException FileTruth(string source, string tensor, int element, byte value) => new(
        $"{Upper(source)}: tensor \"{tensor}\" is BOOL, whose bytes are 0 or 1, but element {element} is {value}.{Again}");

    public static TensorFileException FileCount(string source, string tensor, Shape shape, int values) => new(
        $"{Upper(source)}: tensor \"{tensor}\" of shape {shape} has {shape.Size} elements, but {values} values are given.\n  try as many values as the shape says, in one list, the last dimension fastest.");

    public static TensorFileException FileNumber(string source, string tensor, int element, DType type, string given) => new(
        $"{Upper(source)}: value {element} of tensor \"{tensor}\" is {Short(given)}, which is no {type}.\n"
        + "  try a number in its range (and \"NaN\", \"Infinity\" or \"-Infinity\" as strings), a whole number for I64, true or false for BOOL.");

    private const string Again = "\n  try saving it again where it came from: it was cut off, or changed by something else.";

    private static string Upper(string source) => char.ToUpperInvariant(source[0]) + source[1..];

    private static string Short(string given) => given.Length <= 80 ? given : given[..80] + "…";

    internal static string Describe(Leaf leaf) => leaf switch
    {
        Constant => "a row of a plate",
        DataSlot data => $"\"{data.Label}\"",
        _ => leaf.Name,
    };

    private static string List(IEnumerable<string> names)
    {
        var list = string.Join(", ", names.Order(StringComparer.Ordinal));
        return list.Length == 0 ? "none" : list;
    }
}
