using System.Diagnostics;
using System.Globalization;

namespace DiffProb;

/// <summary>A Chromium or Chrome that is installed, which makes pictures of pages.</summary>
internal sealed class Browser
{
    private const int Pixels = 2;

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge"];
    private static readonly string[] Installed =
    [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe",
        @"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
        @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    private readonly string path;
    private readonly TimeSpan limit;

    /// <summary>A browser.</summary>
    /// <param name="path">Path of its program.</param>
    /// <param name="limit">How long a picture may take; null for a minute.</param>
    public Browser(string path, TimeSpan? limit = null) => (this.path, this.limit) = (path, limit ?? TimeSpan.FromSeconds(60));

    /// <summary>The one that DIFFPROB_BROWSER names, or else the first in PATH, or else one where systems install it.</summary>
    /// <exception cref="ChartException">There is none.</exception>
    public static Browser Find() =>
        FindIn(Environment.GetEnvironmentVariable("DIFFPROB_BROWSER"), Environment.GetEnvironmentVariable("PATH") ?? "", Installed);

    /// <summary>The one that is named, or else the first in folders, or else one of some places.</summary>
    /// <exception cref="ChartException">There is none.</exception>
    public static Browser FindIn(string? named, string folders, IEnumerable<string> places)
    {
        if (!string.IsNullOrEmpty(named))
        {
            return File.Exists(named) ? new(named) : throw ChartErrors.NoSuchBrowser(named);
        }

        string[] endings = OperatingSystem.IsWindows() ? [".exe"] : [""];
        var inFolders = folders.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).SelectMany(f => Names.SelectMany(n => endings.Select(e => Path.Combine(f, n + e))));
        return inFolders.Concat(places).FirstOrDefault(File.Exists) is { } found ? new(found) : throw ChartErrors.NoBrowser(Names);
    }

    /// <summary>A picture in SVG as a PNG file.</summary>
    /// <param name="svg">The picture.</param>
    /// <param name="width">Its width.</param>
    /// <param name="height">Its height.</param>
    /// <exception cref="ChartException">The browser made none in time.</exception>
    public byte[] Picture(string svg, double width, double height)
    {
        var folder = Directory.CreateTempSubdirectory("diffprob-png");
        try
        {
            var (page, picture) = (Path.Combine(folder.FullName, "page.html"), Path.Combine(folder.FullName, "picture.png"));
            File.WriteAllText(page, $"<!DOCTYPE html><meta charset=\"utf-8\"><style>html,body{{margin:0;overflow:hidden}}svg{{display:block}}body>svg{{width:{SvgPlot.Number(width)}px;height:{SvgPlot.Number(height)}px}}</style>{svg}");
            Run(page, picture, folder.FullName, (int)Math.Ceiling(width), (int)Math.Ceiling(height));
            return File.ReadAllBytes(picture);
        }
        finally
        {
            Delete(folder);
        }
    }

    private void Run(string page, string picture, string folder, int width, int height)
    {
        var start = new ProcessStartInfo(path) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in Arguments(page, picture, folder, width, height))
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Start(start);
        var (said, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(limit))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            throw ChartErrors.NoPicture(path, $"it did not end within {limit.TotalSeconds.ToString(CultureInfo.InvariantCulture)} seconds");
        }

        if (!File.Exists(picture))
        {
            throw ChartErrors.NoPicture(path, $"exit code {process.ExitCode}: {Last(errors.Result)}{Last(said.Result)}".TrimEnd());
        }
    }

    private Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw ChartErrors.NoPicture(path, error.Message);
        }
    }

    private static IEnumerable<string> Arguments(string page, string picture, string folder, int width, int height)
    {
        // Root has no sandbox; the page is ours, and runs nothing.
        if (Environment.UserName == "root")
        {
            yield return "--no-sandbox";
        }

        foreach (var argument in new[] { "--headless", "--disable-gpu", "--disable-quic", "--disable-extensions", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--hide-scrollbars", "--mute-audio" })
        {
            yield return argument;
        }

        yield return string.Create(CultureInfo.InvariantCulture, $"--force-device-scale-factor={Pixels}");
        yield return string.Create(CultureInfo.InvariantCulture, $"--window-size={width},{height}");
        yield return $"--user-data-dir={Path.Combine(folder, "profile")}";
        yield return $"--screenshot={picture}";
        yield return new Uri(page).AbsoluteUri;
    }

    private static string Last(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "";

    // A child of the browser may still write to its profile while it ends.
    private static void Delete(DirectoryInfo folder)
    {
        for (var left = 20; ; left--)
        {
            try
            {
                folder.Delete(true);
                return;
            }
            catch (IOException) when (left > 0)
            {
                Thread.Sleep(50);
            }
        }
    }
}
