using System.Text.Json;
using System.Text.RegularExpressions;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Anthropic;

/// <summary>What Anthropic refuses with 400 before it generates anything.</summary>
internal static partial class AnthropicCheck
{
    private static readonly HashSet<string> Members =
    [
        "model", "max_tokens", "messages", "system", "temperature", "top_p", "top_k", "stop_sequences", "stream", "tools", "tool_choice", "thinking",
        "output_config", "output_format", "cache_control", "metadata", "service_tier", "container", "inference_geo", "user_profile_id", "context_management", "mcp_servers", "speed",
    ];

    public static void RequireVersion(FakeRequest request)
    {
        if (request.Headers.GetValueOrDefault("anthropic-version") is not { Length: > 0 } version)
        {
            throw RequestRefusedException.Invalid("anthropic-version: header is required");
        }

        if (version is not ("2023-06-01" or "2023-01-01"))
        {
            throw RequestRefusedException.Invalid($"anthropic-version: \"{version}\" is not a valid version");
        }
    }

    public static void Check(JsonElement body, bool isCounting)
    {
        if (!body.IsObject())
        {
            throw RequestRefusedException.Invalid("The request body is not valid JSON");
        }

        CheckMembers(body, isCounting);
        var messages = body.Member("messages");

        if (!messages.IsArray() || messages.GetArrayLength() == 0)
        {
            throw RequestRefusedException.Invalid("messages: at least one message is required");
        }

        CheckRange(body, "temperature", 1);
        CheckRange(body, "top_p", 1);
        CheckMessages(messages);
        AnthropicToolCheck.Check(messages);
        CheckTools(body);
        CheckThinking(body);
    }

    private static void CheckMembers(JsonElement body, bool isCounting)
    {
        foreach (var name in body.EnumerateObject().Select(static member => member.Name))
        {
            if (!Members.Contains(name) || (isCounting && (name is "max_tokens" or "stream")))
            {
                throw RequestRefusedException.Invalid($"{name}: Extra inputs are not permitted");
            }
        }

        foreach (var name in (ReadOnlySpan<string>)["model", "max_tokens", "messages"])
        {
            if (!body.Member(name).Exists() && !(isCounting && name is "max_tokens"))
            {
                throw RequestRefusedException.Invalid($"{name}: Field required");
            }
        }

        if (!isCounting && !(body.Member("max_tokens").ValueKind is JsonValueKind.Number && body.Member("max_tokens").GetDouble() >= 0))
        {
            throw RequestRefusedException.Invalid("max_tokens: Input should be greater than or equal to 1");
        }
    }

    private static void CheckRange(JsonElement body, string name, double most)
    {
        var value = body.Member(name);

        if (value.Exists() && (value.ValueKind is not JsonValueKind.Number || value.GetDouble() < 0 || value.GetDouble() > most))
        {
            throw RequestRefusedException.Invalid(FormattableString.Invariant($"{name}: range: 0..{most}"));
        }
    }

    private static void CheckMessages(JsonElement messages)
    {
        var index = 0;

        foreach (var message in messages.Items())
        {
            var place = FormattableString.Invariant($"messages.{index}");
            var role = message.Member("role").TextOrNull();

            if (role is not ("user" or "assistant" or "system"))
            {
                throw RequestRefusedException.Invalid($"messages: Unexpected role \"{role}\". The Messages API accepts a top-level `system` parameter.");
            }

            if (index++ == 0 && role is not "user")
            {
                throw RequestRefusedException.Invalid("messages: first message must use the \"user\" role");
            }

            CheckContent(message.Member("content"), role, place);
        }

        var last = messages[messages.GetArrayLength() - 1];
        var lastText = last.Member("content").TextOrNull() ?? last.Member("content").Items().LastOrDefault().Member("text").TextOrNull();

        if (last.Member("role").TextOrNull() is "assistant" && lastText is { Length: > 0 } && char.IsWhiteSpace(lastText[^1]))
        {
            throw RequestRefusedException.Invalid("messages: final assistant content cannot end with trailing whitespace");
        }
    }

    private static void CheckContent(JsonElement content, string role, string place)
    {
        if (content.ValueKind is not (JsonValueKind.String or JsonValueKind.Array))
        {
            throw RequestRefusedException.Invalid($"{place}.content: Field required");
        }

        if (role is "user" && (content.TextOrNull() is "" || (content.IsArray() && content.GetArrayLength() == 0)))
        {
            throw RequestRefusedException.Invalid($"{place}: user messages must have non-empty content");
        }

        foreach (var block in content.Items())
        {
            var type = block.Member("type").TextOrNull();

            if (type is null)
            {
                throw RequestRefusedException.Invalid($"{place}.content.0.type: Field required");
            }

            // Blank text of an assistant turn was taken in a recorded exchange; it is the model's own.
            if (type is "text" && block.Member("text").TextOrNull() is var text && (role is "assistant" ? string.IsNullOrEmpty(text) : string.IsNullOrWhiteSpace(text)))
            {
                throw RequestRefusedException.Invalid("messages: text content blocks must be non-empty");
            }

            if (type is "tool_use" && !block.Member("input").IsObject())
            {
                throw RequestRefusedException.Invalid($"{place}.content.0.tool_use.input: Input should be a valid dictionary");
            }

            if (type is "thinking" && !AnthropicSignature.Fits(block.Member("thinking").TextOrNull() ?? "", block.Member("signature").TextOrNull()))
            {
                throw RequestRefusedException.Invalid($"{place}.content.0: Invalid `signature` in `thinking` block");
            }
        }
    }

    private static void CheckTools(JsonElement body)
    {
        foreach (var tool in body.Member("tools").Items())
        {
            // Server tools have a type of their own and no schema.
            if (tool.Member("type").TextOrNull() is not (null or "custom"))
            {
                continue;
            }

            if (tool.Member("name").TextOrNull() is not { } name || !ToolName().IsMatch(name))
            {
                throw RequestRefusedException.Invalid("tools.0.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'");
            }

            if (tool.Member("input_schema").Member("type").TextOrNull() is not "object")
            {
                throw RequestRefusedException.Invalid("tools.0.custom.input_schema.type: Input should be 'object'");
            }
        }

        if (body.Member("tool_choice").Member("type").TextOrNull() is ("any" or "tool") && !body.Member("tools").Exists())
        {
            throw RequestRefusedException.Invalid("tool_choice may only be specified while providing tools");
        }
    }

    private static void CheckThinking(JsonElement body)
    {
        var thinking = body.Member("thinking");
        var type = thinking.Member("type").TextOrNull();

        if (type is not ("enabled" or "adaptive"))
        {
            return;
        }

        if (type is "enabled" && (!thinking.Member("budget_tokens").Exists() || thinking.Member("budget_tokens").GetDouble() < 1024))
        {
            throw RequestRefusedException.Invalid("thinking.enabled.budget_tokens: Input should be greater than or equal to 1024");
        }

        if (type is "enabled" && body.Member("max_tokens").Exists() && body.Member("max_tokens").GetDouble() <= thinking.Member("budget_tokens").GetDouble())
        {
            throw RequestRefusedException.Invalid("`max_tokens` must be greater than `thinking.budget_tokens`");
        }

        if (body.Member("temperature").Exists() && body.Member("temperature").GetDouble() != 1)
        {
            throw RequestRefusedException.Invalid("`temperature` may only be set to 1 when thinking is enabled");
        }

        if (body.Member("top_k").Exists())
        {
            throw RequestRefusedException.Invalid("`top_k` must be unset when thinking is enabled");
        }

        if (type is "enabled" && body.Member("tool_choice").Member("type").TextOrNull() is ("any" or "tool"))
        {
            throw RequestRefusedException.Invalid("Thinking may not be enabled when tool_choice forces tool use.");
        }
    }

    [GeneratedRegex("^[a-zA-Z0-9_-]{1,128}$")]
    private static partial Regex ToolName();
}
