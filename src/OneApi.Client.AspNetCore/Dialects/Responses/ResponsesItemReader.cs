using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Dialects.Responses;

/// <summary>Reads <c>input</c> (protocols/openai-responses.md §3).</summary>
internal static class ResponsesItemReader
{
    private const string Types = "'message', 'function_call', 'function_call_output', 'custom_tool_call', 'custom_tool_call_output', 'reasoning', 'image_generation_call'";

    public static IReadOnlyList<ChatMessage> Read(JsonElement input)
    {
        if (input.ValueKind == JsonValueKind.String)
        {
            return [new(ChatRole.User, ResponsesFields.Text(input, "input"))];
        }

        if (input.ValueKind != JsonValueKind.Array)
        {
            throw ResponsesFields.WrongType("input", "a string or an array", input);
        }

        if (input.GetArrayLength() == 0)
        {
            throw EndpointException.Invalid("input", "Invalid 'input': empty array. Expected an array with minimum length 1.", "empty_array");
        }

        var history = new ResponsesHistory();
        var index = 0;
        foreach (var item in input.EnumerateArray())
        {
            ReadItem(item, $"input[{index++}]", history);
        }

        history.Complete();
        return history.Messages;
    }

    private static void ReadItem(JsonElement item, string path, ResponsesHistory history)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            throw ResponsesFields.WrongType(path, "an object", item);
        }

        var type = ResponsesFields.FindText(item, "type", path) ?? (ResponsesReferences.IsReference(item) ? "item_reference" : "message");
        switch (type)
        {
            case "message":
                ReadMessage(item, path, history);
                break;
            case "function_call":
                history.AddCall(ReadCall(item, path));
                break;
            case "custom_tool_call":
                history.AddCall(new(
                    ResponsesFields.NeedName(item, "call_id", path),
                    NameOf(item, path),
                    new Dictionary<string, object?> { [CustomInput.Member] = ResponsesFields.NeedText(item, "input", path) }));
                break;
            case "function_call_output" or "custom_tool_call_output":
                history.AddResult(ResponsesFields.NeedName(item, "call_id", path), ReadOutput(item, path), path);
                break;
            case "reasoning":
                ReadReasoning(item, path, history);
                break;
            case "image_generation_call":
                history.AddPart(ResponsesMedia.Data(ResponsesFields.NeedText(item, "result", path), "image/" + (ResponsesFields.FindText(item, "output_format", path) ?? "png"), path + ".result"));
                break;
            case "item_reference":
                throw ResponsesFields.Unsupported(path, $"Unsupported value: '{path}' refers to an item of an earlier answer, and this server remembers none. Send the item itself.");
            default:
                throw ResponsesFields.Unknown(path + ".type", type, Types);
        }
    }

    private static void ReadMessage(JsonElement item, string path, ResponsesHistory history)
    {
        var role = ResponsesFields.NeedText(item, "role", path);
        var content = ResponsesFields.Find(item, "content") ?? throw ResponsesFields.Missing(path + ".content");
        switch (role)
        {
            case "user":
                history.AddMessage(ChatRole.User, ResponsesPartReader.Read(content, path + ".content", isAnswer: false));
                break;
            case "system" or "developer":
                history.AddMessage(ChatRole.System, ResponsesPartReader.Read(content, path + ".content", isAnswer: false));
                break;
            case "assistant":
                history.AddAnswer(ResponsesPartReader.Read(content, path + ".content", isAnswer: true));
                break;
            default:
                throw ResponsesFields.Unknown(path + ".role", role, "'assistant', 'system', 'developer', 'user'");
        }
    }

    private static string NameOf(JsonElement call, string path) =>
        ResponsesNamespaces.FlatOf(ResponsesFields.FindText(call, "namespace", path), ResponsesFields.NeedName(call, "name", path));

    private static FunctionCallContent ReadCall(JsonElement item, string path)
    {
        var call = MakeCall(
            ResponsesFields.NeedName(item, "call_id", path),
            NameOf(item, path),
            ResponsesFields.NeedText(item, "arguments", path));
        if (ResponsesFields.FindText(item, ResponsesItemWriter.State, path) is { } state)
        {
            call.AdditionalProperties = Open(state, path + "." + ResponsesItemWriter.State).Properties;
        }

        return call;
    }

    /// <summary>Arguments that are no JSON object are the model's fault, not the caller's: they go back as they came.</summary>
    private static FunctionCallContent MakeCall(string id, string name, string arguments)
    {
        if (string.IsNullOrWhiteSpace(arguments))
        {
            return new(id, name, new Dictionary<string, object?>());
        }

        try
        {
            using var document = JsonDocument.Parse(arguments);
            var members = new Dictionary<string, object?>();
            foreach (var member in document.RootElement.EnumerateObject())
            {
                members[member.Name] = member.Value.ValueKind == JsonValueKind.Null ? null : member.Value.Clone();
            }

            return new(id, name, members);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return new(id, name) { Exception = new InvalidOperationException("The model's arguments are not a JSON object.", error), RawRepresentation = arguments };
        }
    }

    private static object ReadOutput(JsonElement item, string path)
    {
        path += ".output";
        return ResponsesFields.Find(item, "output") switch
        {
            null => throw ResponsesFields.Missing(path),
            { ValueKind: JsonValueKind.String } text => ResponsesFields.Text(text, path),
            { ValueKind: JsonValueKind.Array } parts => ResponsesPartReader.Read(parts, path, isAnswer: false),
            { } other => throw ResponsesFields.WrongType(path, "a string or an array", other),
        };
    }

    private static void ReadReasoning(JsonElement item, string path, ResponsesHistory history)
    {
        var text = Join(item, "summary", "summary_text", path) ?? Join(item, "content", "reasoning_text", path);
        var sealedText = ResponsesFields.FindText(item, "encrypted_content", path);
        if (text is null && sealedText is null)
        {
            return; // it says nothing, and there is nothing stored that its id could lead to
        }

        var thought = new TextReasoningContent(text ?? string.Empty);
        if (sealedText is not null)
        {
            (thought.ProtectedData, thought.AdditionalProperties) = Open(sealedText, path + ".encrypted_content");
        }

        history.AddPart(thought);
    }

    private static string? Join(JsonElement item, string name, string type, string path)
    {
        if (ResponsesFields.FindArray(item, name, path) is not { } parts || parts.GetArrayLength() == 0)
        {
            return null;
        }

        var texts = new List<string>();
        foreach (var part in parts.EnumerateArray())
        {
            var place = $"{path}.{name}[{texts.Count}]";
            if (part.ValueKind != JsonValueKind.Object)
            {
                throw ResponsesFields.WrongType(place, "an object", part);
            }

            var found = ResponsesFields.NeedText(part, "type", place);
            texts.Add(found == type ? ResponsesFields.NeedText(part, "text", place) : throw ResponsesFields.Unknown(place + ".type", found, $"'{type}'"));
        }

        return string.Join("\n\n", texts);
    }

    private static (string? Signature, AdditionalPropertiesDictionary Properties) Open(string text, string path)
    {
        try
        {
            return ResponsesSeal.Open(text);
        }
        catch (FormatException)
        {
            throw EndpointException.Invalid(path, $"The encrypted content '{path}' could not be verified. Send it as it was received.", "invalid_encrypted_content");
        }
    }
}
