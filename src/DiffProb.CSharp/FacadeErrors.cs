namespace DiffProb;

/// <summary>All messages of this project: what is wrong, where, and what to do.</summary>
internal static class FacadeErrors
{
    internal static ValueException AtLeast(string word, int least, int given) =>
        new($"{word} must be at least {least}, but it is {given}.\n  try {word}({least}) or more.");

    internal static ValueException Precision(DType given) =>
        new($"Precision must be Float64 or Float32, but it is {given}.\n  try Precision(DType.Float32).");

    internal static DiffProbException NoName(string word) =>
        new($"{word} needs the name of a parameter, but it is empty.\n  try the name that Param was given.");

    internal static DiffProbException NotANumber(string parameter, Tensor value) =>
        new($"With \"{parameter}\": the value must be numbers, but it is {value}.\n  try a number, an array, or an element of a Fit.");

    internal static DiffProbException ModelIsOver() =>
        new("A word of a model was used after the body of its Model had ended.\n"
            + "  try it within the body, which may hand the tensors that it made to the outside.");
}
