using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Gemini;

/// <summary>Writes <c>generationConfig</c> (protocols/gemini.md §2).</summary>
internal static class GeminiConfigWriter
{
    private const int MaxStopSequences = 5;

    public static void Write(Utf8JsonWriter writer, ChatRequest request, GeminiExtras extras, in GeminiModel model)
    {
        // A generationConfig that is no object is the caller's own affair.
        if (extras.Has(GeminiExtras.GenerationConfig))
        {
            return;
        }

        var config = new GeminiObject(writer, GeminiExtras.GenerationConfig, extras.Config);
        if (request.Options is { } options)
        {
            WriteSampling(config, request, options);
            WriteSeed(config, request, options.Seed);
            WriteStops(config, request, options.StopSequences);
            WriteFormat(config, request, options.ResponseFormat, model);
            if (options.Reasoning is { } reasoning && !config.Has("thinkingConfig"))
            {
                GeminiThinking.Write(config, request, reasoning, model);
            }
        }

        config.Close();
    }

    private static void WriteSampling(GeminiObject config, ChatRequest request, ChatOptions options)
    {
        var temperature = options.Temperature;
        if (request.Endpoint.Profile.MaxTemperature is { } max && temperature > max)
        {
            request.Warnings.Adjusted(nameof(ChatOptions.Temperature), "The provider takes no temperature this high; its largest was sent.");
            temperature = max;
        }

        WriteNumber(config, "temperature", temperature);
        WriteNumber(config, "topP", options.TopP);
        WriteNumber(config, "topK", options.TopK);
        WriteNumber(config, "maxOutputTokens", options.MaxOutputTokens);
        WriteNumber(config, "frequencyPenalty", options.FrequencyPenalty);
        WriteNumber(config, "presencePenalty", options.PresencePenalty);
    }

    private static void WriteNumber(GeminiObject config, string name, float? value)
    {
        if (value is { } number && !config.Has(name))
        {
            JsonWrite.Number(config.Property(name), number);
        }
    }

    private static void WriteNumber(GeminiObject config, string name, int? value)
    {
        if (value is { } number && !config.Has(name))
        {
            config.Property(name).WriteNumberValue(number);
        }
    }

    /// <summary>A seed is an int32 on this wire; the low bits of a larger one still make a stable seed.</summary>
    private static void WriteSeed(GeminiObject config, ChatRequest request, long? value)
    {
        if (value is not { } seed || config.Has("seed"))
        {
            return;
        }

        if (seed is < int.MinValue or > int.MaxValue)
        {
            request.Warnings.Adjusted(nameof(ChatOptions.Seed), "A seed has 32 bits on this wire; the low bits were sent.");
            seed &= int.MaxValue;
        }

        config.Property("seed").WriteNumberValue(seed);
    }

    private static void WriteStops(GeminiObject config, ChatRequest request, IList<string>? stops)
    {
        if (stops is not { Count: > 0 } || config.Has("stopSequences"))
        {
            return;
        }

        if (stops.Count > MaxStopSequences)
        {
            request.Warnings.Adjusted(nameof(ChatOptions.StopSequences), "The wire takes five stop sequences; the first five were sent.");
        }

        var writer = config.Property("stopSequences");
        writer.WriteStartArray();
        for (var i = 0; i < Math.Min(stops.Count, MaxStopSequences); i++)
        {
            writer.WriteStringValue(stops[i]);
        }

        writer.WriteEndArray();
    }

    private static void WriteFormat(GeminiObject config, ChatRequest request, ChatResponseFormat? format, in GeminiModel model)
    {
        if (format is not ChatResponseFormatJson json)
        {
            return;
        }

        if (!config.Has("responseMimeType"))
        {
            config.Property("responseMimeType").WriteStringValue("application/json"u8);
        }

        // The two ways to give a schema exclude each other.
        if (json.Schema is not { } schema || config.Has("responseSchema") || config.Has("responseJsonSchema"))
        {
            return;
        }

        if (model.TakesJsonSchema && request.Endpoint.Profile.JsonSchema)
        {
            schema.WriteTo(config.Property("responseJsonSchema"));
        }
        else
        {
            GeminiSchema.Clean(schema).WriteTo(config.Property("responseSchema"));
        }
    }
}
