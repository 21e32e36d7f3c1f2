using System.Reflection;

namespace Notebooks;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    internal static string Root { get; } = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "RepositoryRoot").Value!;

    /// <summary>Configuration of this build, as in Release.</summary>
    internal static string Configuration { get; } = typeof(Repository).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    /// <summary>The path of a file or folder of the checkout.</summary>
    internal static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Names of files in a folder of the checkout, in order.</summary>
    internal static string[] Files(string pattern, params string[] folder) =>
        [.. Directory.EnumerateFiles(At(folder), pattern).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    /// <summary>Whether an environment variable is 1.</summary>
    internal static bool IsAsked(string variable) => Environment.GetEnvironmentVariable(variable) == "1";
}
