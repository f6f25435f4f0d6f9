using System.Diagnostics;
using System.Diagnostics.Metrics;
using OneApi.Client.Gateway;
using OneApi.Client.Routing;

namespace OneApi.Client.Telemetry;

/// <summary>One span per call with one child per attempt, and the meters of OpenTelemetry's conventions for generative AI. Costs nothing while nobody listens.</summary>
internal sealed class GatewayTelemetry : IDisposable
{
    public const string Name = "OneApi.Client";
    private readonly ActivitySource _source = new(Name);
    private readonly Meter _meter;
    private readonly Histogram<double> _duration;
    private readonly Histogram<long> _tokens;
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _unchecked;
    private readonly Counter<long> _charges;

    public GatewayTelemetry(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        _duration = _meter.CreateHistogram<double>("gen_ai.client.operation.duration", "s", "How long a call took in all");
        _tokens = _meter.CreateHistogram<long>("gen_ai.client.token.usage", "{token}", "Tokens of a call, by type");
        _attempts = _meter.CreateCounter<long>("oneapi.attempts", "{attempt}", "Attempts, by channel and result");
        _unchecked = _meter.CreateCounter<long>("oneapi.quota.unchecked", "{call}", "Calls that were let through while the quota store could not be reached");
        _charges = _meter.CreateCounter<long>("oneapi.charge", "{micro_usd}", "What callers were charged, in micro-dollars, by group and model");
    }

    public ActivitySource Source => _source;

    /// <summary>OpenTelemetry has no word for images alone; a content generation says by its output type that it is one. For relayed operations it has none at all: they are called what they are.</summary>
    public string OperationOf(CallKind kind) => kind switch
    {
        CallKind.Chat => "chat",
        CallKind.Images => "generate_content",
        CallKind.Embeddings => "embeddings",
        _ => Relays.RelayKinds.OperationOf(kind)!,
    };

    public Activity? StartCall(CallKind kind, string model)
    {
        if (!_source.HasListeners())
        {
            return null;
        }

        var activity = _source.StartActivity(model.Length == 0 ? OperationOf(kind) : OperationOf(kind) + " " + model, ActivityKind.Internal);
        activity?.SetTag("gen_ai.operation.name", OperationOf(kind));
        activity?.SetTag("gen_ai.request.model", model.Length == 0 ? null : model);
        activity?.SetTag("gen_ai.output.type", kind switch { CallKind.Images => "image", CallKind.Speech => "speech", _ => null });
        return activity;
    }

    public Activity? StartAttempt(Call call, Candidate candidate, AttemptReason reason, TimeSpan waited)
    {
        if (!_source.HasListeners())
        {
            return null;
        }

        var parent = call.Activity?.Context ?? default;
        var activity = _source.StartActivity("attempt " + candidate.Channel.Name, ActivityKind.Client, parent);
        activity?.SetTag("gen_ai.provider.name", candidate.Channel.TelemetryName);
        activity?.SetTag("gen_ai.request.model", candidate.WireModel);
        activity?.SetTag("oneapi.channel", candidate.Channel.Name);
        activity?.SetTag("server.address", candidate.Channel.Address?.Host);
        activity?.SetTag("oneapi.attempt.reason", AttemptWords.Of(reason));
        if (waited > TimeSpan.Zero)
        {
            activity?.SetTag("oneapi.attempt.waited", waited.TotalSeconds);
        }

        return activity;
    }

    public void CountUnchecked() => _unchecked.Add(1);

    public void EndCall(Call call, UsageRecord record)
    {
        var provider = call.LastAttempt?.Candidate.Channel.TelemetryName;
        EndActivity(call.Activity, record, provider);
        if (_duration.Enabled && !record.IsShadow)
        {
            var tags = TagsOf(record, provider);
            if (record.ErrorKind is { } kind)
            {
                tags.Add("error.type", ErrorTypes.Of(kind));
            }

            _duration.Record(record.Duration.TotalSeconds, tags);
        }

        if (_tokens.Enabled && !record.IsShadow && record.Usage is { } usage)
        {
            RecordTokens(record, provider, "input", usage.InputTokenCount);
            RecordTokens(record, provider, "output", usage.OutputTokenCount);
        }

        if (_charges.Enabled && record.ChargeMicros is > 0 and var charge)
        {
            _charges.Add(charge, new("oneapi.group", record.Group), new("gen_ai.request.model", record.ServedModel));
        }

        if (_attempts.Enabled)
        {
            foreach (var attempt in record.Attempts)
            {
                _attempts.Add(1, new("oneapi.channel", attempt.Channel), new("error.type", attempt.ErrorKind is { } kind ? ErrorTypes.Of(kind) : "none"));
            }
        }
    }

    public void Dispose()
    {
        _source.Dispose();
        _meter.Dispose();
    }

    private static void EndActivity(Activity? activity, UsageRecord record, string? provider)
    {
        if (activity is null)
        {
            return;
        }

        activity.SetTag("gen_ai.provider.name", provider);
        activity.SetTag("gen_ai.usage.input_tokens", record.Usage?.InputTokenCount);
        activity.SetTag("gen_ai.usage.output_tokens", record.Usage?.OutputTokenCount);
        activity.SetTag("oneapi.channel", record.Channel);
        activity.SetTag("oneapi.group", record.Group);
        activity.SetTag("oneapi.attempts", record.Attempts.Count);
        activity.SetTag("oneapi.model", record.ServedModel);
        RescueTags.Add(activity, record);
        if (record.ErrorKind is { } kind)
        {
            activity.SetTag("error.type", ErrorTypes.Of(kind));
            activity.SetStatus(ActivityStatusCode.Error);
        }

        activity.Dispose();
    }

    private void RecordTokens(UsageRecord record, string? provider, string type, long? count)
    {
        if (count is { } tokens)
        {
            var tags = TagsOf(record, provider);
            tags.Add("gen_ai.token.type", type);
            _tokens.Record(tokens, tags);
        }
    }

    private static TagList TagsOf(UsageRecord record, string? provider) => new()
    {
        { "gen_ai.operation.name", record.Operation },
        { "gen_ai.provider.name", provider },
        { "gen_ai.request.model", record.ServedModel ?? "unserved" },
    };
}
