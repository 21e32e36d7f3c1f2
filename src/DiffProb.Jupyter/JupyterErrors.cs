namespace DiffProb;

/// <summary>A notebook cannot be run.</summary>
/// <param name="message">What is wrong, and what to do.</param>
internal sealed class JupyterException(string message) : DiffProbException(message);

/// <summary>All messages of this project: what is wrong, where, and what to do.</summary>
internal static class JupyterErrors
{
    internal static JupyterException NoFile(string path) =>
        new($"There is no notebook \"{path}\".\n  try the path of a file that ends in .ipynb.");

    internal static JupyterException NotJson(string path, string why) =>
        new($"\"{path}\" is not a notebook: it is not JSON ({why}).\n  try a file that Jupyter has written.");

    internal static JupyterException NotANotebook(string path, string what) =>
        new($"\"{path}\" is not a notebook of format 4: {what}.\n  try opening and saving it in Jupyter.");

    internal static JupyterException UnknownLanguage(string path, string name) =>
        new($"\"{path}\" names the kernel \"{name}\", but only F# and C# run here.\n"
            + $"  try one of {string.Join(", ", KernelNames.All)} as metadata.kernelspec.name.");

    internal static JupyterException Usage(string given) =>
        new($"\"{given}\" is not a command.\n  try diffprob-jupyter run FILE.ipynb"
            + "\n   or diffprob-jupyter install [--user | --sys-prefix | --prefix DIR] [--also-as-dotnet-interactive]"
            + "\n   or diffprob-jupyter uninstall [--user | --sys-prefix | --prefix DIR]"
            + "\n   or diffprob-jupyter list"
            + "\n   or diffprob-jupyter kernel fsharp|csharp CONNECTION_FILE, which Jupyter itself says.");

    internal static JupyterException CellFailed(string path, string cell, CellError error) =>
        new($"{cell} failed: {error.Name}: {error.Message}\n  at  \"{path}\"{(error.Line is { } line ? $", line {line} of the cell" : "")}\n"
            + "  try the cell by itself; its error is written to the notebook.");

    internal static JupyterException Interrupted(string path, string cell) =>
        new($"{cell} was interrupted.\n  at  \"{path}\"\n  try again: what ran before is written to the notebook, and later cells are without outputs.");

    internal static JupyterException LeftByExit(string path) =>
        new($"A cell ended the process.\n  at  \"{path}\", which is left as it was\n  try the cell without exit or Environment.Exit.");

    internal static JupyterException NoConnectionFile(string path) =>
        new($"There is no connection file \"{path}\" that can be read.\n  try the path of the file that Jupyter wrote for this kernel.");

    internal static JupyterException WrongConnection(string path, string what, string instead) =>
        new($"No kernel can be started by \"{path}\": {what}.\n  try {instead}.");

    internal static JupyterException NotLoopback(string path, string ip) =>
        new($"No kernel can be started by \"{path}\": its ip is \"{ip}\", and the kernel listens on loopback alone, since whoever reaches it runs code as you.\n"
            + "  try \"127.0.0.1\"; for another machine, a tunnel such as ssh -L.");

    internal static JupyterException NoListening(string address, string why) =>
        new($"The kernel cannot listen on {address}: {why}.\n  try starting it again: Jupyter then takes other ports.");

    internal static JupyterException KernelIsAnothers(string name, string path) =>
        new($"The kernel \"{name}\" is there already, and is not DiffProb's.\n  at  \"{path}\"\n  try removing it: jupyter kernelspec remove {name}.");

    internal static JupyterException NotInstalled(string folder, string why) =>
        new($"The kernels cannot be changed in \"{folder}\": {why}\n  try --user, or --prefix with a folder that is yours.");

    internal static JupyterException NoPython() =>
        new("There is no Python environment for --sys-prefix: VIRTUAL_ENV and CONDA_PREFIX are not set, and python3 is not found.\n  try --user, or --prefix DIR.");

    internal static JupyterException NoInput() =>
        new("A cell waits for input, but what runs it gives none.\n  try a value in the cell instead of ReadLine.");

    internal static string NoKey(string path) =>
        $"\"{path}\" has an empty key: messages are not signed, and any program of this machine can run code in this kernel.";

    internal static string Refused(Channel channel, string why) =>
        $"a message on {channel.ToString().ToLowerInvariant()} is refused: {why}.";

    internal static string UnknownRequest(string type, Channel channel) =>
        $"\"{type}\" on {channel.ToString().ToLowerInvariant()} is not known, and has no answer.";

    internal static string RequestFailed(string type, Exception e) => $"\"{type}\" failed: {e}";

    internal static string UnknownMagic(string line) =>
        $"\"{line}\" is not understood.\n  try one of {string.Join("; ", CellText.Magics)}.";

    internal static string LateMagic(string line) =>
        $"\"{line}\" stands below code.\n  try it in the first lines of a cell.";

    internal static string NothingToShare(string name, CellLanguage from) =>
        $"{KernelNames.Title(from)} has no value \"{name}\".\n  try a name that a cell of {KernelNames.Title(from)} has bound, and ran.";

    internal static string NullIsNotShared(string name) =>
        $"\"{name}\" is null, which has no type to share.\n  try a value.";

    internal static string TypeIsOfOneLanguage(string name, Type type, CellLanguage from) =>
        $"\"{name}\" is made of {type.Name}, a type that only the cells of {KernelNames.Title(from)} know.\n"
            + "  try a type that both know: of .NET, of DiffProb, of a package, or an array or a list of such.";

    internal static string NoNameToShareAs(string name, CellLanguage to, string why) =>
        $"{KernelNames.Title(to)} cannot take the value as \"{name}\": {why}.\n  try another name by --as.";

    internal static string PackageIsNotFetched(string reference, string why) =>
        $"\"{reference}\" cannot be fetched: {why}\n  try the name and version by dotnet package search, and the network.";

    internal static string OutputIsCut(int limit) => FormattableString.Invariant($"\n[output is cut here: a cell may write {limit:N0} characters]\n");

    internal static string OutputIsLeftOut(long characters) => FormattableString.Invariant($"[{characters:N0} more characters are left out]\n");

    internal static string ValueIsCut(int limit) => FormattableString.Invariant($"\n[cut here: the text of a value may have {limit:N0} characters]");
}
