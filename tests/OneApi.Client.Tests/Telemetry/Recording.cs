using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace OneApi.Client.Tests.Telemetry;

/// <summary>Listens to the activities and meters of one gateway: other tests' gateways have the same names and run at the same time.</summary>
internal sealed class Recording : IDisposable
{
    private readonly ActivityListener _activities;
    private readonly MeterListener _meters = new();
    private readonly ConcurrentQueue<Activity> _stopped = new();
    private readonly ConcurrentQueue<Measurement> _measurements = new();

    public Recording(ActivitySource source, IMeterFactory factory)
    {
        _activities = new()
        {
            ShouldListenTo = candidate => ReferenceEquals(candidate, source),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _stopped.Enqueue,
        };
        ActivitySource.AddActivityListener(_activities);
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "OneApi.Client" && ReferenceEquals(instrument.Meter.Scope, factory))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => _measurements.Enqueue(new(instrument.Name, value, Copy(tags))));
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _measurements.Enqueue(new(instrument.Name, value, Copy(tags))));
        _meters.Start();
    }

    public Activity[] Activities => [.. _stopped];

    public Activity Call => Assert.Single(_stopped, static activity => !activity.DisplayName.StartsWith("attempt ", StringComparison.Ordinal));

    public Activity[] Attempts => [.. _stopped.Where(static activity => activity.DisplayName.StartsWith("attempt ", StringComparison.Ordinal))];

    public Measurement[] Of(string instrument) => [.. _measurements.Where(measurement => measurement.Instrument == instrument)];

    public void Dispose()
    {
        _activities.Dispose();
        _meters.Dispose();
    }

    private static Dictionary<string, object?> Copy(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var copy = new Dictionary<string, object?>();
        foreach (var (name, value) in tags)
        {
            copy.Add(name, value);
        }

        return copy;
    }

    internal sealed record Measurement(string Instrument, double Value, Dictionary<string, object?> Tags);
}
