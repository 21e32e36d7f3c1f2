using System.Reflection;

namespace DiffProb.Inference;

/// <summary>Files of the checkout that the tests were built from.</summary>
internal static class Checkout
{
    public static string Root { get; } = typeof(Checkout).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "RepositoryRoot").Value!;

    public static string OfTests(params string[] parts) => Path.Combine([Root, "tests", "DiffProb.Inference.Tests", .. parts]);

    /// <summary>Runs what is asked for in a folder of its own, which is gone afterwards.</summary>
    public static void InFolder(Action<string> action)
    {
        var folder = Directory.CreateTempSubdirectory("diffprob-");
        try
        {
            action(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
