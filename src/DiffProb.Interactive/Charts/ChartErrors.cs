using System.Globalization;

namespace DiffProb;

/// <summary>A chart cannot be drawn from what was given.</summary>
/// <param name="message">What is wrong, and what to do.</param>
public sealed class ChartException(string message) : DiffProbException(message);

/// <summary>All messages of charts: what is wrong, and what to do.</summary>
internal static class ChartErrors
{
    internal static ChartException NoNumbers(string mark, string what) =>
        new($"{mark}: there are no {what}.\n  try at least one number.");

    internal static ChartException CountsDiffer(string mark, string what, int count, string other, int others) =>
        new($"{mark}: there are {count} {what}, but {others} {other}.\n  try as many of the one as of the other.");

    internal static ChartException NoExtent(string mark, (double Low, double High) x, (double Low, double High) y) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{mark}: the edges must be finite and apart, but they are {x.Low} and {x.High} in x, {y.Low} and {y.High} in y.\n  try (0, columns) and (0, rows)."));

    internal static ChartException AtLeast(string what, int least, int given) =>
        new($"The number of {what} must be at least {least}, but it is {given}.\n  try {least} or more.");

    internal static ChartException NoTitle(string title, string x, string y) =>
        new($"A chart has a title and a label at each axis, but they are \"{title}\", \"{x}\" and \"{y}\".\n  try words that say what is seen.");

    internal static ChartException NoMarks(string title) =>
        new($"The chart \"{title}\" has no marks.\n  try new Line(...), Points, Bars, Band, HeatMap or Rule.");

    internal static ChartException NotOnLogarithmicAxis(string title, string label, double number) =>
        new(string.Create(CultureInfo.InvariantCulture, $"The chart \"{title}\" has a logarithmic axis \"{label}\", where {number} has no place.\n  try positive numbers, or an axis without IsLogarithmic."));

    internal static ChartException NothingFinite(string title, string label) =>
        new($"The chart \"{title}\" has no finite number along \"{label}\".\n  try the Range of the axis, or look at where the numbers come from.");

    internal static ChartException WrongRange(string title, string label, double low, double high) =>
        new(string.Create(CultureInfo.InvariantCulture, $"The chart \"{title}\" has an axis \"{label}\" from {low} to {high}.\n  try a range of two finite numbers, the lesser first."));

    internal static ChartException NoText(string what) => new($"{what} of a report has no text.\n  try words.");

    internal static ChartException NoDisplay(Type type) =>
        new($"Displays: there is none for a {type.Name}.\n  try a tensor, distribution, program, plan, estimate, fit, audit, chart or report.");
}
