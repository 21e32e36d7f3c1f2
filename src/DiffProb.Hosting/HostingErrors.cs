namespace DiffProb;

/// <summary>All messages of this project: what is wrong, where, and what to do. An application says them when it starts.</summary>
internal static class HostingErrors
{
    internal static string Threads(int given) =>
        $"DiffProb: Threads must be at least 1, but it is {given}.\n  try leaving it out, for what the engine takes of itself.";

    internal static string Precision(string given) =>
        $"DiffProb: Precision must be Float64 or Float32, but it is {given}.\n  try Float32 for single precision.";

    internal static string NoSetting(string path, IEnumerable<string> known) =>
        $"{path} is no setting.\n  try one of {string.Join(", ", known)}.";

    internal static string NotAValue(string path, string kind, string? given) =>
        $"{path} must be {kind}, but it is {(given is null ? "a section" : $"\"{given}\"")}.\n  try leaving it out, for the default.";

    internal static DiffProbException NoEngine(string given, IEnumerable<string> known) =>
        new($"there is no such engine; there are {string.Join(", ", known.Select(k => $"\"{k}\""))}.\n  try one of these, or AddDiffProb().AddEngine(\"{given}\", ...) in the application.");

    internal static DiffProbException EngineTwice(string name) =>
        new($"it was added twice, or is there of itself.\n  try AddEngine(\"{name}\", ...) once, under a name of its own.");

    internal static DiffProbException EngineIsNull(string name) =>
        new($"what was added as \"{name}\" gave null.\n  try throwing a DiffProbException that says why there is none.");

    internal static DiffProbException ManagedDevice(string given) =>
        new($"Device must be \"cpu\" there, but it is \"{given}\".\n  try leaving it out, or an engine that has this device.");

    internal static string OfEngine(string name, string message) => $"DiffProb: Engine is \"{name}\": {message}";
}
