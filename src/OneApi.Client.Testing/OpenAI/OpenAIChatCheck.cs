using System.Text.Json;
using System.Text.RegularExpressions;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.OpenAI;

/// <summary>What OpenAI refuses with 400 before it generates anything.</summary>
internal static partial class OpenAIChatCheck
{
    private static readonly string[] Roles = ["system", "developer", "user", "assistant", "tool", "function"];

    /// <param name="body">The request.</param>
    /// <param name="needsModel">Whether the body must name the model.</param>
    /// <param name="moreParts">Types of content that the vendor takes from a user besides OpenAI's.</param>
    /// <param name="moreTools">Types of tools that the vendor has besides functions; their settings stand in a member of that name.</param>
    public static void Check(JsonElement body, bool needsModel = true, string[]? moreParts = null, string[]? moreTools = null)
    {
        OpenAIBodyCheck.RequireObject(body, needsModel);
        var messages = OpenAIBodyCheck.Required(body, "messages");

        if (!messages.IsArray() || messages.GetArrayLength() == 0)
        {
            throw RequestRefusedException.Invalid("Invalid 'messages': expected a non-empty array.", "messages", "invalid_type");
        }

        CheckMessages(messages, moreParts ?? []);
        CheckToolAnswers(messages);
        CheckTools(body, moreTools ?? []);
        CheckFormat(body, messages);
        CheckStream(body);
        CheckRange(body, "temperature", 0, 2);
        CheckRange(body, "top_p", 0, 1);
        CheckRange(body, "frequency_penalty", -2, 2);
        CheckRange(body, "presence_penalty", -2, 2);
    }

    private static void CheckMessages(JsonElement messages, string[] moreParts)
    {
        var index = 0;

        foreach (var message in messages.Items())
        {
            var place = FormattableString.Invariant($"messages[{index++}]");
            var role = message.Member("role").TextOrNull();

            if (!Roles.Contains(role))
            {
                throw RequestRefusedException.Invalid($"Invalid value: '{role}'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', and 'developer'.", $"{place}.role", "invalid_value");
            }

            var content = message.Member("content");
            var mayBeEmpty = role is "assistant" && (message.Member("tool_calls").Exists() || message.Member("audio").Exists() || message.Member("function_call").Exists() || message.Member("refusal").Exists());

            if (!content.Exists() && !mayBeEmpty)
            {
                throw RequestRefusedException.Invalid("Invalid value for 'content': expected a string, got null.", $"{place}.content");
            }

            if (content.Exists() && content.ValueKind is not (JsonValueKind.String or JsonValueKind.Array))
            {
                throw RequestRefusedException.Invalid($"Invalid type for '{place}.content': expected one of a string or array of objects.", $"{place}.content", "invalid_type");
            }

            foreach (var part in content.Items())
            {
                CheckPart(part, role!, place, moreParts);
            }
        }
    }

    private static void CheckPart(JsonElement part, string role, string place, string[] moreParts)
    {
        var type = part.Member("type").TextOrNull();
        var isAllowed = role switch
        {
            "user" => type is "text" or "image_url" or "input_audio" or "file" || moreParts.Contains(type),
            "assistant" => type is "text" or "refusal",
            _ => type is "text",
        };

        if (!isAllowed)
        {
            throw RequestRefusedException.Invalid($"Invalid value: '{type}'.", $"{place}.content", "invalid_value");
        }

        if (!part.Member(type!).Exists())
        {
            throw RequestRefusedException.Invalid($"Missing required parameter: '{place}.content[].{type}'.", $"{place}.content", "missing_required_parameter");
        }
    }

    /// <summary>Every call is answered by a tool message before the conversation goes on, and no tool message answers nothing.</summary>
    private static void CheckToolAnswers(JsonElement messages)
    {
        var open = new List<string>();
        var answerable = new HashSet<string>();

        foreach (var message in messages.Items())
        {
            if (message.Member("role").TextOrNull() is not "tool")
            {
                RequireAllAnswered(open);
                answerable.Clear();
                open.AddRange(message.Member("tool_calls").Items().Select(static call => call.Member("id").TextOrNull() ?? ""));
                answerable.UnionWith(open);
                continue;
            }

            var id = message.Member("tool_call_id").TextOrNull()
                ?? throw RequestRefusedException.Invalid("Missing parameter 'tool_call_id': messages with role 'tool' must have a 'tool_call_id'.", "messages.tool_call_id");

            if (!answerable.Contains(id))
            {
                throw RequestRefusedException.Invalid("Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.", "messages.role");
            }

            open.Remove(id);
        }

        RequireAllAnswered(open);
    }

    private static void RequireAllAnswered(List<string> open)
    {
        if (open.Count > 0)
        {
            throw RequestRefusedException.Invalid($"An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: {string.Join(", ", open)}", "messages");
        }
    }

    private static void CheckTools(JsonElement body, string[] moreTools)
    {
        var tools = body.Member("tools");

        if (!tools.Exists())
        {
            foreach (var name in (ReadOnlySpan<string>)["tool_choice", "parallel_tool_calls"])
            {
                if (body.Member(name).Exists())
                {
                    throw RequestRefusedException.Invalid($"Invalid value for '{name}': '{name}' is only allowed when 'tools' are specified.", name);
                }
            }

            return;
        }

        if (!tools.IsArray() || tools.GetArrayLength() == 0)
        {
            throw RequestRefusedException.Invalid("Invalid 'tools': empty array. Expected an array with minimum length 1.", "tools", "empty_array");
        }

        foreach (var tool in tools.Items())
        {
            var type = tool.Member("type").TextOrNull();
            var name = tool.Member(type ?? "").Member("name").TextOrNull();

            if (moreTools.Contains(type))
            {
                if (!tool.Member(type!).IsObject())
                {
                    throw RequestRefusedException.Invalid($"Invalid type for 'tools[0].{type}': expected an object.", $"tools[0].{type}", "invalid_type");
                }

                continue;
            }

            if (type is not ("function" or "custom"))
            {
                throw RequestRefusedException.Invalid($"Invalid value: '{type}'. Supported values are: 'function' and 'custom'.", "tools[0].type", "invalid_value");
            }

            if (name is null || !ToolName().IsMatch(name))
            {
                throw RequestRefusedException.Invalid("Invalid 'tools[0].function.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.", "tools[0].function.name", "invalid_value");
            }
        }
    }

    private static void CheckFormat(JsonElement body, JsonElement messages)
    {
        var format = body.Member("response_format");

        switch (format.Member("type").TextOrNull())
        {
            case null when format.Exists():
                throw RequestRefusedException.Invalid("Missing required parameter: 'response_format.type'.", "response_format.type", "missing_required_parameter");
            case "json_object" when !messages.GetRawText().Contains("json", StringComparison.OrdinalIgnoreCase):
                throw RequestRefusedException.Invalid("'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.", "messages");
            case "json_schema" when !format.Member("json_schema").Member("name").Exists():
                throw RequestRefusedException.Invalid("Missing required parameter: 'response_format.json_schema.name'.", "response_format.json_schema.name", "missing_required_parameter");
        }
    }

    private static void CheckStream(JsonElement body)
    {
        if (body.Member("stream_options").Exists() && !body.Member("stream").IsTrue())
        {
            throw RequestRefusedException.Invalid("The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options");
        }
    }

    private static void CheckRange(JsonElement body, string name, double least, double most)
    {
        var value = body.Member(name);

        if (!value.Exists())
        {
            return;
        }

        if (value.ValueKind is not JsonValueKind.Number)
        {
            throw RequestRefusedException.Invalid($"Invalid type for '{name}': expected a decimal.", name, "invalid_type");
        }

        if (value.GetDouble() < least)
        {
            throw RequestRefusedException.Invalid(FormattableString.Invariant($"Invalid '{name}': decimal below minimum value. Expected a value >= {least}."), name, "decimal_below_min_value");
        }

        if (value.GetDouble() > most)
        {
            throw RequestRefusedException.Invalid(FormattableString.Invariant($"Invalid '{name}': decimal above maximum value. Expected a value <= {most}."), name, "decimal_above_max_value");
        }
    }

    [GeneratedRegex("^[a-zA-Z0-9_-]{1,64}$")]
    private static partial Regex ToolName();
}
