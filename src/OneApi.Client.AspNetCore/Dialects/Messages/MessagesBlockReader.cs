using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.Messages;

/// <summary>
/// Reads one block (protocols/anthropic.md §3). Members that no content type has a place for stay with the content under their own names; a block
/// that no content type fits is kept whole.
/// </summary>
internal static class MessagesBlockReader
{
    public static AIContent Read(JsonElement block, in MessagesPlace place, bool isAssistant)
    {
        if (block.ValueKind != JsonValueKind.Object)
        {
            throw place.Wrong(null, $"Input should be an object, not {MessagesJson.Kind(block)}");
        }

        return MessagesJson.RequiredText(block, "type", place) switch
        {
            "text" => Text(block, place),
            "image" or "document" or "search_result" when !isAssistant => MessagesMediaReader.Read(block, place),
            "tool_use" when isAssistant => Call(block, place),
            "tool_result" when !isAssistant => Result(block, place),
            "thinking" when isAssistant => Thought(block, place),
            "redacted_thinking" when isAssistant => Redacted(block, place),
            _ => MessagesMarks.Keep(new AIContent(), block),
        };
    }

    /// <summary>Keeps the members that were not read, for channels of the same wire.</summary>
    private static T WithOthers<T>(T content, JsonElement block, params ReadOnlySpan<string> read)
        where T : AIContent
    {
        var any = false;
        foreach (var member in block.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Null && !member.NameEquals("type"u8) && !read.Contains(member.Name))
            {
                (content.AdditionalProperties ??= [])[MessagesMarks.Member + member.Name] = member.Value;
                any = true;
            }
        }

        return any ? MessagesMarks.Own(content) : content;
    }

    private static TextContent Text(JsonElement block, in MessagesPlace place)
    {
        var text = new TextContent(MessagesJson.RequiredText(block, "text", place));
        if (MessagesJson.OptionalArray(block, "citations", place) is { } citations && MessagesCitations.Read(citations) is { } annotations)
        {
            text.Annotations = annotations;
            MessagesMarks.Own(text);
        }

        return WithOthers(text, block, "text", "citations");
    }

    private static FunctionCallContent Call(JsonElement block, in MessagesPlace place)
    {
        var arguments = new Dictionary<string, object?>();
        foreach (var member in MessagesJson.RequiredObject(block, "input", place).EnumerateObject())
        {
            arguments[member.Name] = member.Value.ValueKind == JsonValueKind.Null ? null : member.Value;
        }

        var call = new FunctionCallContent(MessagesJson.RequiredText(block, "id", place), MessagesJson.RequiredText(block, "name", place), arguments);
        return WithOthers(call, block, "id", "name", "input");
    }

    private static FunctionResultContent Result(JsonElement block, in MessagesPlace place)
    {
        var result = new FunctionResultContent(MessagesJson.RequiredText(block, "tool_use_id", place), ResultOf(MessagesJson.Member(block, "content"), place));
        if (MessagesJson.OptionalFlag(block, "is_error", place) == true)
        {
            result.Exception = new InvalidOperationException("The tool has failed.");
        }

        return WithOthers(result, block, "tool_use_id", "content", "is_error");
    }

    private static object? ResultOf(JsonElement? content, in MessagesPlace place)
    {
        if (content is not { } given)
        {
            return null;
        }

        if (given.ValueKind == JsonValueKind.String)
        {
            return given.GetString();
        }

        if (given.ValueKind != JsonValueKind.Array)
        {
            throw place.Wrong("content", $"Input should be a string or an array of blocks, not {MessagesJson.Kind(given)}");
        }

        var contents = new List<AIContent>(given.GetArrayLength());
        var inner = place with { Inner = 0 };
        foreach (var item in given.EnumerateArray())
        {
            contents.Add(Read(item, inner, isAssistant: false));
            inner = inner with { Inner = inner.Inner + 1 };
        }

        return contents;
    }

    /// <summary>Thoughts without a signature are those of other providers, as this dialect gave them out.</summary>
    private static TextReasoningContent Thought(JsonElement block, in MessagesPlace place)
    {
        var thought = new TextReasoningContent(MessagesJson.RequiredText(block, "thinking", place));
        if (MessagesJson.OptionalText(block, "signature", place) is { Length: > 0 } signature)
        {
            thought.ProtectedData = signature;
            MessagesMarks.Own(thought);
        }

        return WithOthers(thought, block, "thinking", "signature");
    }

    private static TextReasoningContent Redacted(JsonElement block, in MessagesPlace place)
    {
        var thought = new TextReasoningContent(string.Empty) { ProtectedData = MessagesJson.RequiredText(block, "data", place) };
        thought.AdditionalProperties = new() { [MessagesMarks.Redacted] = true };
        return WithOthers(MessagesMarks.Own(thought), block, "data");
    }
}
