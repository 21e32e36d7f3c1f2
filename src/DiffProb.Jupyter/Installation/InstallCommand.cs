namespace DiffProb;

/// <summary>The commands install, uninstall and list.</summary>
internal static class InstallCommand
{
    private const string Alias = "--also-as-dotnet-interactive";

    /// <summary>Does what the words say, and tells it on the console.</summary>
    /// <param name="words">The command line.</param>
    /// <returns>Whether the words were understood.</returns>
    /// <exception cref="JupyterException">It cannot be done.</exception>
    public static bool TryRun(string[] words)
    {
        if (words is not [("install" or "uninstall" or "list") and var command, .. var options])
        {
            return false;
        }

        if (command == "list")
        {
            if (options.Length > 0)
            {
                return false;
            }

            List();
            return true;
        }

        var hasAlias = options.Contains(Alias);
        var place = options.Where(o => o != Alias).ToArray();
        if ((hasAlias && command == "uninstall") || Folder(place) is not { } folder)
        {
            return false;
        }

        var specs = new KernelSpecs(folder());
        foreach (var path in command == "install" ? specs.Install(hasAlias, Command()) : specs.Uninstall())
        {
            Console.WriteLine($"{command}ed {path}");
        }

        return true;
    }

    private static Func<string>? Folder(string[] place) => place switch
    {
        [] or ["--user"] => KernelFolder.User,
        ["--sys-prefix"] => KernelFolder.OfPython,
        ["--prefix", var prefix] => () => KernelFolder.OfPrefix(prefix),
        _ => null,
    };

    private static void List()
    {
        foreach (var folder in new[] { KernelFolder.User(), KernelFolder.OfPrefix("/usr/local"), KernelFolder.OfPrefix("/usr") }.Distinct())
        {
            foreach (var path in new KernelSpecs(folder).Installed())
            {
                Console.WriteLine($"{Path.GetFileName(path),-16} {path}");
            }
        }
    }

    // By the path of what runs now, because Jupyter may have another PATH. The program that a tool is started by stays where it is when the tool is renewed.
    private static string[] Command() =>
        Environment.ProcessPath is { } path && !string.Equals(Path.GetFileNameWithoutExtension(path), "dotnet", StringComparison.OrdinalIgnoreCase)
            ? [path]
            : [Environment.ProcessPath ?? "dotnet", Path.Combine(AppContext.BaseDirectory, "DiffProb.Jupyter.dll")];
}
