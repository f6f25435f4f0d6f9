using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>Reads a whole message (protocols/anthropic.md §4).</summary>
internal static class AnthropicResponseReader
{
    public static ChatResponse Read(ReadOnlySpan<byte> body, ChatRequest request)
    {
        body = body.Trim(" \t\r\n"u8);
        if (body.IsEmpty)
        {
            throw ProviderFaults.Of(request.Endpoint, OneApiErrorKind.EmptyResponse);
        }

        var reader = new Utf8JsonReader(body);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw AnthropicErrorReader.Thrown(request.Endpoint, 200, body);
        }

        var response = new ChatResponse();
        var contents = new List<AIContent>();
        var usage = new AnthropicUsage();
        AdditionalPropertiesDictionary? others = null;
        var hasContent = false;
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("content"u8))
            {
                reader.Read();
                hasContent = true;
                ReadBlocks(ref reader, request, contents);
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                reader.Read();
                usage.Read(ref reader, ref others);
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                reader.Read();
                response.ResponseId = JsonRead.StringOrNull(ref reader);
            }
            else if (reader.ValueTextEquals("model"u8))
            {
                reader.Read();
                response.ModelId = JsonRead.StringOrNull(ref reader);
            }
            else if (reader.ValueTextEquals("stop_reason"u8))
            {
                reader.Read();
                response.FinishReason = AnthropicFinish.Read(ref reader, out var raw);
                AddRaw(raw, ref others);
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                throw AnthropicErrorReader.Thrown(request.Endpoint, 200, body);
            }
            else if (reader.ValueTextEquals("type"u8) || reader.ValueTextEquals("role"u8))
            {
                reader.Read();
                reader.Skip();
            }
            else
            {
                AddOther(ref reader, ref others);
            }
        }

        if (!hasContent)
        {
            throw AnthropicErrorReader.Thrown(request.Endpoint, 200, body);
        }

        AnthropicEmpty.ThrowIf(contents.Count == 0, response.FinishReason, request);
        response.ResponseId ??= ResponseIds.New();
        response.Messages.Add(new(ChatRole.Assistant, contents) { MessageId = response.ResponseId });
        response.Usage = usage.ToDetails();
        response.AdditionalProperties = others;
        return response;
    }

    public static void AddRaw(string? raw, ref AdditionalPropertiesDictionary? others)
    {
        if (raw is not null)
        {
            (others ??= [])[AnthropicFinish.RawProperty] = raw;
        }
    }

    private static void AddOther(ref Utf8JsonReader reader, ref AdditionalPropertiesDictionary? others)
    {
        var name = reader.GetString()!;
        reader.Read();
        if (reader.TokenType != JsonTokenType.Null)
        {
            (others ??= [])[name] = JsonRead.Element(ref reader);
        }
    }

    private static void ReadBlocks(ref Utf8JsonReader reader, ChatRequest request, List<AIContent> contents)
    {
        if (!JsonRead.EnterArray(ref reader))
        {
            return;
        }

        while (JsonRead.NextItem(ref reader))
        {
            if (JsonRead.Element(ref reader) is { ValueKind: JsonValueKind.Object } block)
            {
                AnthropicBlockReader.Add(block, request.Endpoint.Provider, contents);
            }
        }
    }
}
