using System.Runtime.CompilerServices;

namespace OneApi.Client.Usage;

/// <summary>Makes the rows of a query: asks the ledger for sums, by quarter of an hour where days or hours are wanted, and puts the quarters into the days and hours of a time zone.</summary>
internal sealed class RowReader(IUsageLedger ledger)
{
    public async IAsyncEnumerable<UsageRow> ReadAsync(UsageQuery query, ReportZone zone, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        UsageDimension[] by = [.. query.By]; // a list of the caller's may change while we read
        var sums = new Sums();
        if (by.Length == 0)
        {
            sums.Add(new([]), new());
        }

        await AddUpAsync(query, by, zone, sums, cancellationToken).ConfigureAwait(false);

        UsageRow[] rows = [.. sums.Totals.Select(sum => new UsageRow(by, sum.Key.Keys, sum.Value))];
        Array.Sort(rows, new RowOrder(by, query.OrderBy));
        for (var i = 0; i < rows.Length && i < (query.Top ?? int.MaxValue); i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return rows[i];
        }
    }

    private async Task AddUpAsync(UsageQuery query, UsageDimension[] by, ReportZone zone, Sums sums, CancellationToken cancellationToken)
    {
        var stored = Array.FindAll(by, static dimension => !IsOfTime(dimension));
        var isByTime = stored.Length < by.Length;
        var names = new Dictionary<DateTimeOffset, (string Day, string Hour)>();
        var buckets = query.PerAttempt ? AttemptSums.ReadAsync(ledger, query.Filter, stored, isByTime, cancellationToken) : ledger.SumAsync(query.Filter, stored, isByTime, cancellationToken);
        await foreach (var bucket in buckets.ConfigureAwait(false))
        {
            var time = isByTime ? NamesOf(bucket.QuarterHour!.Value) : default;
            sums.Add(new(KeysOf(by, bucket.Keys, time)), bucket.Totals);
        }

        // A quarter comes once for each combination of the others, so its names are made once.
        (string Day, string Hour) NamesOf(DateTimeOffset quarter)
        {
            if (!names.TryGetValue(quarter, out var found))
            {
                names[quarter] = found = (zone.DayName(quarter), zone.HourName(quarter));
            }

            return found;
        }
    }

    private static string?[] KeysOf(UsageDimension[] by, IReadOnlyList<string?> stored, (string Day, string Hour) time)
    {
        var keys = new string?[by.Length];
        var next = 0;
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = by[i].Kind switch
            {
                UsageDimensionKind.Day => time.Day,
                UsageDimensionKind.Hour => time.Hour,
                _ => stored[next++],
            };
        }

        return keys;
    }

    private static bool IsOfTime(UsageDimension dimension) => dimension.Kind is UsageDimensionKind.Day or UsageDimensionKind.Hour;
}
