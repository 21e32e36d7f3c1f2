using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Web;

namespace WebTests;

/// <summary>What the service answers, refuses, and does when a client goes away.</summary>
[Collection(LoadTests.Process)]
public sealed class ServiceTests
{
    private static readonly JsonSerializerOptions Names = new(JsonSerializerDefaults.Web);

    /// <summary>The search takes 2000 steps, whose last ones are small: the profit is within a hundredth of the best, and the quantity where it is flat.</summary>
    [Fact]
    public async Task It_finds_the_best_quantity()
    {
        await using var service = await RunningService.Start();
        var known = Questions.Known with { Steps = 2000 };
        var answer = JsonSerializer.Deserialize<OrderAnswer>(await service.Post(known), Names)!;
        var best = Questions.Best(known);
        Assert.InRange(Questions.Profit(known, answer.Quantity), Questions.Profit(known, best) - 0.01, Questions.Profit(known, best));
        Assert.Equal(best, answer.Quantity, 0.5);
        Agrees(Questions.Profit(known, answer.Quantity), 1.0, answer.Profit);
        Assert.Equal(["Enumerate", "not needed", "Enumerate", "ThresholdSmoothing"], answer.Plan.Select(c => c.Estimator));
    }

    [Fact]
    public async Task It_keeps_answers_and_serves_profits()
    {
        await using var service = await RunningService.Start();
        using var response = await service.Client.PostAsJsonAsync("/orders", Questions.Known);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal(text, await service.Client.GetStringAsync(response.Headers.Location));
        var profit = await service.Client.GetFromJsonAsync<ProfitAnswer>($"{response.Headers.Location}/profit?quantity=90");
        Agrees(Questions.Profit(Questions.Known, 90.0), 1.0, profit!.Profit);
        Agrees(Questions.Slope(Questions.Known, 90.0), 0.1, profit.Slope);
        using var wrong = await service.Client.GetAsync($"{response.Headers.Location}/profit?quantity=-3");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        var problem = await wrong.Content.ReadFromJsonAsync<JsonElement>();
        Assert.StartsWith("Parameter \"quantity\" must be positive; it is -3.", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("Healthy", await service.Client.GetStringAsync("/health"));
    }

    [Fact]
    public async Task A_search_can_be_followed_to_the_same_answer()
    {
        await using var service = await RunningService.Start();
        using var response = await service.Client.PostAsJsonAsync("/orders/stream", Questions.Known);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        var events = Events(await response.Content.ReadAsStringAsync());
        Assert.Equal(("answer", await service.Post(Questions.Known)), events[^1]);
        var steps = events[..^1].Select(e => JsonSerializer.Deserialize<SearchProgress>(e.Data, Names)!).ToArray();
        Assert.All(events[..^1], e => Assert.Equal("progress", e.Kind));
        Assert.Equal(200, steps[^1].Step);
        Assert.All(steps, s => Assert.Equal((0, 200), (s.Step % 10, s.Steps)));
        Assert.Equal(steps.Select(s => s.Step).Order(), steps.Select(s => s.Step));
    }

    [Theory]
    [InlineData("""{"demand":[80,95],"spread":-8,"price":5,"expense":3}""", "Site \"demand\": scale must be positive; it is -8.")]
    [InlineData("""{"demand":[80,95],"spread":8,"price":5,"expense":3,"steps":0}""", "Steps must be at least 1, but it is 0.")]
    [InlineData("""{"demand":[80,-95],"spread":8,"price":5,"expense":3}""", "demand must be above 0, but on day 2 it is -95.")]
    [InlineData("""{"demand":[],"spread":8,"price":5,"expense":3}""", "demand must have 1 to 1000 days, but it has 0.")]
    [InlineData("""{"spread":8,"price":5,"expense":3}""", "demand must have 1 to 1000 days, but it has 0.")]
    [InlineData("""{"demand":[80],"spread":8,"price":3,"expense":5}""", "price must be above expense")]
    [InlineData("""{"demand":[80],"spread":8,"price":5,"expense":3,"steps":20000}""", "steps must be at most 10000, but they are 20000.")]
    public async Task What_is_wrong_is_told_in_the_words_of_DiffProb(string question, string words)
    {
        await using var service = await RunningService.Start();
        using var content = new StringContent(question, Encoding.UTF8, "application/json");
        using var response = await service.Client.PostAsync("/orders", content);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.Contains(words, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_with_a_followed_search_is_its_last_event()
    {
        await using var service = await RunningService.Start();
        using var response = await service.Client.PostAsJsonAsync("/orders/stream", Questions.Known with { Spread = -8 });
        var (kind, data) = Assert.Single(Events(await response.Content.ReadAsStringAsync()));
        Assert.Equal("refusal", kind);
        Assert.Contains("scale must be positive", data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        await using var service = await RunningService.Start();
        Assert.Equal(HttpStatusCode.NotFound, (await service.Client.GetAsync("/orders/nobody")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await service.Client.GetAsync("/orders/nobody/profit?quantity=1")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await service.Client.PostAsync("/orders", new StringContent("{", Encoding.UTF8, "application/json"))).StatusCode);
    }

    [Theory]
    [InlineData("/orders")]
    [InlineData("/orders/stream")]
    public async Task A_search_whose_client_goes_away_ends(string path)
    {
        await using var service = await RunningService.Start();
        using var away = new CancellationTokenSource();
        using var question = JsonContent.Create(Questions.Known with { Steps = 10_000 });
        var asked = service.Client.PostAsync(path, question, away.Token);
        await Until(() => service.Log.Any(l => l.Contains("Maximize on managed", StringComparison.Ordinal)));
        await away.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => (await asked).Dispose());
        await Until(() => service.Log.Any(l => l.StartsWith("Maximize canceled after", StringComparison.Ordinal)));
        Assert.Equal(0, service.Get<OrderStore>().Count);
        Assert.DoesNotContain(service.Log, l => l.StartsWith("Maximize done", StringComparison.Ordinal));
    }

    [Fact]
    public async Task More_than_it_lets_wait_are_sent_away()
    {
        await using var service = await RunningService.Start("--Requests:Waiting=0");
        var slow = Questions.Known with { Steps = 10_000 };
        using var away = new CancellationTokenSource();
        var busy = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => service.Client.PostAsJsonAsync("/orders", slow, away.Token)).ToArray();
        await Until(() => service.Log.Count(l => l.Contains("Maximize on managed", StringComparison.Ordinal)) == busy.Length);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await service.Client.PostAsJsonAsync("/orders", Questions.Known)).StatusCode);
        Assert.Equal("Healthy", await service.Client.GetStringAsync("/health"));
        await away.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(busy));
    }

    [Fact]
    public async Task It_keeps_no_more_answers_than_it_is_told_to()
    {
        await using var service = await RunningService.Start("--Requests:Kept=2");
        var first = await service.Client.PostAsJsonAsync("/orders", Questions.Number(0, 1));
        await service.Post(Questions.Number(1, 1));
        await service.Post(Questions.Number(1, 1));
        Assert.Equal(HttpStatusCode.OK, (await service.Client.GetAsync(first.Headers.Location)).StatusCode);
        await service.Post(Questions.Number(2, 1));
        Assert.Equal(HttpStatusCode.NotFound, (await service.Client.GetAsync(first.Headers.Location)).StatusCode);
        Assert.Equal(2, service.Get<OrderStore>().Count);
    }

    [Fact]
    public async Task A_wrong_setting_is_said_when_it_starts()
    {
        var mistake = await Assert.ThrowsAsync<OptionsValidationException>(() => RunningService.Start("--DiffProb:Threads=0"));
        Assert.Contains("Threads must be at least 1, but it is 0", mistake.Message, StringComparison.Ordinal);
    }

    // Waits for what other threads do, and fails by the test's own time limit if they do not.
    private static async Task Until(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!holds())
        {
            await Task.Delay(5, limit.Token);
        }
    }

    private static (string Kind, string Data)[] Events(string stream) =>
        [.. stream.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(e => e.Split('\n')).Select(e => (e[0]["event: ".Length..], e[1]["data: ".Length..]))];

    private static void Agrees(double exact, double largestError, Number estimate)
    {
        Assert.True(estimate.StandardError <= largestError, $"too noisy to judge: ± {estimate.StandardError}");
        Assert.Equal(exact, estimate.Mean, 5.0 * estimate.StandardError);
    }
}
