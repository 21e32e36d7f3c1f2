using System.Globalization;

namespace DiffProb;

/// <summary>What is wrong with weights, and what to do.</summary>
internal static class ImportanceNotes
{
    private const double LeastEffective = 100.0;
    private const string WayOut = "\n  try a guide that is nearer to the posterior, Infer.tempered, or Infer.nuts.";

    public static string[] Of(ImportanceResult result) => [.. Shape(result), .. Size(result), .. Dead(result)];

    private static IEnumerable<string> Shape(ImportanceResult r)
    {
        var threshold = ParetoSmoothing.Threshold(r.Particles);
        if (r.ParetoK >= 1.0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Pareto k is {r.ParetoK:F2}: the weights have no variance, and perhaps no mean, so that no number of particles makes evidence or means reliable.") + WayOut;
        }
        else if (r.ParetoK > threshold)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Pareto k is {r.ParetoK:F2}, above {threshold:F2}: few particles hold most of the weight, and the errors that are told are too small.") + WayOut;
        }
    }

    private static IEnumerable<string> Size(ImportanceResult r)
    {
        if (r.EffectiveSampleSize < LeastEffective)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"The weights of {r.Particles} particles are worth {r.EffectiveSampleSize:F1} equal ones: the chosen draws repeat a few values.\n  try more particles, or a guide that is nearer to the posterior.");
        }
    }

    private static IEnumerable<string> Dead(ImportanceResult r)
    {
        var dead = r.LogWeights.Count(double.IsNegativeInfinity);
        if (2 * dead > r.Particles)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{dead} of {r.Particles} particles have weight zero: what they propose cannot have given the data.\n  try a guide that proposes what can.");
        }
    }
}
