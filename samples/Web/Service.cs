using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using DiffProb;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.RateLimiting;

namespace Web;

/// <summary>The web application: fits and serves a model to any number of clients at once.</summary>
internal static class Service
{
    // <service>
    internal static WebApplication Build(string[] args, Action<WebApplicationBuilder>? more = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });

        // Engine, device, threads, seed and precision: from the section "DiffProb" of appsettings.json, tested when the application starts.
        builder.Services.AddDiffProb();
        builder.Services.AddSingleton<Ordering>();
        builder.Services.AddSingleton(new OrderStore(builder.Configuration.GetValue("Requests:Kept", 1000)));
        builder.Services.AddProblemDetails().AddExceptionHandler<Refusal>();
        builder.Services.AddHealthChecks();

        // A run keeps a processor busy: as many at once as there are processors, and the others wait for their turn.
        builder.Services.AddRateLimiter(limits =>
        {
            limits.RejectionStatusCode = StatusCodes.Status503ServiceUnavailable;
            limits.AddConcurrencyLimiter("runs", o =>
            {
                o.PermitLimit = Environment.ProcessorCount;
                o.QueueLimit = builder.Configuration.GetValue("Requests:Waiting", 1000);
            });
        });

        more?.Invoke(builder);
        var app = builder.Build();
        app.UseExceptionHandler().UseStatusCodePages().UseRateLimiter();
        app.MapHealthChecks("/health");
        app.MapPost("/orders", Post).RequireRateLimiting("runs");
        app.MapPost("/orders/stream", Stream).RequireRateLimiting("runs");
        app.MapGet("/orders/{id}", Get);
        app.MapGet("/orders/{id}/profit", Profit).RequireRateLimiting("runs");
        return app;
    }

    // The token is canceled when the client goes away; then the run ends within a chunk of particles.
    private static Created<OrderAnswer> Post(OrderRequest known, Ordering ordering, OrderStore store, CancellationToken cancellation)
    {
        var answer = store.Keep(known, ordering.Best(known, null, cancellation));
        return TypedResults.Created($"/orders/{answer.Id}", answer);
    }

    private static Results<Ok<OrderAnswer>, NotFound> Get(string id, OrderStore store) =>
        store.Find(id) is { } order ? TypedResults.Ok(order.Answer) : TypedResults.NotFound();

    private static Results<Ok<ProfitAnswer>, NotFound> Profit(string id, double quantity, Ordering ordering, OrderStore store, CancellationToken cancellation) =>
        store.Find(id) is { } order ? TypedResults.Ok(ordering.Profit(order.Known, quantity, cancellation)) : TypedResults.NotFound();

    // </service>
    private static ServerSentEventsResult<object> Stream(OrderRequest known, Ordering ordering, OrderStore store, CancellationToken cancellation)
    {
        Refusal.Check(known);
        return TypedResults.ServerSentEvents(Follow(known, ordering, store, cancellation));
    }

    // A slow reader misses steps, and holds nothing up.
    private static async IAsyncEnumerable<SseItem<object>> Follow(OrderRequest known, Ordering ordering, OrderStore store, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var steps = Channel.CreateBounded<SearchProgress>(new BoundedChannelOptions(16) { FullMode = BoundedChannelFullMode.DropOldest });
        var search = Task.Run(
            () =>
            {
                try
                {
                    return ordering.Best(known, new Listener(steps.Writer), cancellation);
                }
                finally
                {
                    steps.Writer.Complete();
                }
            },
            cancellation);
        await foreach (var step in steps.Reader.ReadAllAsync(cancellation))
        {
            yield return new(step, "progress");
        }

        var (kind, last) = await Ended(search);
        if (last is OrderAnswer answer)
        {
            store.Keep(known, answer);
        }

        yield return new(last, kind);
    }

    // The status is sent by then: what DiffProb refuses is the last event.
    private static async Task<(string Kind, object Last)> Ended(Task<OrderAnswer> search)
    {
        try
        {
            return ("answer", await search);
        }
        catch (DiffProbException e)
        {
            return ("refusal", e.Message);
        }
    }

    // Progress that is heard on the thread of the run, each tenth step.
    private sealed class Listener(ChannelWriter<SearchProgress> steps) : IProgress<OptimizationProgress>
    {
        public void Report(OptimizationProgress value)
        {
            if (value.Step % 10 == 0)
            {
                steps.TryWrite(new(value.Step, value.Steps, value.Value));
            }
        }
    }
}
