using PuppeteerSharp;

namespace DiffProb.Charts;

/// <summary>Every kind of figure in a headless browser without a network: what is interactive looks as the picture does.</summary>
public sealed class RenderingTests
{
    // Renderings of one figure were found 0.00 to 0.11 apart, by other numbers beside logarithmic axes; those of two figures 0.24 or more.
    private const double Same = 0.16;

    [Fact]
    public async Task Every_kind_is_drawn_with_all_its_words_as_in_its_picture()
    {
        await using var browser = await Headless.Start();
        var folder = Directory.CreateTempSubdirectory("figures");
        try
        {
            var (drawn, pictures) = (new Dictionary<string, Raster>(), new Dictionary<string, Raster>());
            foreach (var (kind, figure) in Figures.All)
            {
                var path = Path.Combine(folder.FullName, $"{kind}.html");
                figure.SaveHtml(path);
                drawn[kind] = await Drawn(browser, path, kind, figure);
                await File.WriteAllTextAsync(path, $"<!DOCTYPE html><meta charset=\"utf-8\"><link rel=\"icon\" href=\"data:,\"><body>{figure.ToSvg()}");
                pictures[kind] = await Picture(browser, path, kind);
            }

            var apart = (from a in drawn from b in pictures select (a.Key, Other: b.Key, Distance: Raster.Distance(a.Value, b.Value))).ToArray();
            Keep("distances.txt", string.Join('\n', apart.Select(d => $"{d.Distance:F3} {d.Key} / {d.Other}").Order()));
            Assert.All(apart.Where(d => d.Key == d.Other), d => Assert.True(d.Distance < Same, $"{d.Key}: {d.Distance}"));

            // A line that is missing is seen, too.
            var line = (Chart)Figures.All["Line"];
            var (half, place) = (new Chart(line.Title, line.X, line.Y, line.Marks[0]), Path.Combine(folder.FullName, "half.html"));
            half.SaveHtml(place);
            Assert.InRange(Raster.Distance(await Drawn(browser, place, "half", half), pictures["Line"]), Same, 1.0);

            // The measure tells every figure from every other.
            Assert.All(apart.Where(d => d.Key != d.Other), d => Assert.True(d.Distance > Same, $"{d.Key} and {d.Other}: {d.Distance}"));
        }
        finally
        {
            folder.Delete(true);
        }
    }

    private static async Task<Raster> Drawn(IBrowser browser, string path, string kind, Figure figure)
    {
        var (tab, troubles) = await Headless.Open(browser, path);
        await using (tab)
        {
            await Headless.Drawn(tab);
            Assert.Empty(troubles);
            var words = await tab.EvaluateExpressionAsync<string[]>("[...document.querySelectorAll('[data-diffprob] text')].map(t => t.textContent)");
            Assert.All(figure.Words, w => Assert.Contains(w, words));

            // All of it is within its edges, and nothing of the picture is left.
            var sheet = figure.ToSheet();
            var outside = await tab.EvaluateFunctionAsync<string[]>(
                "(w, h) => { const o = document.querySelector('.svg-container').getBoundingClientRect(); return [...document.querySelectorAll('[data-diffprob] text')].filter(t => t.textContent.trim() && !t.closest('.hoverlayer')).filter(t => { const r = t.getBoundingClientRect(); return r.left < o.left - 1 || r.top < o.top - 1 || r.right > o.left + w + 1 || r.bottom > o.top + h + 1 }).map(t => t.textContent) }",
                sheet.Width,
                sheet.Height);
            Assert.Empty(outside);
            Assert.Equal(0, await tab.EvaluateExpressionAsync<int>("document.querySelectorAll('svg[role=img]').length"));
            await tab.AddStyleTagAsync(new AddTagOptions { Content = ".modebar-container{display:none}" });
            return await Shot(tab, ".svg-container", $"{kind} drawn.png");
        }
    }

    private static async Task<Raster> Picture(IBrowser browser, string path, string kind)
    {
        var (tab, troubles) = await Headless.Open(browser, path);
        await using (tab)
        {
            Assert.Empty(troubles);

            // No word is beyond the edges, and none lies on another.
            var lying = await tab.EvaluateExpressionAsync<string[]>(
                "(() => { const o = document.querySelector('svg').getBoundingClientRect(), all = [...document.querySelectorAll('svg text')].map(t => ({ w: t.textContent, r: t.getBoundingClientRect(), s: (t.getAttribute('transform') || '').includes('rotate(-37)') })); const bad = all.filter(t => t.r.left < o.left || t.r.top < o.top || t.r.right > o.right || t.r.bottom > o.bottom).map(t => t.w + ' is cut'); for (let i = 0; i < all.length; i++) for (let j = 0; j < i; j++) { const a = all[i].r, b = all[j].r; if (!(all[i].s && all[j].s) && Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3) bad.push(all[i].w + ' lies on ' + all[j].w) } return bad })()");
            Assert.Empty(lying);
            return await Shot(tab, "svg", $"{kind} picture.png");
        }
    }

    private static async Task<Raster> Shot(IPage tab, string element, string name)
    {
        var png = await (await tab.QuerySelectorAsync(element)).ScreenshotDataAsync();
        if (Environment.GetEnvironmentVariable("DIFFPROB_PICTURES") is { } folder)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, name), png);
        }

        return Raster.Of(png);
    }

    // To be looked at, in the folder that DIFFPROB_PICTURES names.
    private static void Keep(string name, string text)
    {
        if (Environment.GetEnvironmentVariable("DIFFPROB_PICTURES") is { } folder)
        {
            File.WriteAllText(Path.Combine(folder, name), text);
        }
    }
}
