using System.Runtime.InteropServices;

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

    private static string List(IEnumerable<string> names)
    {
        var list = string.Join(", ", names);
        return list.Length == 0 ? "no folder at all" : list;
    }

    private static string FirstLine(string message) => message.Trim().Split('\n')[0];
}
