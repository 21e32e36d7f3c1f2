using System.Text.Json;
using System.Text.Json.Nodes;

namespace DiffProb;

/// <summary>The entries by which Jupyter finds the kernels: a folder for each name, with a file that says how to start it.</summary>
/// <remarks><para><b>Source</b>: https://jupyter-client.readthedocs.io/en/stable/kernels.html#kernel-specs.</para></remarks>
/// <param name="folder">The folder of all entries.</param>
internal sealed class KernelSpecs(string folder)
{
    private const string File = "kernel.json";

    // By it an entry of ours is told from others' of the same name.
    private const string Mark = "diffprob";

    private static readonly JsonSerializerOptions Form = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the entries of our names, those of .NET Interactive too if wanted; gives their folders.</summary>
    /// <param name="alsoAsDotnetInteractive">Whether notebooks that name .net-fsharp and .net-csharp find a kernel.</param>
    /// <param name="command">What starts this program.</param>
    /// <exception cref="JupyterException">A name of .NET Interactive is that of another kernel, or nothing can be written there.</exception>
    public IReadOnlyList<string> Install(bool alsoAsDotnetInteractive, IReadOnlyList<string> command)
    {
        var names = KernelNames.Own.Concat(alsoAsDotnetInteractive ? KernelNames.OfDotnetInteractive : []).ToList();
        foreach (var name in names.Where(name => Directory.Exists(At(name)) && !IsOurs(name)))
        {
            throw JupyterErrors.KernelIsAnothers(name, At(name));
        }

        try
        {
            foreach (var name in names)
            {
                Write(name, command);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw JupyterErrors.NotInstalled(folder, e.Message);
        }

        return [.. names.Select(At)];
    }

    /// <summary>Takes our entries away; gives the folders that there were.</summary>
    /// <exception cref="JupyterException">They cannot be taken away.</exception>
    public IReadOnlyList<string> Uninstall()
    {
        var ours = Installed();
        try
        {
            foreach (var path in ours)
            {
                Directory.Delete(path, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw JupyterErrors.NotInstalled(folder, e.Message);
        }

        return ours;
    }

    /// <summary>The folders of our entries.</summary>
    public IReadOnlyList<string> Installed() => [.. KernelNames.All.Where(IsOurs).Select(At)];

    private string At(string name) => Path.Combine(folder, name);

    private bool IsOurs(string name)
    {
        try
        {
            return System.IO.File.Exists(Path.Combine(At(name), File))
                && JsonNode.Parse(System.IO.File.ReadAllText(Path.Combine(At(name), File))) is JsonObject spec
                && spec["metadata"] is JsonObject metadata
                && metadata.ContainsKey(Mark);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private void Write(string name, IReadOnlyList<string> command)
    {
        var language = KernelNames.Language(name)!.Value;
        Directory.CreateDirectory(At(name));
        var spec = new JsonObject
        {
            ["argv"] = new JsonArray([.. command.Concat(["kernel", KernelNames.Word(language), "{connection_file}"]).Select(word => (JsonNode)word)]),
            ["display_name"] = $"DiffProb ({KernelNames.Title(language)})" + (KernelNames.Own.Contains(name) ? "" : $" as {name}"),
            ["language"] = KernelNames.Title(language),
            ["interrupt_mode"] = "message",
            ["metadata"] = new JsonObject { [Mark] = new JsonObject { ["version"] = KernelInfo.Version } },
        };
        System.IO.File.WriteAllText(Path.Combine(At(name), File), spec.ToJsonString(Form) + "\n");
        foreach (var logo in new[] { "logo-32x32.png", "logo-64x64.png", "logo-svg.svg" })
        {
            using var source = typeof(KernelSpecs).Assembly.GetManifestResourceStream($"{KernelNames.Word(language)}/{logo}")!;
            using var target = System.IO.File.Create(Path.Combine(At(name), logo));
            source.CopyTo(target);
        }
    }
}
