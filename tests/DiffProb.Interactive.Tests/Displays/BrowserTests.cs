using PuppeteerSharp;

namespace DiffProb.Displaying;

/// <summary>Cells as a person sees them: in a headless browser without a network, on white and on black.</summary>
public sealed class BrowserTests
{
    // JupyterLab's rule for tables of outputs.
    private const string Lab = ":not(.jp-RenderedMarkdown).jp-RenderedHTMLCommon td,:not(.jp-RenderedMarkdown).jp-RenderedHTMLCommon th{text-align:right}";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    [Fact]
    public async Task Every_result_is_seen_on_light_and_on_dark_without_a_network()
    {
        var program = Names.SelectMany(n => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, n))).FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, $"There is no browser: {string.Join(", ", Names)}.");
        var folder = Directory.CreateTempSubdirectory("displays");
        try
        {
            await using var browser = await Puppeteer.LaunchAsync(new LaunchOptions
            {
                ExecutablePath = program,
                Headless = true,
                Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
            });
            foreach (var (ground, ink) in new[] { ("rgb(255, 255, 255)", "rgb(0, 0, 0)"), ("rgb(30, 30, 30)", "rgb(212, 212, 212)") })
            {
                var path = Path.Combine(folder.FullName, "cells.html");
                var cells = Results.All.Select(r => $"<div data-kind=\"{r.Key}\">{Displays.Html(r.Value)}</div>");
                await File.WriteAllTextAsync(path, $"<!DOCTYPE html><meta charset=\"utf-8\"><link rel=\"icon\" href=\"data:,\"><style>{Lab}</style><body class=\"jp-RenderedHTMLCommon\" style=\"background:{ground};color:{ink}\">{string.Join('\n', cells)}</body>");
                await Open(browser, path, ink);
            }
        }
        finally
        {
            folder.Delete(true);
        }
    }

    private static async Task Open(IBrowser browser, string path, string ink)
    {
        await using var tab = await browser.NewPageAsync();
        var troubles = new List<string>();
        tab.Console += (_, message) => troubles.Add(message.Message.Text);
        tab.PageError += (_, error) => troubles.Add(error.Message);
        tab.RequestFailed += (_, request) => troubles.Add(request.Request.Url);
        await tab.SetOfflineModeAsync(true);
        await tab.SetViewportAsync(new ViewPortOptions { Width = 1000, Height = 800 });
        await tab.GoToAsync(new Uri(path).AbsoluteUri);
        Assert.Empty(troubles);
        await Picture(tab, ink);

        // Each cell takes room, and no text of it has another colour than the page, or a ground of its own.
        var heights = await tab.EvaluateExpressionAsync<double[]>("[...document.querySelectorAll('[data-kind]')].map(e => e.getBoundingClientRect().height)");
        Assert.Equal(Results.All.Count, heights.Length);
        Assert.All(heights, h => Assert.InRange(h, 15.0, 3000.0));
        var colors = await tab.EvaluateExpressionAsync<string[]>("[...new Set([...document.querySelectorAll('.diffprob p, .diffprob td, .diffprob th, .diffprob summary')].map(e => getComputedStyle(e).color + getComputedStyle(e).backgroundColor))]");
        Assert.Equal([$"{ink}rgba(0, 0, 0, 0)"], colors);

        // Words are read from the left, whatever the page thinks of tables.
        var sides = await tab.EvaluateExpressionAsync<string[]>("[...new Set([...document.querySelectorAll('.diffprob td.words')].map(e => getComputedStyle(e).textAlign))]");
        Assert.Equal(["left"], sides);

        // Charts stand on white, as wide as they are drawn; none is wider than the page.
        var charts = await tab.EvaluateExpressionAsync<double[]>("[...document.querySelectorAll('svg[role=img]')].map(s => s.getBoundingClientRect().width)");
        Assert.All(charts, w => Assert.InRange(w, 300.0, 1000.0));
        var grounds = await tab.EvaluateExpressionAsync<string[]>("[...new Set([...document.querySelectorAll('svg[role=img] > rect:first-of-type')].map(r => r.getAttribute('fill')))]");
        Assert.Equal(["#ffffff"], grounds);
        Assert.InRange(await tab.EvaluateExpressionAsync<double>("document.documentElement.scrollWidth"), 1.0, 1000.0);

        // Bars are as long as they say.
        var bars = await tab.EvaluateExpressionAsync<double[]>("[...document.querySelectorAll('.bar')].filter(b => b.checkVisibility()).map(b => b.getBoundingClientRect().width - parseFloat(b.style.width))");
        Assert.NotEmpty(bars);
        Assert.All(bars, b => Assert.Equal(0.0, b, 0.1));
    }

    // To be looked at, in the folder that DIFFPROB_PICTURES names.
    private static async Task Picture(IPage tab, string ink)
    {
        if (Environment.GetEnvironmentVariable("DIFFPROB_PICTURES") is { } folder)
        {
            foreach (var cell in await tab.QuerySelectorAllAsync("[data-kind]"))
            {
                var kind = await cell.EvaluateFunctionAsync<string>("e => e.dataset.kind");
                await cell.ScreenshotAsync(Path.Combine(folder, $"{kind} {(ink == "rgb(0, 0, 0)" ? "light" : "dark")}.png"));
            }
        }
    }
}
