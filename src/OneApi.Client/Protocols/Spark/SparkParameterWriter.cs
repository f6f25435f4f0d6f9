using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Spark;

/// <summary>Writes the members of <c>parameter.chat</c> (protocols/spark.md §4). There are few; what the wire lacks becomes a warning.</summary>
internal static class SparkParameterWriter
{
    private const int MaxTopK = 6;

    public static void Write(Utf8JsonWriter writer, ChatRequest request, SparkModel model, SparkExtras extras)
    {
        if (!extras.HasSetting("domain"))
        {
            writer.WriteString("domain"u8, model.Domain);
        }

        if (request.Options is not { } options)
        {
            return;
        }

        WriteTemperature(writer, request, options, extras);
        WriteCount(writer, request, "top_k", nameof(ChatOptions.TopK), options.TopK, MaxTopK, extras);
        WriteCount(writer, request, "max_tokens", nameof(ChatOptions.MaxOutputTokens), options.MaxOutputTokens, model.MaxTokens, extras);
        WriteSearch(writer, options, extras);
        ReportSampling(request, options, extras);
        ReportOthers(request, options);
    }

    /// <summary>The most tokens that the call asks for, as they are sent; null when it names no limit.</summary>
    public static long? LimitOf(ChatRequest request) =>
        SparkExtras.Of(request) is var extras && extras.HasSetting("max_tokens")
            ? extras.NumberOf("max_tokens")
            : request.Options?.MaxOutputTokens is { } limit ? Math.Clamp(limit, 1, SparkModel.Of(request.Endpoint, request.Model).MaxTokens ?? int.MaxValue) : null;

    private static void WriteTemperature(Utf8JsonWriter writer, ChatRequest request, ChatOptions options, SparkExtras extras)
    {
        if (options.Temperature is not { } temperature || extras.HasSetting("temperature"))
        {
            return;
        }

        var (min, max) = (request.Profile.MinTemperature ?? float.MinValue, request.Profile.MaxTemperature ?? float.MaxValue);
        if (temperature < min || temperature > max)
        {
            request.Warnings.Adjusted(nameof(ChatOptions.Temperature), "The provider takes no such value; the nearest that it takes was sent.");
        }

        writer.WritePropertyName("temperature"u8);
        JsonWrite.Number(writer, Math.Clamp(temperature, min, max));
    }

    private static void WriteCount(Utf8JsonWriter writer, ChatRequest request, string name, string setting, int? value, int? max, SparkExtras extras)
    {
        if (value is not { } count || extras.HasSetting(name))
        {
            return;
        }

        var sent = Math.Clamp(count, 1, max ?? int.MaxValue);
        if (sent != count)
        {
            request.Warnings.Adjusted(setting, "The provider takes no such value; the nearest that it takes was sent.");
        }

        writer.WriteNumber(name, sent);
    }

    private static void WriteSearch(Utf8JsonWriter writer, ChatOptions options, SparkExtras extras)
    {
        if (options.Tools?.OfType<HostedWebSearchTool>().FirstOrDefault() is not { } search || extras.HasSetting("tools"))
        {
            return;
        }

        writer.WriteStartArray("tools"u8);
        SparkSearchTool.Write(writer, search);
        writer.WriteEndArray();
    }

    private static void ReportSampling(ChatRequest request, ChatOptions options, SparkExtras extras)
    {
        Report(request, nameof(ChatOptions.TopP), options.TopP is not null && !extras.HasSetting("top_p"));
        Report(request, nameof(ChatOptions.StopSequences), options.StopSequences is { Count: > 0 } && !extras.HasSetting("stop"));
        Report(request, nameof(ChatOptions.Seed), options.Seed is not null && !extras.HasSetting("seed"));
        Report(request, nameof(ChatOptions.FrequencyPenalty), options.FrequencyPenalty is not null && !extras.HasSetting("frequency_penalty"));
        Report(request, nameof(ChatOptions.PresencePenalty), options.PresencePenalty is not null && !extras.HasSetting("presence_penalty"));
        Report(request, nameof(ChatOptions.ResponseFormat), options.ResponseFormat is ChatResponseFormatJson && !extras.HasSetting("response_format"));
        Report(request, "Reasoning.Effort", options.Reasoning?.Effort is not null && !extras.HasSetting("thinking"));
        Report(request, "Reasoning.Output", options.Reasoning?.Output is not null);
    }

    private static void ReportOthers(ChatRequest request, ChatOptions options)
    {
        if (options.ConversationId is not null)
        {
            request.Warnings.NotHonoured(nameof(ChatOptions.ConversationId), "The provider keeps no conversations; send the history.");
        }

        if (options.ContinuationToken is not null || options.AllowBackgroundResponses == true)
        {
            request.Warnings.NotHonoured(nameof(ChatOptions.AllowBackgroundResponses), "The provider has no background responses.");
        }
    }

    private static void Report(ChatRequest request, string setting, bool isSet)
    {
        if (isSet)
        {
            request.Warnings.NotHonoured(setting, "The provider's socket has no such setting.");
        }
    }
}
