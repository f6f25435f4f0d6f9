using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace QuickStart;

/// <summary>Prints what the gateway logs among the answers.</summary>
internal sealed class SpectreLoggerProvider : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var color = logLevel >= LogLevel.Warning ? "orange1" : "green";
        AnsiConsole.Markup($"[{color}]{logLevel.ToString().ToLowerInvariant()} {eventId.Id}[/] ");
        Console.WriteLine(formatter(state, exception)); // a log line stays one line, however narrow the terminal
    }

    public void Dispose()
    {
    }
}
