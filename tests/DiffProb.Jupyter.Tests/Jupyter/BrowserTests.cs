using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PuppeteerSharp;

namespace DiffProb.Jupyter;

/// <summary>A person with Jupyter in a browser: runs a fit, sees it move, sees the chart, and stops another.</summary>
public sealed class BrowserTests(JupyterPackages jupyter) : IClassFixture<JupyterPackages>
{
    private const string Program = "let darts = prob {\n    let! aim = param \"aim\" 0.0\n    let! hit = sample \"hit\" (Normal(aim, 0.3))\n    return (hit - 1.7) ** 2.0 }\n";

    // For a machine that does other things, too.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(100);

    [Fact]
    public async Task A_fit_is_seen_to_move_its_chart_is_drawn_and_another_is_stopped()
    {
        Assert.SkipWhen(jupyter.Missing is not null, jupyter.Missing ?? "");
        var chromium = JupyterPackages.Find("chromium", "chromium-browser", "google-chrome");
        Assert.SkipWhen(chromium is null, "There is no browser: chromium, chromium-browser, google-chrome.");
        File.WriteAllText(
            Path.Combine(jupyter.Directory, "Fit.ipynb"),
            NbconvertTests.Notebook("diffprob-fsharp", Program + "let fit = darts |> Expectation.minimize { Optimization.defaults with Steps = 60_000; Particles = 8192 }\nfit", Program + "let longFit = darts |> Expectation.minimize { Optimization.defaults with Steps = 2_000_000_000; Particles = 64 }", "longFit.History.Count > 0"));
        var port = FreePort().ToString(CultureInfo.InvariantCulture);
        using var server = jupyter.Start(
            "jupyter-notebook",
            ["--no-browser", "--allow-root", "--ip=127.0.0.1", "--port=" + port, "--port-retries=0", "--NotebookApp.token=", "--NotebookApp.password=", "--notebook-dir=" + jupyter.Directory]);
        server.OutputDataReceived += (_, _) => { };
        server.ErrorDataReceived += (_, _) => { };
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        try
        {
            await Answers($"http://127.0.0.1:{port}/api");
            await using var browser = await Puppeteer.LaunchAsync(new LaunchOptions
            {
                ExecutablePath = chromium,
                Headless = true,
                Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
            });
            await using var page = await browser.NewPageAsync();
            page.DefaultTimeout = (int)Limit.TotalMilliseconds;
            await page.SetViewportAsync(new ViewPortOptions { Width = 1100, Height = 1400 });
            await page.GoToAsync($"http://127.0.0.1:{port}/notebooks/Fit.ipynb");
            await page.WaitForFunctionAsync("() => window.Jupyter && Jupyter.notebook && Jupyter.notebook.kernel && Jupyter.notebook.kernel.is_connected() && Jupyter.notebook.kernel.info_reply.status === 'ok'");
            Assert.Equal("DiffProb (F#)", await page.EvaluateExpressionAsync<string>("document.querySelector('.kernel_indicator_name').textContent"));

            // The fit moves.
            await Run(page, 0);
            var seen = new List<string>();
            var watch = Stopwatch.StartNew();
            while (!await Done(page, 0))
            {
                Assert.True(watch.Elapsed < Limit, string.Join(" | ", seen));
                var text = await page.EvaluateExpressionAsync<string?>("document.querySelector('.diffprob-progress')?.innerText ?? null");
                if (text is not null && (seen.Count == 0 || seen[^1] != text))
                {
                    seen.Add(text);
                    if (seen.Count == 3)
                    {
                        await Picture(page, "kernel-progress");
                    }
                }

                await Task.Delay(100, TestContext.Current.CancellationToken);
            }

            Assert.True(seen.Count >= 3, string.Join(" | ", seen));
            var steps = seen.Where(s => s.Contains("step ", StringComparison.Ordinal)).Select(s => int.Parse(s[(s.IndexOf("step ", StringComparison.Ordinal) + 5)..s.IndexOf(" of ", StringComparison.Ordinal)], CultureInfo.InvariantCulture)).ToList();
            Assert.Equal(steps.Order(), steps);
            Assert.Equal(1, await page.EvaluateExpressionAsync<int>("document.querySelectorAll('.diffprob-progress').length"));
            Assert.Equal("100", await page.EvaluateExpressionAsync<string>("document.querySelector('.diffprob-progress').getAttribute('aria-valuenow')"));

            // The chart is drawn.
            await page.WaitForSelectorAsync(".output_area svg[role=img]");
            Assert.True(await page.EvaluateExpressionAsync<double>("document.querySelector('.output_area svg[role=img]').getBoundingClientRect().height") > 100.0);
            await Picture(page, "kernel-chart");

            // Another is stopped, and the kernel lives.
            await Run(page, 1);
            await page.WaitForFunctionAsync("() => document.querySelectorAll('.diffprob-progress').length === 2");
            await page.ClickAsync("button[data-jupyter-action='jupyter-notebook:interrupt-kernel']");
            await page.WaitForFunctionAsync("() => !Jupyter.notebook.get_cell(1).element.hasClass('running')");
            Assert.Contains(CellError.InterruptedRuns.Message, await page.EvaluateExpressionAsync<string>("Jupyter.notebook.get_cell(1).element.find('.output_error').text()"), StringComparison.Ordinal);
            await Run(page, 2);
            await Picture(page, "kernel-after");
            await page.WaitForFunctionAsync("() => Jupyter.notebook.get_cell(2).element.find('.output_result').text().trim() === 'True'");
            await Picture(page, "kernel-interrupt");
        }
        finally
        {
            // By its own signal, so that it takes its kernels with it.
            using (var stop = Process.Start("kill", ["-TERM", server.Id.ToString(CultureInfo.InvariantCulture)]))
            {
                await stop.WaitForExitAsync(CancellationToken.None);
            }

            if (!server.WaitForExit(TimeSpan.FromSeconds(20)))
            {
                server.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task Run(IPage page, int cell)
    {
        await page.EvaluateExpressionAsync($"Jupyter.notebook.select({cell}), document.activeElement.blur()");
        await page.EvaluateExpressionAsync("Jupyter.notebook.command_mode()");
        await page.Keyboard.DownAsync("Control");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.UpAsync("Control");
        await page.WaitForFunctionAsync($"() => Jupyter.notebook.get_cell({cell}).input_prompt_number === '*' || Jupyter.notebook.get_cell({cell}).input_prompt_number > 0");
    }

    private static Task<bool> Done(IPage page, int cell) =>
        page.EvaluateExpressionAsync<bool>($"Jupyter.notebook.get_cell({cell}).input_prompt_number > 0");

    // To be looked at, in the folder that DIFFPROB_PICTURES names.
    private static async Task Picture(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("DIFFPROB_PICTURES") is { } folder)
        {
            await page.ScreenshotAsync(Path.Combine(folder, name + ".png"));
        }
    }

    private static async Task Answers(string address)
    {
        using var client = new HttpClient();
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri(address));
                return;
            }
            catch (HttpRequestException) when (watch.Elapsed < Limit)
            {
                await Task.Delay(200);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
