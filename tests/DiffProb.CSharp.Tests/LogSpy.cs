using Microsoft.Extensions.Logging;

namespace CSharpTests;

/// <summary>Keeps the lines of a log, from a level on.</summary>
internal sealed class LogSpy(LogLevel least) : ILogger
{
    internal List<(LogLevel Level, int Id, string Text)> Lines { get; } = [];

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Add((logLevel, eventId.Id, formatter(state, exception)));
}
