using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Moonshot;

/// <summary>What the vendor refuses before it generates anything, beyond what the wire refuses.</summary>
internal static partial class MoonshotCheck
{
    private const int MaxStops = 5;
    private const int MaxStopBytes = 32;

    public static void Check(JsonElement body)
    {
        var messages = OpenAIBodyCheck.Required(body, "messages").Items().ToList();

        foreach (var message in messages)
        {
            CheckMessage(message);
        }

        if (messages is [.., var last] && last.Member("role").TextOrNull() is "assistant" && !last.Member("partial").IsTrue())
        {
            throw Refuse("the last message must not be from the assistant unless it is partial");
        }

        CheckStops(body.Member("stop"));
        CheckTools(body);

        if (body.Member("temperature") is { ValueKind: JsonValueKind.Number } temperature && temperature.GetDouble() is < 0 or > 1)
        {
            throw Refuse("temperature must be between 0 and 1");
        }
    }

    private static void CheckMessage(JsonElement message)
    {
        if (message.Member("content").TextOrNull() is { Length: 0 } && !message.Member("tool_calls").Exists())
        {
            throw Refuse("message must not be empty");
        }

        foreach (var part in message.Member("content").Items())
        {
            var image = part.Member("image_url");
            var url = image.TextOrNull() ?? image.Member("url").TextOrNull();

            if (url?.StartsWith("http", StringComparison.Ordinal) == true)
            {
                throw Refuse("unsupported image url");
            }
        }
    }

    private static void CheckStops(JsonElement stop)
    {
        if (stop.Items().Count() > MaxStops || stop.Items().Any(static one => Encoding.UTF8.GetByteCount(one.TextOrNull() ?? "") > MaxStopBytes))
        {
            throw Refuse("stop must have at most 5 strings of at most 32 bytes");
        }
    }

    private static void CheckTools(JsonElement body)
    {
        if (body.Member("tool_choice").TextOrNull() is "required")
        {
            throw Refuse("tool_choice 'required' is not supported");
        }

        foreach (var function in body.Member("tools").Items().Select(static tool => tool.Member("function")))
        {
            if (!ToolName().IsMatch(function.Member("name").TextOrNull() ?? ""))
            {
                throw Refuse("function name is invalid, must start with a letter and can contain letters, numbers, underscores, and dashes");
            }

            CheckBranches(function.Member("parameters"));
        }
    }

    /// <summary>A type beside a choice is refused: it belongs into the branches.</summary>
    private static void CheckBranches(JsonElement schema)
    {
        if (!schema.IsObject())
        {
            return;
        }

        if (schema.Member("anyOf").IsArray() && schema.Member("type").TextOrNull() is not null)
        {
            throw Refuse("tools.function.parameters is not a valid moonshot flavored json schema, details: <when using anyOf, type should be defined in anyOf items instead of the parent schema>");
        }

        foreach (var member in schema.EnumerateObject())
        {
            CheckBranches(member.Value);
        }
    }

    private static RequestRefusedException Refuse(string message) => RequestRefusedException.Invalid("Invalid request: " + message);

    [GeneratedRegex("^[$a-zA-Z_][a-zA-Z0-9-_]{2,63}$")]
    private static partial Regex ToolName();
}
