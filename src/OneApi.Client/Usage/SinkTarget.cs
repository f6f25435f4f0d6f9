using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace OneApi.Client.Usage;

/// <summary>Daily reports for a sink of the host's. What it was given is remembered by a fingerprint, in this process; not thread-safe.</summary>
internal sealed class SinkTarget(IDailyReportSink sink, int daysRemembered, ILogger logger) : IReportTarget
{
    private readonly Dictionary<DateOnly, (byte[] Fingerprint, long Calls, int Correction)> _given = [];

    public string Name => sink.GetType().Name;

    public async ValueTask<int?> OfferAsync(DailyUsageReport report, bool isDue, CancellationToken cancellationToken)
    {
        var fingerprint = SHA256.HashData(await ReportRendering.RenderAsync(report, ReportRendering.Json, cancellationToken).ConfigureAwait(false));
        var isKnown = _given.TryGetValue(report.Day, out var last);
        if (isKnown && last.Fingerprint.AsSpan().SequenceEqual(fingerprint))
        {
            return null;
        }

        if (isKnown && last.Calls > report.Total.Calls)
        {
            Log.LedgerHasLost(logger, report.Day, last.Calls, report.Total.Calls, Name);
            return null;
        }

        if (!isKnown && !isDue)
        {
            Remember(report, fingerprint, 0); // given before this process began; changes from here on are corrections
            return null;
        }

        var number = isKnown ? last.Correction + 1 : 0;
        await sink.TakeAsync(report with { Correction = number }, cancellationToken).ConfigureAwait(false);
        Remember(report, fingerprint, number);
        return number;
    }

    private void Remember(DailyUsageReport report, byte[] fingerprint, int number)
    {
        _given[report.Day] = (fingerprint, report.Total.Calls, number);
        foreach (var old in _given.Keys.Where(known => known < report.Day.AddDays(-daysRemembered)).ToArray())
        {
            _given.Remove(old);
        }
    }
}
