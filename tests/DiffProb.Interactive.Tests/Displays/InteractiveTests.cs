using System.Diagnostics;
using System.Text.Json;
using DiffProb.Charts;
using Microsoft.DotNet.Interactive.Formatting;
using PuppeteerSharp;

namespace DiffProb.Displaying;

/// <summary>Interactive charts in notebooks: the library once, in whatever order cells come, and pictures where it is not.</summary>
[Collection(Notebooks.Collection)]
public sealed class InteractiveTests
{
    private static Figure Figure => Figures.All["Line"];

    [Fact]
    public void A_notebook_keeps_a_picture_beside_the_html_of_a_figure()
    {
        Assert.All(new[] { typeof(Chart), typeof(ChartGrid), typeof(GraphChart) }, t => Assert.Equal(["text/html", "image/svg+xml"], Formatter.GetPreferredMimeTypesFor(t)));
        Assert.Equal(["text/html"], Formatter.GetPreferredMimeTypesFor(typeof(Tensor)));
        Assert.Equal(Figure.ToSvg(), Figure.ToDisplayString("image/svg+xml"));
    }

    [Fact]
    public void Charts_are_interactive_once_a_cell_has_said_so()
    {
        Assert.DoesNotContain("<script", Figure.ToDisplayString("text/html"), StringComparison.Ordinal);
        var (library, chart, fit) = Cells();
        Assert.Contains("plotly.js (basic", library, StringComparison.Ordinal);
        Assert.DoesNotContain("plotly.js (basic", chart, StringComparison.Ordinal);
        Assert.Contains("data-diffprob", chart, StringComparison.Ordinal);
        Assert.Contains(Figure.ToSvg(), chart, StringComparison.Ordinal);
        Assert.Contains("data-diffprob", fit, StringComparison.Ordinal);

        // Services and files are as before, whatever a notebook says; and so is the notebook, when it says so.
        Assert.DoesNotContain("<script", Displays.Html(Figure), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", Figure.ToDisplayString("text/html"), StringComparison.Ordinal);
        Assert.Equal("Charts are interactive from here on.", Displays.Text(Library()));
    }

    [Fact]
    public async Task Cells_are_drawn_in_any_order_and_again_beside_another_library_and_a_loader_of_modules()
    {
        var (library, chart, fit) = Cells();
        await using var browser = await Headless.Start();
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".html");
        try
        {
            // The chart twice, once before the library, as a notebook shows outputs that it has kept; module loaders would take the library away.
            const string around = "<script>window.define=function(){window.taken=true};window.define.amd={};window.Plotly={version:'another'};</script>";
            await File.WriteAllTextAsync(path, $"<!DOCTYPE html><meta charset=\"utf-8\"><link rel=\"icon\" href=\"data:,\"><body>{around}{chart}{library}{fit}{chart}<div id=\"later\"></div></body>");
            var (tab, troubles) = await Headless.Open(browser, path);
            await using (tab)
            {
                await Headless.Drawn(tab);
                Assert.Equal(3, await Count(tab, ".svg-container"));
                Assert.Equal("another", await tab.EvaluateExpressionAsync<string>("window.Plotly.version"));
                Assert.False(await tab.EvaluateExpressionAsync<bool>("!!window.taken"));

                // A cell that runs again: its output is put in anew, and its script runs before it is in the page, as some notebooks do it.
                await tab.EvaluateFunctionAsync("html => { const box = document.createElement('div'); box.innerHTML = html; box.querySelectorAll('script').forEach(s => { const again = document.createElement('script'); again.textContent = s.textContent; document.head.appendChild(again) }); document.getElementById('later').replaceChildren(box) }", chart);
                await Headless.Drawn(tab);
                Assert.Equal(4, await Count(tab, ".svg-container"));

                // The cell of the library runs again, and a chart after it.
                await tab.EvaluateFunctionAsync("(first, second) => { for (const html of [first, second]) { const box = document.createElement('div'); document.body.appendChild(box); box.innerHTML = html; box.querySelectorAll('script').forEach(s => { const again = document.createElement('script'); again.textContent = s.textContent; s.replaceWith(again) }) } }", library, chart);
                await Headless.Drawn(tab);
                Assert.Equal(5, await Count(tab, ".svg-container"));
                Assert.Empty(troubles);

                // What a pointer is over is named.
                var box = await (await tab.QuerySelectorAsync("[data-diffprob] .scatterlayer .trace path.js-line")).BoundingBoxAsync();
                await tab.Mouse.MoveAsync(box.X + (0.5m * box.Width), box.Y + (0.5m * box.Height));
                await tab.Mouse.MoveAsync(box.X + 0.5m, box.Y + (0.5m * box.Height));
                await Headless.Until(tab, "document.querySelectorAll('.hoverlayer text').length > 0");
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Where_no_script_runs_or_the_library_is_not_there_the_picture_is_seen()
    {
        var (library, chart, _) = Cells();
        await using var browser = await Headless.Start();
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".html");
        try
        {
            foreach (var (page, hasScript) in new[] { (chart, true), (library + chart, false) })
            {
                await File.WriteAllTextAsync(path, $"<!DOCTYPE html><meta charset=\"utf-8\"><link rel=\"icon\" href=\"data:,\"><body>{page}</body>");
                await using var tab = await browser.NewPageAsync();
                await tab.SetJavaScriptEnabledAsync(hasScript);
                await tab.GoToAsync(new Uri(path).AbsoluteUri);
                var box = await (await tab.QuerySelectorAsync("[data-diffprob] svg[role=img]")).BoundingBoxAsync();
                Assert.InRange(box.Width, 500, 700);
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_notebook_that_nbconvert_makes_a_page_of_has_its_charts_drawn()
    {
        var converter = Headless.Find("jupyter-nbconvert");
        Assert.SkipWhen(converter is null, "There is no jupyter-nbconvert.");
        var (library, chart, fit) = Cells();
        var folder = Directory.CreateTempSubdirectory("nbconvert");
        try
        {
            var cells = new[] { chart, library, fit }.Select(html => new Dictionary<string, object?>
            {
                ["cell_type"] = "code",
                ["execution_count"] = 1,
                ["metadata"] = new { },
                ["source"] = "",
                ["outputs"] = new object[] { new { output_type = "execute_result", execution_count = 1, metadata = new { }, data = new Dictionary<string, string> { ["text/html"] = html, ["image/svg+xml"] = Figure.ToSvg(), ["text/plain"] = "" } } },
            });
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "a.ipynb"), JsonSerializer.Serialize(new { cells, metadata = new { }, nbformat = 4, nbformat_minor = 4 }));
            var start = new ProcessStartInfo(converter!) { WorkingDirectory = folder.FullName, RedirectStandardError = true, RedirectStandardOutput = true };
            foreach (var argument in new[] { "--to", "html", "a.ipynb" })
            {
                start.ArgumentList.Add(argument);
            }

            using var process = Process.Start(start)!;
            var said = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 0, said);
            await using var browser = await Headless.Start();

            // The page of nbconvert itself asks for a loader of modules and for mathematics, which it does not get here; nothing of ours does.
            var (tab, _) = await Headless.Open(browser, Path.Combine(folder.FullName, "a.html"));
            await using (tab)
            {
                await Headless.Drawn(tab);
                Assert.Equal(2, await Count(tab, ".svg-container"));
            }
        }
        finally
        {
            folder.Delete(true);
        }
    }

    private static Task<int> Count(IPage tab, string selector) => tab.EvaluateFunctionAsync<int>("s => document.querySelectorAll(s).length", selector);

    private static InteractiveCharts Library()
    {
        var library = Displays.Interactive();
        Displays.Static();
        return library;
    }

    // What three cells of a notebook show: the library, a chart, and a result that has a chart in it.
    private static (string Library, string Chart, string Fit) Cells()
    {
        try
        {
            return (Displays.Interactive().ToDisplayString("text/html"), Figure.ToDisplayString("text/html"), Results.All["fit"].ToDisplayString("text/html"));
        }
        finally
        {
            Displays.Static();
        }
    }
}
