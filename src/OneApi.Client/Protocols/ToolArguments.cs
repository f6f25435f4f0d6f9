using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols;

/// <summary>Arguments and results of function calls, between their JSON text and the objects of Microsoft.Extensions.AI.</summary>
internal static class ToolArguments
{
    /// <summary>Makes a call out of argument text; text that is no JSON object becomes the call's exception, never a failure of the answer.</summary>
    public static FunctionCallContent Parse(string callId, string name, ReadOnlySpan<byte> json)
    {
        var trimmed = json.Trim(" \t\r\n"u8);
        if (trimmed.IsEmpty)
        {
            return new(callId, name, new Dictionary<string, object?>());
        }

        try
        {
            var reader = new Utf8JsonReader(trimmed);
            reader.Read();
            var arguments = ReadObject(ref reader);
            if (reader.Read())
            {
                throw new JsonException("More than one value.");
            }

            return new(callId, name, arguments);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return new(callId, name)
            {
                Exception = new InvalidOperationException("The model's arguments are not a JSON object.", error),
                RawRepresentation = Encoding.UTF8.GetString(json),
            };
        }
    }

    /// <summary>Reads an object of arguments; a JSON null counts as an empty one.</summary>
    public static Dictionary<string, object?> ReadObject(ref Utf8JsonReader reader)
    {
        var arguments = new Dictionary<string, object?>();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return arguments;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("Not an object.");
        }

        while (JsonRead.NextProperty(ref reader))
        {
            var name = JsonRead.Text(ref reader);
            reader.Read();
            arguments[name] = reader.TokenType == JsonTokenType.Null ? null : JsonRead.Element(ref reader);
        }

        return arguments;
    }

    public static void WriteObject(Utf8JsonWriter writer, FunctionCallContent call)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in call.Arguments ?? new Dictionary<string, object?>())
        {
            writer.WritePropertyName(name);
            JsonWrite.Value(writer, value);
        }

        writer.WriteEndObject();
    }

    /// <summary>The arguments as JSON text; text that could not be parsed goes back as it came.</summary>
    public static string ToText(FunctionCallContent call)
    {
        if (call is { Exception: not null, RawRepresentation: string raw })
        {
            return raw;
        }

        if (call.Arguments is null or { Count: 0 })
        {
            return "{}";
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, JsonWrite.WriterOptions))
        {
            WriteObject(writer, call);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>What a tool returned, as text: a string as it is, text contents joined, a failure as its message, anything else as JSON. Media have no text.</summary>
    public static string ResultText(FunctionResultContent result) => result switch
    {
        { Exception: { } error } when result.Result is null => "Error: " + error.Message,
        { Result: TextContent text } => text.Text,
        { Result: AIContent } => string.Empty,
        { Result: IEnumerable<AIContent> contents } => string.Concat(contents.OfType<TextContent>().Select(static text => text.Text)),
        _ => JsonWrite.Text(result.Result),
    };

    /// <summary>
    /// True for a call that the provider's own servers made and answered: it is told for information, and never sent back.
    /// Function invocation marks the calls that it has answered in the same way; those have their result in a message of its own.
    /// </summary>
    public static bool IsServerSide(FunctionCallContent call, IReadOnlyList<ChatMessage> messages)
    {
        if (!call.InformationalOnly)
        {
            return false;
        }

        foreach (var message in messages)
        {
            var hasCall = false;
            var hasResult = false;
            foreach (var content in message.Contents)
            {
                hasCall |= ReferenceEquals(content, call);
                hasResult |= content is FunctionResultContent result && result.CallId == call.CallId;
            }

            if (hasResult && !hasCall)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True when a tool returned more than text, which a wire with text results can't carry.</summary>
    public static bool HasMedia(FunctionResultContent result) =>
        result.Result is AIContent and not TextContent
        || (result.Result is IEnumerable<AIContent> parts && parts.Any(static part => part is not TextContent));

    /// <summary>The name of the function that a result answers, found in the history, or null.</summary>
    public static string? NameOf(IReadOnlyList<ChatMessage> messages, string callId)
    {
        for (var i = messages.Count - 1; i >= 0; i--)
        {
            foreach (var content in messages[i].Contents)
            {
                if (content is FunctionCallContent call && call.CallId == callId)
                {
                    return call.Name;
                }
            }
        }

        return null;
    }
}
