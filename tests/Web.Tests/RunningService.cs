using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Web;

namespace WebTests;

/// <summary>The web application on a port of this machine that was free, with a client.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly Lines lines;

    private RunningService(WebApplication application, Lines lines)
    {
        (this.application, this.lines) = (application, lines);
        Client = new(new SocketsHttpHandler { MaxConnectionsPerServer = 400 }) { BaseAddress = new(application.Urls.Single()), Timeout = TimeSpan.FromMinutes(2) };
    }

    internal HttpClient Client { get; }

    /// <summary>What runs have written to the log.</summary>
    internal IReadOnlyCollection<string> Log => lines.Texts;

    internal T Get<T>()
        where T : notnull => (T)application.Services.GetService(typeof(T))!;

    internal static async Task<RunningService> Start(params string[] settings)
    {
        var lines = new Lines();
        var application = Service.Build(
            ["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:DiffProb=Information", .. settings],
            builder => builder.Logging.ClearProviders().AddProvider(lines));
        await application.StartAsync();
        return new(application, lines);
    }

    /// <summary>The answer to a question, as it is sent.</summary>
    internal async Task<string> Post(OrderRequest known)
    {
        using var response = await Client.PostAsJsonAsync("/orders", known);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Created, text);
        return text;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await application.StopAsync();
        await application.DisposeAsync();
        lines.Dispose();
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        internal ConcurrentQueue<string> Texts { get; } = new();

        public ILogger CreateLogger(string categoryName) => categoryName == "DiffProb" ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Texts.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
