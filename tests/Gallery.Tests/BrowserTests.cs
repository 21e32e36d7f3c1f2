using DiffProb;
using PuppeteerSharp;
using Spectre.Console;
using Page = Gallery.Page;

namespace GalleryTests;

/// <summary>Pages as a person sees them: opened in a headless browser without a network, with every chart in sight.</summary>
public sealed class BrowserTests
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    [Fact]
    public async Task Every_page_opens_without_a_network_and_shows_its_charts()
    {
        var stop = TestContext.Current.CancellationToken;
        var program = Names.SelectMany(n => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, n))).FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, $"There is no browser: {string.Join(", ", Names)}.");
        var folder = Directory.CreateTempSubdirectory("gallery");
        try
        {
            await using var browser = await Puppeteer.LaunchAsync(new LaunchOptions
            {
                ExecutablePath = program,
                Headless = true,
                Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
            });
            foreach (var sample in QuickSamples.All.Where(s => Data.IsThere(s.Name)))
            {
                stop.ThrowIfCancellationRequested();
                var page = new Page(AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(TextWriter.Null) }));
                sample.Run(new(page, ManagedEngine.Default, 1, stop) { IsQuick = true });
                var path = Path.Combine(folder.FullName, $"{sample.Name}-{sample.Language}.html");
                page.Report!.Save(path);
                await Open(browser, path, page.Report.Title);
            }
        }
        finally
        {
            folder.Delete(true);
        }
    }

    private static async Task Open(IBrowser browser, string path, string title)
    {
        await using var tab = await browser.NewPageAsync();
        var troubles = new List<string>();
        tab.Console += (_, message) => troubles.Add(message.Message.Text);
        tab.PageError += (_, error) => troubles.Add(error.Message);
        tab.RequestFailed += (_, request) => troubles.Add(request.Request.Url);
        await tab.SetOfflineModeAsync(true);
        await tab.GoToAsync(new Uri(path).AbsoluteUri);
        Assert.Empty(troubles);
        Assert.Equal(title, await tab.GetTitleAsync());

        // Each chart is as wide as the page lets it be, and so are its lines.
        var widths = await tab.EvaluateExpressionAsync<double[]>("[...document.querySelectorAll('svg[role=img]')].map(s => s.getBoundingClientRect().width)");
        var lines = await tab.EvaluateExpressionAsync<double[]>("[...document.querySelectorAll('svg[role=img]')].map(s => Math.max(...[...s.querySelectorAll('path, circle, rect')].map(e => e.getBoundingClientRect().width)))");
        Assert.NotEmpty(widths);
        Assert.All(widths, w => Assert.InRange(w, 400.0, 2000.0));
        Assert.All(lines, w => Assert.InRange(w, 200.0, 2000.0));

        var pictures = await tab.EvaluateExpressionAsync<int[]>("[...document.images].map(i => i.naturalWidth)");
        Assert.All(pictures, w => Assert.InRange(w, 10, 2000));

        // Nothing is cut off on a narrow screen.
        await tab.SetViewportAsync(new ViewPortOptions { Width = 420, Height = 800 });
        Assert.InRange(await tab.EvaluateExpressionAsync<double>("document.documentElement.scrollWidth"), 1.0, 420.0);
    }
}
