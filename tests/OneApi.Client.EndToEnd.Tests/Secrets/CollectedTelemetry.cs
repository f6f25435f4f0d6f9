using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace OneApi.Client.EndToEnd.Tests.Secrets;

/// <summary>Keeps every span and every measurement, ours and the platform's, with all that hangs on them. Thread-safe.</summary>
internal sealed class CollectedTelemetry : IDisposable
{
    private const string Ours = "OneApi.Client";
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ActivityListener _spans;
    private readonly MeterListener _meters = new();
    private int _ownSpans;
    private int _ownMeasurements;

    public CollectedTelemetry()
    {
        _spans = new()
        {
            ShouldListenTo = static _ => true,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Keep,
        };
        ActivitySource.AddActivityListener(_spans);
        _meters.InstrumentPublished = static (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Keep(instrument, tags));
        _meters.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Keep(instrument, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Keep(instrument, tags));
        _meters.Start();
    }

    public IReadOnlyCollection<string> Lines => _lines;

    public int OwnSpans => _ownSpans;

    public int OwnMeasurements => _ownMeasurements;

    /// <summary>Asks the gauges as well.</summary>
    public void Observe() => _meters.RecordObservableInstruments();

    public void Dispose()
    {
        _spans.Dispose();
        _meters.Dispose();
    }

    private static string Text(IEnumerable<KeyValuePair<string, object?>> tags) =>
        string.Join(' ', tags.Select(static tag => string.Create(CultureInfo.InvariantCulture, $"{tag.Key}={(tag.Value is System.Collections.IEnumerable many and not string ? string.Join(',', many.Cast<object?>()) : tag.Value)}")));

    private void Keep(Activity span)
    {
        if (span.Source.Name == Ours)
        {
            Interlocked.Increment(ref _ownSpans);
        }

        _lines.Enqueue($"span {span.Source.Name} {span.DisplayName} {span.StatusDescription} {Text(span.TagObjects)} {Text(span.Baggage.Select(static one => KeyValuePair.Create(one.Key, (object?)one.Value)))} {string.Join(' ', span.Events.Select(static one => one.Name + " " + Text(one.Tags)))}");
    }

    private void Keep(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (instrument.Meter.Name == Ours)
        {
            Interlocked.Increment(ref _ownMeasurements);
        }

        _lines.Enqueue($"metric {instrument.Meter.Name} {instrument.Name} {Text(tags.ToArray())}");
    }
}
