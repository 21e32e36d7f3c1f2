using System.Diagnostics;
using System.Globalization;

namespace DiffProb.Charts;

/// <summary>Pictures in PNG by a browser that is installed, and what is said where there is none.</summary>
public sealed class BrowserPictureTests
{
    [Fact]
    public void A_picture_has_two_pixels_for_a_unit_and_all_of_the_figure()
    {
        Assert.SkipWhen(Headless.Find("chromium", "chromium-browser", "google-chrome") is null, "There is no browser.");
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName(), "chart.png");
        var folders = Directory.GetDirectories(Path.GetTempPath(), "diffprob-png*").Length;
        try
        {
            // Blue on the left edge, orange on the right, and the label of the axis at the bottom.
            var chart = new Chart("t", new("x") { Range = (0.0, 1.0) }, new("y") { Range = (0.0, 1.0) }, new Points("", [0.0], [0.0]) { Radius = 20.0 }, new Points("", [1.0], [1.0]) { Radius = 20.0 });
            chart.SavePng(path);
            var raster = Raster.Of(File.ReadAllBytes(path));
            Assert.Equal((1280, 840), (raster.Width, raster.Height));
            var dots = new Chart("t", new("x") { Range = (0.0, 1.0) }, new("y") { Range = (0.0, 1.0) }, new Points("", [1.0], [0.0]) { Radius = 20.0 }, new Points("", [0.0], [1.0]) { Radius = 20.0 });
            dots.SavePng(path);
            Assert.InRange(Raster.Distance(raster, Raster.Of(File.ReadAllBytes(path))), 0.05, 1.0);
            chart.SavePng(path);
            Assert.Equal(0.0, Raster.Distance(raster, Raster.Of(File.ReadAllBytes(path))), 1e-3);
            Assert.InRange(Directory.GetDirectories(Path.GetTempPath(), "diffprob-png*").Length, 0, folders);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, true);
        }
    }

    [Fact]
    public void Without_a_browser_the_message_says_what_to_do()
    {
        Assert.Contains("looked for: chromium", Assert.Throws<ChartException>(() => Browser.FindIn(null, "/nowhere", [])).Message, StringComparison.Ordinal);
        Assert.Contains("DIFFPROB_BROWSER names \"/nowhere/chromium\"", Assert.Throws<ChartException>(() => Browser.FindIn("/nowhere/chromium", "", [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_browser_that_fails_is_named_with_what_it_said()
    {
        using var program = new Program("echo 'no display' >&2; exit 3");
        var refusal = Assert.Throws<ChartException>(() => Browser.FindIn(program.Path, "", []).Picture("<svg/>", 10.0, 10.0));
        Assert.Contains("exit code 3: no display", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(program.Path, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_browser_that_does_not_end_is_ended()
    {
        using var program = new Program("echo $$ > \"$0.pid\"; sleep 100");
        var clock = Stopwatch.StartNew();
        var refusal = Assert.Throws<ChartException>(() => new Browser(program.Path, TimeSpan.FromSeconds(1)).Picture("<svg/>", 10.0, 10.0));
        Assert.Contains("did not end within 1 seconds", refusal.Message, StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed.TotalSeconds, 1.0, 60.0);
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(int.Parse(File.ReadAllText(program.Path + ".pid"), CultureInfo.InvariantCulture)));
    }

    // A program of the shell in a folder of its own.
    private sealed class Program : IDisposable
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("browser");

        public Program(string script)
        {
            Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no shell.");
            Path = System.IO.Path.Combine(folder.FullName, "browser");
            File.WriteAllText(Path, $"#!/bin/sh\n{script}\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        public string Path { get; }

        public void Dispose() => folder.Delete(true);
    }
}
