using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace OneApi.Client.Tests.Channels;

/// <summary>Keeps what is logged, and lets a test wait for an event.</summary>
internal sealed class CollectedLogs : ILoggerProvider
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);
    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];
    private readonly Channel<Entry> _stream = Channel.CreateUnbounded<Entry>();

    public Entry[] Entries
    {
        get
        {
            lock (_lock)
            {
                return [.. _entries];
            }
        }
    }

    public Entry[] Of(int id) => [.. Entries.Where(entry => entry.Id == id)];

    public async Task<Entry> NextAsync(int id, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Bound);
        while (true)
        {
            var entry = await _stream.Reader.ReadAsync(limit.Token);
            if (entry.Id == id)
            {
                return entry;
            }
        }
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this);

    public void Dispose()
    {
    }

    internal sealed record Entry(int Id, LogLevel Level, string Message, Exception? Exception);

    private sealed class Logger(CollectedLogs logs) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var entry = new Entry(eventId.Id, logLevel, formatter(state, exception), exception);
            lock (logs._lock)
            {
                logs._entries.Add(entry);
            }

            logs._stream.Writer.TryWrite(entry);
        }
    }
}
