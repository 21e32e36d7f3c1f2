using System.Globalization;

namespace DiffProb;

/// <summary>All messages on posteriors, their diagnostics and their files: what is wrong, where, and what to do.</summary>
internal static class PosteriorErrors
{
    private const string Again = "\n  try saving it again, or the whole file: it may have been cut off or changed.";

    internal static void CheckProbability(string word, double probability)
    {
        if (!(probability >= 0.0 && probability <= 1.0))
        {
            throw new ValueException($"{word}: a probability must be from 0 to 1, but it is {Text(probability)}.\n  try 0.95 for the 95 % quantile.");
        }
    }

    internal static void CheckMass(string word, double probability)
    {
        if (!(probability > 0.0 && probability < 1.0))
        {
            throw new ValueException($"{word}: an interval must hold a probability between 0 and 1, but it is {Text(probability)}.\n  try 0.9 for 90 %.");
        }
    }

    internal static void CheckFolder(string path)
    {
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
        {
            throw new PosteriorFileException($"\"{path}\" cannot be written: its folder does not exist.\n  try Directory.CreateDirectory first.");
        }
    }

    internal static ValueException NoDraws(int chains, int draws) =>
        new($"A diagnostic needs at least one chain and one draw, but it was given {chains} × {draws} (chains × draws).\n  try draws as [chain, draw].");

    internal static ValueException Superchains(string given) =>
        new($"RHat.Nested: each chain needs its superchain, at least two superchains of as many chains each, but {given}.\n  try [0, 0, 1, 1] for four chains in two superchains.");

    internal static ValueException NegativeExceedance(double given) =>
        new($"ParetoFit: what exceeds a threshold must be at least 0, but the least is {Text(given)}.\n  try subtracting the threshold, and leaving out what is below it.");

    internal static ValueException LogRatio(int index, double given) =>
        new($"ParetoSmoothing: log ratios must be below +∞, and not all -∞, but number {index} is {Text(given)}.\n  try looking for the draw whose density is not finite.");

    internal static ValueException RelativeEfficiency(double given) =>
        new($"ParetoSmoothing: the relative efficiency must be positive, but it is {Text(given)}.\n  try 1 for independent draws.");

    internal static ValueException NoName() =>
        new("Draws: the name is empty.\n  try the name of the site.");

    internal static ValueException NoChains(string name) =>
        new($"Draws: \"{name}\" has no chain.\n  try one array for each chain.");

    internal static ValueException ChainLength(string name, Shape shape, int chain, int given, int first) => new(
        $"Draws: \"{name}\" has shape {shape}, so that each chain must hold the same multiple of {shape.Size} numbers, but chain {chain + 1} holds {given} and the first one {first}.\n"
        + "  try cutting all chains to the length of the shortest.");

    internal static ValueException NoQuantities() =>
        new("Posterior: there is no quantity with numbers.\n  try Draws of at least one site.");

    internal static ValueException NamedTwice(string word, string name) =>
        new($"{word}: the name \"{name}\" is given twice.\n  try another name for one of the two.");

    internal static ValueException OtherSizes(string word, Draws draws, int chains, int count) => new(
        $"{word}: \"{draws.Name}\" has {draws.ChainCount} chains of {draws.Count} draws, but the posterior has {chains} of {count}.\n  try cutting all to the same draws.");

    internal static ValueException NoSuchName(string word, string kind, string name, IEnumerable<string> known) =>
        new($"{word}: there is no {kind} \"{name}\". There are: {List(known)}.");

    internal static ValueException WhichLikelihood(string word, IReadOnlyCollection<string> known) => new(known.Count == 0
        ? $"{word}: the posterior has no log-likelihood of data.\n  try a program that observes, or WithLogLikelihood, with the log density of each datum at each draw."
        : $"{word}: there are log-likelihoods of several observations: {List(known)}.\n  try {word}(\"{known.First()}\").");

    internal static ValueException WhichPredictive(IReadOnlyCollection<string> known) => new(known.Count == 0
        ? "PredictiveOf: the posterior has no data that were drawn anew.\n  try Infer.predict, which makes them."
        : $"PredictiveOf: data of several observations were drawn: {List(known)}.\n  try PredictiveOf(\"{known.First()}\").");

    internal static ValueException NothingSummedOut(bool isKnown) => new(isKnown
        ? "WithDiscreteDraws: the program has no discrete site that was summed out.\n  try the draws as they are: they hold all sites."
        : "WithDiscreteDraws: the posterior does not know the program that its draws come from: it was read from a file, or made of draws alone.\n  try the posterior that a sampler returned, before it is saved.");

    internal static ValueException NothingToReplay() =>
        new("Infer.predict: the posterior has no draws.\n  try a run that made at least one.");

    internal static ValueException SummedOut(string name) => new(
        $"Infer.predict: site \"{name}\" was summed out, and the posterior has its probabilities alone, which do not tell what goes together.\n"
        + $"  try WithDiscreteDraws before the posterior is saved, or Anew for \"{name}\", which draws it from its law given the other sites.");

    internal static ValueException Likelihood(string word, string datum, int chain, int draw, double given) => new(
        $"{word}: a log-likelihood must be finite, but that of {datum} is {Text(given)}.\n  at  chain {chain + 1}, draw {draw + 1}\n  try looking at the datum: is it possible under the model there?");

    internal static ValueException TooFewDraws(string word, int draws) =>
        new($"{word}: at least 2 draws are needed, but there {(draws == 1 ? "is 1" : $"are {draws}")}.\n  try more draws.");

    internal static ValueException NoData(string word, string observation) =>
        new($"{word}: the observation \"{observation}\" has no datum.\n  try an observation with data.");

    internal static ValueException TooFewModels(int given) =>
        new($"ModelComparison: at least two models are needed, but there {(given == 1 ? "is 1" : $"are {given}")}.\n  try a name and an estimate for each.");

    internal static ValueException OtherData(string first, int count, string other, int given) => new(
        $"ModelComparison: models must be judged on the same data, but \"{first}\" has {count} and \"{other}\" {given}.\n  try the log-likelihood of the same observation in both.");

    internal static ValueException OtherMethod(string first, string method, string other, string given) => new(
        $"ModelComparison: models must be judged by the same estimate, but \"{first}\" is judged by {method} and \"{other}\" by {given}.\n  try Loo for both.");

    internal static PosteriorFileException FileEnding(string path) => new(
        $"\"{path}\": the name of a file of a posterior must end with its format.\n  try .nc for ArviZ, .parquet or .arrow for data frames, or .csv as Stan writes it.");

    internal static PosteriorFileException FileMissing(string path) => new(
        $"There is no file \"{path}\".\n  at  folder {Directory.GetCurrentDirectory()}\n  try its full path.");

    internal static PosteriorFileException Unreadable(string path, string format, Exception cause) => new(
        $"\"{path}\" is no {format} file, or it is broken: {cause.Message}{Again}", cause);

    internal static PosteriorFileException Broken(string path, string reason) => new($"\"{path}\" cannot be read as a posterior: {reason}.{Again}");

    internal static PosteriorFileException NameRefused(string name, string format, string rule) => new(
        $"The name \"{name}\" cannot stand in a {format} file: {rule}.\n  try another name, or another format.");

    internal static PosteriorFileException NoDrawsToSave(string path) => new(
        $"\"{path}\" was not written: the posterior has no draws.\n  try a run that made at least one.");

    private static string Text(double x) => x.ToString("G10", CultureInfo.InvariantCulture);

    private static string List(IEnumerable<string> names)
    {
        const int most = 20;
        string[] all = [.. names];
        return all.Length == 0 ? "none" : string.Join(", ", all.Take(most)) + (all.Length > most ? $" and {all.Length - most} more" : "");
    }
}
