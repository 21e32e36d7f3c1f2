using System.Runtime.InteropServices;
using TorchSharp;

namespace DiffProb;

/// <summary>All messages of this project: what is wrong, where, and what to do.</summary>
internal static class TorchErrors
{
    public const string LibtorchVersion = "2.10.0";

    private static string Add => OperatingSystem.IsMacOS()
        ? $"  try dotnet add package libtorch-cpu-{NativeRuntime.Platform} --version {LibtorchVersion}, for TorchEngine.Cpu;\n"
        : $"  try dotnet add package libtorch-cpu-{NativeRuntime.Platform} --version {LibtorchVersion}, for TorchEngine.Cpu;\n"
        + $"      dotnet add package libtorch-cuda-12.8-{NativeRuntime.Platform} --version {LibtorchVersion} instead, for TorchEngine.Cuda(0);\n";

    public static DiffProbException NoLibtorch(IEnumerable<string> folders) => new(
        $"TorchEngine: the native library libtorch {LibtorchVersion} is missing; TorchSharp does not bring it.\n"
        + $"  at  looked for {NativeRuntime.Libtorch} in {List(folders)}\n"
        + Add
        + $"      or set {NativeRuntime.FolderVariable} to a folder that holds {NativeRuntime.Libtorch}. ManagedEngine needs none of it.");

    public static DiffProbException NoLibtorchInNamedFolder(string folder) => new(
        $"TorchEngine: {NativeRuntime.FolderVariable} names \"{folder}\", where there is no {NativeRuntime.Libtorch}.\n"
        + "  try the folder \"lib\" of an unpacked libtorch, or unset it.\n" + Add.TrimEnd());

    public static DiffProbException NoTorchSharp(IEnumerable<string> folders) => new(
        $"TorchEngine: TorchSharp's native part {NativeRuntime.Glue} is missing.\n  at  looked in {List(folders)}\n"
        + "  try dotnet add package TorchSharp --version 0.107.0, and publish without PublishSingleFile.");

    public static DiffProbException DoesNotLoad(string file, Exception cause) => new(
        $"TorchEngine: {file} does not load: {cause.Message.Trim()}\n"
        + $"  at  {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}\n"
        + $"  try libtorch {LibtorchVersion}, the version that TorchSharp 0.107.0 is built for, and unset {NativeRuntime.PlainVariable}.",
        cause);

    public static DiffProbException UsedTooEarly(Exception cause) => new(
        "TorchEngine: TorchSharp was used before TorchRuntime.Initialize, failed to load, and keeps failing for the life of the process.\n"
        + "  try TorchRuntime.Initialize() as the first line of the program, script or notebook.",
        cause);

    public static DiffProbException NotPrivate(string folder, string why) => new(
        $"TorchEngine: the folder for its copy of TorchSharp's native part is not private: {why}.\n  at  {folder}\n"
        + "  try removing it (it is made anew), or set XDG_CACHE_HOME to a folder that only this user can write.");

    public static DiffProbException NotOurs(string file) => new(
        $"TorchEngine: the copy of TorchSharp's native part is not what was written, or another user can write it.\n  at  {file}\n"
        + "  try removing it: it is made anew.");

    public static DiffProbException NoCuda(int index, int devices) => new(
        $"TorchEngine.Cuda({index}): libtorch sees {(devices == 0 ? "no CUDA device" : $"CUDA devices 0 to {devices - 1} alone")}.\n"
        + $"  try dotnet add package libtorch-cuda-12.8-{NativeRuntime.Platform} --version {LibtorchVersion} in place of libtorch-cpu-{NativeRuntime.Platform}, and a driver for CUDA 12.8\n"
        + "      (nvidia-smi shows it); TorchEngine.Cpu runs the same graphs without.");

    public static DiffProbException NoSuchDevice(string given) => new(
        $"TorchEngine: there is no device \"{given}\".\n  try \"cpu\", \"cuda\", \"cuda:1\", ... or \"auto\".");

    public static DiffProbException ThreadsOfAuto(int given) => new(
        $"TorchEngine: \"auto\" chooses between two engines, each with threads of its own, but Threads is {given}.\n"
        + "  try leaving out the threads, or the device \"cpu\".");

    public static DiffProbException Failed(Tensor node, string device, Exception cause) => new(
        $"TorchEngine: libtorch could not compute {node.Operation.Name}: {FirstLine(cause.Message)}\n"
        + $"  at  shape {node.Shape}, axes {node.Axes}, {node.DType}, {device}\n  try ManagedEngine, which runs the same graph.",
        cause);

    public static DiffProbException OutOfMemory(Tensor node, string device, Exception cause) => new(
        $"TorchEngine: no memory left on {device} for {node.Operation.Name}: {FirstLine(cause.Message)}\n"
        + $"  at  shape {node.Shape}, axes {node.Axes}, {node.DType}\n  try fewer particles, with Replicates in their place, or a smaller minibatch.");

    public static DiffProbException ModuleInputs(string module, int takes, int given) => new(
        $"Module \"{module}\": it takes {Count(takes, "input")}, but {given} {(given == 1 ? "is" : "are")} given.\n  try through {module} x, with as many tensors as the module has arguments.");

    public static ShapeException ModuleInput(string module, int index, Shape wanted, Shape given) => new(
        $"Module \"{module}\": the last dimensions of {Argument(index)} must be {wanted}, as it was declared, but its shape is {given}.\n"
        + $"  try x.Reshape, or TorchModule.Of(\"{module}\", ..., Shape.Of(...)) with the shape of one row.");

    public static DiffProbException ModuleIndex(string module, int index, Tensor given) => new(
        $"Module \"{module}\": {Argument(index)} was declared as an index, but this tensor is {given.DType} of shape {given.Shape}.\n  try Cast(DType.Int64), or IsIndex = false.");

    public static DiffProbException ModuleAffineInEach(string module) => new(
        $"Module \"{module}\": Affine in each of several inputs is not affine in what they share.\n  try Dependence = Dependence.Smooth for its inputs.");

    public static DiffProbException ModuleLacks(string module, string name, IEnumerable<string> known) => new(
        $"Module \"{module}\": there is no value for its parameter \"{name}\".\n  at  values: {string.Join(", ", known.Order(StringComparer.Ordinal).DefaultIfEmpty("none"))}\n"
        + "  try the values of a fit of a program that has the module: fit.Values; and its scope, if it is in one: \"model/\".");

    public static ShapeException ModuleParameter(string module, string name, Shape wanted, Shape given) => new(
        $"Module \"{module}\": its parameter \"{name}\" has shape {wanted}, but this value has shape {given}.\n  try the values of a fit of a program with the same module.");

    public static DiffProbException ModuleBatch(string module, IEnumerable<long[]> inputs, long[] output) => new(
        $"Module \"{module}\": it must take and give a batch of rows along its first dimension, but from {Sizes(inputs)} it made {Sizes(output)}.\n"
        + "  try a module whose forward keeps the first dimension, and the shape of one row in TorchModule.Of.");

    public static ShapeException ModuleOutput(string module, long[] wanted, long[] given) => new(
        $"Module \"{module}\": it gave {Sizes(given)} where {Sizes(wanted)} was expected: in its trial a row had shape {Sizes(wanted[1..])}.\n"
        + "  try a module whose result has a shape that depends on nothing but the shapes of its inputs.");

    public static DiffProbException ModuleNotFloat(string module, torch.ScalarType type) => new(
        $"Module \"{module}\": it gives {type}, but a program takes floats from a module.\n  try a forward that ends before argmax or rounding, which DiffProb has, too.");

    public static DiffProbException ModuleDraws(string module) => new(
        $"Module \"{module}\": two calls with the same input gave different numbers: it draws by itself, as dropout does in training.\n"
        + "  try module.eval() first; and a site for what is to be random: sample \"keep\" (Bernoulli(probs = p)).");

    public static DiffProbException ModuleMixesRows(string module) => new(
        $"Module \"{module}\": its result for a row depends on the other rows of the batch, as that of a batch norm does in training; particles and rows of plates would mix.\n"
        + "  try module.eval() first, or a layer norm.");

    public static DiffProbException ModuleWrites(string module) => new(
        $"Module \"{module}\": a call changes its buffers, as a batch norm in training does; a program that runs twice would give different numbers.\n  try module.eval() first, or a layer norm.");

    public static DiffProbException ModuleNoDerivative(string module, int index, Dependence declared) => new(
        $"Module \"{module}\": its result was declared {declared} in {Argument(index)}, but its autograd has no derivative in it.\n"
        + $"  try new ModuleInput(shape) {{ Dependence = Dependence.Step }}, and Frozen(), for a module that may jump.");

    public static DerivativeException ModuleJumps(string module) => new(
        $"Module \"{module}\": its result was declared to jump in an input, and where it jumps depends on its parameters, so that autograd misses a part of their derivative.\n"
        + "  try Frozen(), which does not train them; or Kinked for an input that holds discrete draws alone: between those nothing jumps.");

    public static DerivativeException ModuleSecondDerivative(string module) => new(
        $"Module \"{module}\": second derivatives through a module of TorchSharp are not available.\n"
        + "  try an estimator without them, such as Score at the sites above it; or the layers as a program: x.MatMul(w) + b.");

    public static DiffProbException ModuleFailed(string module, IEnumerable<long[]> inputs, Exception cause) => new(
        $"Module \"{module}\" threw {cause.GetType().Name}: {FirstLine(cause.Message)}\n  at  {Sizes(inputs)}, of which the first is the batch\n"
        + "  try module.forward with tensors of these sizes; the inner exception holds its stack trace.",
        cause);

    public static DiffProbException ModuleChanged(string module, string what) => new(
        $"Module \"{module}\": it is not as it was when it was taken: {what}.\n  try TorchModule.Of after the change.");

    private static string Argument(int index) => $"input {index + 1}";

    private static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";

    private static string Sizes(params IEnumerable<long[]> sizes) => string.Join(" and ", sizes.Select(s => $"[{string.Join(", ", s)}]"));

    private static string List(IEnumerable<string> names)
    {
        var list = string.Join(", ", names);
        return list.Length == 0 ? "no folder at all" : list;
    }

    private static string FirstLine(string message) => message.Trim().Split('\n')[0];
}
