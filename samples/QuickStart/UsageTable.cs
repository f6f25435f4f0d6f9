using System.Globalization;
using OneApi.Client;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace QuickStart;

/// <summary>Adds up what every call reports when it has ended.</summary>
internal sealed class UsageTable : IUsageObserver
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, Row> _rows = new(StringComparer.Ordinal);

    public ValueTask OnCompletedAsync(UsageRecord record, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var attempt in record.Attempts)
            {
                var row = RowOf(attempt.Channel);
                row.Attempts++;
                row.Failures += attempt.ErrorKind is null ? 0 : 1;
                row.Time += attempt.Duration;
            }

            if (record is { Channel: { } channel, Usage: { } usage })
            {
                RowOf(channel).Input += usage.InputTokenCount ?? 0;
                RowOf(channel).Output += usage.OutputTokenCount ?? 0;
            }
        }

        return ValueTask.CompletedTask;
    }

    public IRenderable Render()
    {
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumn("channel");
        foreach (var title in new[] { "attempts", "failed", "input tokens", "output tokens", "time" })
        {
            table.AddColumn(new TableColumn(title).RightAligned());
        }

        lock (_lock)
        {
            foreach (var (channel, row) in _rows)
            {
                table.AddRow(
                    channel.EscapeMarkup(),
                    Number(row.Attempts),
                    Number(row.Failures),
                    Number(row.Input),
                    Number(row.Output),
                    string.Create(CultureInfo.InvariantCulture, $"{row.Time.TotalMilliseconds:F0} ms"));
            }
        }

        return table;
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private Row RowOf(string channel)
    {
        if (!_rows.TryGetValue(channel, out var row))
        {
            _rows[channel] = row = new();
        }

        return row;
    }

    private sealed class Row
    {
        public long Attempts { get; set; }

        public long Failures { get; set; }

        public long Input { get; set; }

        public long Output { get; set; }

        public TimeSpan Time { get; set; }
    }
}
