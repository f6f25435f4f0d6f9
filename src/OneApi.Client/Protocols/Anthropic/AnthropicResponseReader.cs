using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>Reads a whole answer (protocols/anthropic.md §4). Success is judged by the body, not by the status.</summary>
internal static class AnthropicResponseReader
{
    public static ChatResponse Read(ReadOnlySpan<byte> body, ProviderEndpoint endpoint, bool afterResult)
    {
        body = body.StartsWith("\uFEFF"u8) ? body[3..] : body;
        if (body.Trim(" \t\r\n"u8).IsEmpty)
        {
            throw ProviderFaults.Of(endpoint, OneApiErrorKind.EmptyResponse);
        }

        var reader = new Utf8JsonReader(body);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw AnthropicErrors.Thrown(endpoint, 200, body) ?? throw new JsonException("Not an object.");
        }

        var message = new AnthropicMessageReader(endpoint.Provider);
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("error"u8))
            {
                ReadPossibleError(ref reader, endpoint, body);
            }
            else
            {
                message.ReadMember(ref reader);
            }
        }

        if (!message.HasContentMember && AnthropicErrors.Thrown(endpoint, 200, body) is { } error)
        {
            throw error;
        }

        return Complete(message, endpoint, afterResult);
    }

    private static ChatResponse Complete(AnthropicMessageReader message, ProviderEndpoint endpoint, bool afterResult)
    {
        if (message.Contents.Count == 0)
        {
            AnthropicErrors.ThrowIfWithoutContent(endpoint, message.Finish, message.Others, afterResult);
        }

        var id = message.Id ?? ResponseIds.New();
        return new(new ChatMessage(ChatRole.Assistant, message.Contents) { MessageId = id })
        {
            ResponseId = id,
            ModelId = message.Model,
            FinishReason = message.Finish,
            Usage = message.Usage.ToUsage(),
            AdditionalProperties = message.Others,
        };
    }

    private static void ReadPossibleError(ref Utf8JsonReader reader, ProviderEndpoint endpoint, ReadOnlySpan<byte> body)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.String && AnthropicErrors.Thrown(endpoint, 200, body) is { } error)
        {
            throw error;
        }

        reader.Skip();
    }
}
