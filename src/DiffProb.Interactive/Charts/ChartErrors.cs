using System.Globalization;

namespace DiffProb;

/// <summary>A chart cannot be drawn from what was given.</summary>
/// <param name="message">What is wrong, and what to do.</param>
public sealed class ChartException(string message) : DiffProbException(message);

/// <summary>All messages of charts: what is wrong, and what to do.</summary>
internal static class ChartErrors
{
    private static string Listed(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } list ? list : "none";

    internal static ChartException NoNumbers(string mark, string what) =>
        new($"{mark}: there are no {what}.\n  try at least one number.");

    internal static ChartException CountsDiffer(string mark, string what, int count, string other, int others) =>
        new($"{mark}: there are {count} {what}, but {others} {other}.\n  try as many of the one as of the other.");

    internal static ChartException NoExtent(string mark, (double Low, double High) x, (double Low, double High) y) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{mark}: the edges must be finite and apart, but they are {x.Low} and {x.High} in x, {y.Low} and {y.High} in y.\n  try (0, columns) and (0, rows)."));

    internal static ChartException AtLeast(string what, int least, int given) =>
        new($"The number of {what} must be at least {least}, but it is {given}.\n  try {least} or more.");

    internal static ChartException NoTitle() =>
        new("A figure has no title.\n  try words that say what is seen.");

    internal static ChartException NoLabel() =>
        new("An axis has no label.\n  try words that say what is measured, such as \"time\".");

    internal static ChartException NoUnit(string label) =>
        new($"The unit of the axis \"{label}\" is empty.\n  try the unit, such as \"s\", or null for numbers that have none.");

    internal static ChartException NotPositive(string what, double given, double most) =>
        new(string.Create(CultureInfo.InvariantCulture, $"The {what} must be above 0{(most < double.MaxValue ? $" and at most {most}" : "")}, but it is {given}.\n  try {Math.Min(1.0, most)}."));

    internal static ChartException NotFinite(string quantity, int chain, int draw, double given) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Quantity \"{quantity}\": draws must be finite, but that of chain {chain}, draw {draw} is {given}.\n  try to leave out such draws, or look at where they come from."));

    internal static ChartException ShapesDiffer(string what, (int Chains, int Draws) given, string other, (int Chains, int Draws) others) =>
        new($"{what} has {given.Chains} chains of {given.Draws} draws, but {other} has {others.Chains} of {others.Draws}.\n  try draws of one run.");

    internal static ChartException NotWithin(string what, double low, double high, double given) =>
        new(string.Create(CultureInfo.InvariantCulture, $"The {what} must lie between {low} and {high}, but it is {given}.\n  try {0.5 * (low + high)}."));

    internal static ChartException NoRank(string name, double given, int draws) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Calibration: ranks of \"{name}\" are whole numbers from 0 to {draws}, but one is {given}.\n  try the number of draws below the true value."));

    internal static ChartException DataUnknown(string observation, IEnumerable<string> known) =>
        new($"PredictiveCheck: the data of \"{observation}\" are not known, those of {Listed(known)} are.\n  try what Infer.predict made of the program with its data, or WithObserved.");

    internal static ChartException TooManyNumbers(string word, int most, int given, string first) =>
        new($"{word}: a chart holds at most {most} numbers, but there are {given}.\n  try some of them: {word}(\"{first}\").");

    internal static ChartException NodeTwice(string title, string name) =>
        new($"The graph \"{title}\" has two nodes \"{name}\".\n  try another name, with Label for what is written.");

    internal static ChartException NoNode(string title, string name, IEnumerable<string> names) =>
        new($"The graph \"{title}\" has an arrow to or from \"{name}\", but no such node.\n  try one of {string.Join(", ", names.Select(n => $"\"{n}\""))}.");

    internal static ChartException Circle(string title, IEnumerable<string> names) =>
        new($"The graph \"{title}\" has arrows in a circle, among {string.Join(", ", names.Select(n => $"\"{n}\""))}.\n  try arrows from what is depended on to what depends.");

    internal static ChartException NoBrowser(IEnumerable<string> names) =>
        new($"SavePng: there is no browser.\n  try to install Chromium or Chrome (looked for: {string.Join(", ", names)}), the variable DIFFPROB_BROWSER with the path of one, or SaveSvg.");

    internal static ChartException NoSuchBrowser(string path) =>
        new($"SavePng: the variable DIFFPROB_BROWSER names \"{path}\", where there is no file.\n  try the path of Chromium or Chrome.");

    internal static ChartException NoPicture(string path, string why) =>
        new($"SavePng: the browser \"{path}\" made no picture: {why}.\n  try another browser by the variable DIFFPROB_BROWSER, or SaveSvg.");

    internal static ChartException NoMarks(string title) =>
        new($"The chart \"{title}\" has no marks.\n  try new Line(...), Points, Bars, Band, IntervalRows, HeatMap, Rule or Rug.");

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
