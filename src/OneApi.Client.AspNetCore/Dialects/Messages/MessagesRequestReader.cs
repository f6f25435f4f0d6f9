using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Dialects.Messages;

/// <summary>Reads the body of a message request (protocols/anthropic.md §2).</summary>
internal static class MessagesRequestReader
{
    private static readonly MessagesPlace Top = new(string.Empty);

    /// <summary>Reads it.</summary>
    /// <param name="body">One JSON value.</param>
    /// <param name="isCounting">Whether only tokens are to be counted, for which no limit of the output need be named.</param>
    public static ChatBody Read(ReadOnlyMemory<byte> body, bool isCounting)
    {
        try
        {
            var request = JsonElement.Parse(body.Span);
            if (request.ValueKind != JsonValueKind.Object)
            {
                throw EndpointException.Invalid(null, $"The body should be a JSON object, not {MessagesJson.Kind(request)}.");
            }

            return Read(request, body, isCounting);
        }
        catch (JsonException error)
        {
            throw EndpointException.Invalid(null, "The body is not valid JSON: " + error.Message, "invalid_json");
        }
        catch (InvalidOperationException)
        {
            throw EndpointException.Invalid(null, "A text in the body is no valid Unicode: half of a surrogate pair stands alone.", "invalid_json");
        }
    }

    private static ChatBody Read(JsonElement request, ReadOnlyMemory<byte> body, bool isCounting)
    {
        var options = new OneApiChatOptions { ModelId = MessagesJson.RequiredText(request, "model", Top) };
        if (options.ModelId.Length == 0)
        {
            throw Top.Wrong("model", "String should have at least 1 character");
        }

        options.MaxOutputTokens = MessagesJson.OptionalInteger(request, "max_tokens", 0, Top);
        if (options.MaxOutputTokens is null && !isCounting)
        {
            throw Top.Missing("max_tokens");
        }

        MessagesSettingsReader.Read(request, options);
        MessagesToolReader.Read(request, options);
        ReadOwn(request, options);
        ReadOthers(request, options);
        return new()
        {
            Messages = MessagesHistoryReader.Read(request),
            Options = options,
            Streaming = MessagesJson.OptionalFlag(request, "stream", Top) == true,
            WantsUsage = true,
            WireBody = OwnMembers.Cut(body),
        };
    }

    /// <summary>The members that are the gateway's own.</summary>
    private static void ReadOwn(JsonElement request, OneApiChatOptions options)
    {
        options.Group = MessagesJson.OptionalText(request, "group", Top);
        if (MessagesJson.OptionalArray(request, "fallbacks", Top) is not { } fallbacks)
        {
            return;
        }

        options.Fallbacks = [];
        var place = new MessagesPlace("fallbacks", 0);
        foreach (var model in fallbacks.EnumerateArray())
        {
            options.Fallbacks.Add(model.ValueKind == JsonValueKind.String ? model.GetString()! : throw place.Wrong(null, $"Input should be the name of a model, not {MessagesJson.Kind(model)}"));
            place = place with { Item = place.Item + 1 };
        }
    }

    /// <summary>What has no place in the options goes to channels of this wire as it came: another one would refuse a member that it doesn't know.</summary>
    private static void ReadOthers(JsonElement request, OneApiChatOptions options)
    {
        foreach (var member in request.EnumerateObject())
        {
            if (!IsRead(member) && member.Value.ValueKind != JsonValueKind.Null)
            {
                (options.AdditionalProperties ??= [])[MessagesMarks.Setting + member.Name] = member.Value;
            }
        }
    }

    /// <summary>Thinking and output_config are read for other wires and kept for this one, whose words say more; so is the end user's id.</summary>
    private static bool IsRead(JsonProperty member) => member.Name is "model" or "max_tokens" or "messages" or "system" or "stream" or "temperature" or "top_p" or "top_k"
        or "stop_sequences" or "tools" or "tool_choice" or "fallbacks" or "group";
}
