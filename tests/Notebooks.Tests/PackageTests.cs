using System.IO.Compression;
using System.Xml.Linq;

namespace Notebooks;

/// <summary>Packages say what they are, and work from a folder: in scripts of both languages, and as a tool.</summary>
public sealed class PackageTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("diffprob-packages-").FullName;

    // A version that no cache of packages has seen.
    private readonly string version = $"0.1.0-test.{DateTime.UtcNow.Ticks}";

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public void Every_project_has_a_description_tags_and_a_page()
    {
        var projects = Directory.EnumerateFiles(Repository.At("src"), "*.*proj", SearchOption.AllDirectories).ToArray();
        Assert.NotEmpty(projects);
        Assert.All(projects, path =>
        {
            var project = XDocument.Load(path);
            Assert.InRange(project.Descendants("Description").Single().Value.Length, 40, 250);
            Assert.Contains(';', project.Descendants("PackageTags").Single().Value);
            var page = Path.Combine(Path.GetDirectoryName(path)!, "README.md");
            Assert.True(File.Exists(page), page);
            Assert.StartsWith($"# {project.Descendants("PackageId").SingleOrDefault()?.Value ?? Path.GetFileNameWithoutExtension(path)}\n", File.ReadAllText(page), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task They_work_from_a_folder()
    {
        Assert.SkipUnless(Repository.IsAsked("DIFFPROB_FULL"), "Packing and installing takes minutes: DIFFPROB_FULL=1 does it.");
        var (feed, built) = (Path.Combine(directory, "feed"), Path.Combine(directory, "built"));

        // Built anew, elsewhere: another version must not stand where other tests find theirs.
        foreach (var project in Directory.EnumerateFiles(Repository.At("src"), "*.*proj", SearchOption.AllDirectories))
        {
            Passed(await Command.Dotnet(directory, "pack", project, "-c", Repository.Configuration, "-o", feed, "--artifacts-path", built, $"-p:Version={version}", "-v", "q"));
        }

        try
        {
            Assert.All(Directory.EnumerateFiles(feed, "*.nupkg"), Described);
            await Scripts(feed);
            await Tool(feed);
        }
        finally
        {
            Forget();
        }
    }

    private static void Described(string path)
    {
        using var package = ZipFile.OpenRead(path);
        Assert.Contains(package.Entries, e => e.FullName == "README.md");
        using var reader = package.Entries.Single(e => e.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        var facts = XDocument.Load(reader).Descendants().ToLookup(e => e.Name.LocalName, e => e.Value);
        Assert.Equal("MIT", facts["license"].Single());
        Assert.Equal("README.md", facts["readme"].Single());
        Assert.Equal("The DiffProb authors", facts["authors"].Single());
        Assert.Contains("probabilistic-programming", facts["tags"].Single().Split(' '));
    }

    // The programs of docs/how-to/scripts.md, with the folder and the version.
    private async Task Scripts(string feed)
    {
        await File.WriteAllTextAsync(
            Path.Combine(directory, "darts.fsx"),
            Shown("fsharp").Replace("#r \"nuget: DiffProb\"", $"#i \"nuget: {feed}\"\n#r \"nuget: DiffProb, {version}\"\n#r \"nuget: DiffProb.Interactive, {version}\"", StringComparison.Ordinal));
        var fsharp = await Command.Dotnet(directory, "fsi", "--quiet", "darts.fsx");
        Passed(fsharp);
        await File.WriteAllTextAsync(
            Path.Combine(directory, "darts.cs"),
            Shown("csharp").Replace("#:package DiffProb@0.1.0", $"#:package DiffProb@{version}\n#:property RestoreAdditionalProjectSources={feed}", StringComparison.Ordinal));
        var csharp = await Command.Dotnet(directory, "run", "darts.cs");
        Passed(csharp);
        Assert.Contains("d/d aim: -3.41", csharp.Output, StringComparison.Ordinal);
        Assert.Equal(fsharp.Output.TrimEnd(), csharp.Output.TrimEnd());
    }

    private static string Shown(string language)
    {
        var page = File.ReadAllText(Repository.At("docs", "how-to", "scripts.md"));
        var start = page.IndexOf($"```{language}\n", StringComparison.Ordinal) + language.Length + 4;
        return page[start..page.IndexOf("```", start, StringComparison.Ordinal)];
    }

    private async Task Tool(string feed)
    {
        var tools = Path.Combine(directory, "tools");
        Passed(await Command.Dotnet(directory, "tool", "install", "DiffProb.Jupyter", "--tool-path", tools, "--add-source", feed, "--version", version));
        var copy = Path.Combine(directory, "01-first-gradient.ipynb");
        File.Copy(Repository.At("notebooks", "01-first-gradient.ipynb"), copy);
        Passed(await Command.Run(Path.Combine(tools, "diffprob-jupyter"), directory, "run", copy));
        Assert.Null(Outputs.Difference(File.ReadAllText(Repository.At("notebooks", "01-first-gradient.ipynb")), File.ReadAllText(copy)));
    }

    // What restoring has copied into the cache of packages.
    private void Forget()
    {
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        foreach (var folder in Directory.EnumerateDirectories(cache, "diffprob*").Select(d => Path.Combine(d, version)).Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Passed(Command run) => Assert.True(run.Exit == 0, run.Output + run.Error);
}
