using PuppeteerSharp;

namespace DiffProb;

/// <summary>A headless browser without a network.</summary>
internal static class Headless
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    /// <summary>Starts it, or skips the test by name where there is none.</summary>
    public static async Task<IBrowser> Start()
    {
        var program = Find(Names);
        Assert.SkipWhen(program is null, $"There is no browser: {string.Join(", ", Names)}.");
        return await Puppeteer.LaunchAsync(new LaunchOptions
        {
            ExecutablePath = program,
            Headless = true,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>The first program of PATH that has one of some names; null for none.</summary>
    public static string? Find(params string[] names) =>
        names.SelectMany(n => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, n))).FirstOrDefault(File.Exists);

    /// <summary>A tab without a network, and what it complains of: errors, and whatever it asks for beyond the page and what is in it.</summary>
    public static async Task<(IPage Tab, List<string> Troubles)> Open(IBrowser browser, string path, int width = 1000)
    {
        var tab = await browser.NewPageAsync();
        var troubles = new List<string>();
        tab.Console += (_, message) => troubles.Add(message.Message.Text);
        tab.PageError += (_, error) => troubles.Add(error.Message);
        tab.RequestFailed += (_, request) => troubles.Add(request.Request.Url);
        tab.Request += (_, request) =>
        {
            if (!request.Request.Url.StartsWith("file:", StringComparison.Ordinal) && !request.Request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                troubles.Add($"asks for {request.Request.Url}");
            }
        };
        await tab.SetOfflineModeAsync(true);
        await tab.SetViewportAsync(new ViewPortOptions { Width = width, Height = 1000 });
        await tab.GoToAsync(new Uri(path).AbsoluteUri);
        return (tab, troubles);
    }

    /// <summary>Waits until every chart of a page is drawn.</summary>
    public static Task Drawn(IPage tab) =>
        Until(tab, "document.querySelectorAll('[data-diffprob]').length > 0 && [...document.querySelectorAll('[data-diffprob]')].every(e => e.dataset.drawn === 'plotly')");

    /// <summary>Waits until something is true of a page; fails with the state of its charts if it is not within half a minute.</summary>
    public static async Task Until(IPage tab, string isSo)
    {
        for (var left = 300; !await tab.EvaluateExpressionAsync<bool>(isSo); left--)
        {
            if (left == 0)
            {
                Assert.Fail($"Not so: {isSo}; " + await tab.EvaluateExpressionAsync<string>("JSON.stringify({ library: !!window.DiffProbPlotly, waiting: Array.isArray(window.DiffProbCharts), places: [...document.querySelectorAll('[data-diffprob]')].map(e => e.dataset) })"));
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
