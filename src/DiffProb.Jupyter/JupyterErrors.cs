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
        new($"\"{given}\" is not a command.\n  try diffprob-jupyter run FILE.ipynb");

    internal static JupyterException CellFailed(string path, string cell, CellError error) =>
        new($"{cell} failed: {error.Name}: {error.Message}\n  at  \"{path}\"{(error.Line is { } line ? $", line {line} of the cell" : "")}\n"
            + "  try the cell by itself; its error is written to the notebook.");

    internal static JupyterException Interrupted(string path, string cell) =>
        new($"{cell} was interrupted.\n  at  \"{path}\"\n  try again: what ran before is written to the notebook, and later cells are without outputs.");

    internal static JupyterException LeftByExit(string path) =>
        new($"A cell ended the process.\n  at  \"{path}\", which is left as it was\n  try the cell without exit or Environment.Exit.");

    internal static string PackagesAreNotFetched(string reference) =>
        $"A cell of C# cannot fetch the package of #r \"{reference}\".\n  try #r with the path of an assembly.";

    internal static string OutputIsCut(int limit) => FormattableString.Invariant($"\n[output is cut here: a cell may write {limit:N0} characters]\n");

    internal static string ValueIsCut(int limit) => FormattableString.Invariant($"\n[cut here: the text of a value may have {limit:N0} characters]");
}
