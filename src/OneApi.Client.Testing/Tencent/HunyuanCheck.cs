using System.Text.Json;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Tencent;

/// <summary>What <c>ChatCompletions</c> refuses before it generates anything.</summary>
internal static class HunyuanCheck
{
    private const int MostMessages = 40;

    private static readonly string[] Members =
    [
        "Model", "Messages", "Stream", "StreamModeration", "Temperature", "TopP", "Stop", "Seed", "Tools", "ToolChoice", "CustomTool", "EnableThinking", "EnableEnhancement",
        "ForceSearchEnhancement", "SearchInfo", "Citation", "EnableSpeedSearch", "EnableMultimedia", "EnableDeepSearch", "EnableDeepRead", "WebSearchOptions", "TopicChoice",
        "EnableRecommendedQuestions",
    ];

    public static void Check(JsonElement body)
    {
        if (!body.IsObject())
        {
            throw Refused("InvalidRequest", "The request body is not valid JSON.");
        }

        foreach (var member in body.EnumerateObject())
        {
            if (!Members.Contains(member.Name))
            {
                throw Refused("UnknownParameter", $"The parameter `{member.Name}` is not recognized.");
            }
        }

        if (body.Member("Model").TextOrNull() is not { Length: > 0 })
        {
            throw Refused("MissingParameter", "The request is missing the required parameter `Model`.");
        }

        CheckMessages(body.Member("Messages"));
        CheckTools(body);
        CheckRange(body, "Temperature", 0, 2);
        CheckRange(body, "TopP", 0, 1);
        CheckRange(body, "Seed", 1, 10_000);
    }

    private static void CheckMessages(JsonElement messages)
    {
        if (!messages.IsArray() || messages.GetArrayLength() == 0)
        {
            throw Refused("MissingParameter", "The request is missing the required parameter `Messages`.");
        }

        if (messages.GetArrayLength() > MostMessages)
        {
            throw Invalid("Messages length must be 40 or less");
        }

        string? before = null;

        foreach (var message in messages.Items())
        {
            var role = message.Member("Role").TextOrNull();
            CheckOrder(before, role);
            CheckContent(message, role!);
            before = role;
        }

        if (before is not ("user" or "tool"))
        {
            throw Invalid("Messages must end with the role user or tool");
        }
    }

    private static void CheckOrder(string? before, string? role)
    {
        var isAllowed = (before, role) switch
        {
            (null, "system" or "user") => true,
            ("system", "user") => true,
            ("user" or "tool", "assistant") => true,
            ("assistant", "user" or "tool") => true,
            ("tool", "tool") => true,
            _ => false,
        };

        if (!isAllowed)
        {
            throw Invalid($"Messages: role {role} can't follow {before ?? "the beginning"}; user (tool) and assistant must alternate");
        }
    }

    private static void CheckContent(JsonElement message, string role)
    {
        if (message.Member("Content").TextOrNull() is not { Length: > 0 } && message.Member("Contents") is var parts && (!parts.IsArray() || parts.GetArrayLength() == 0))
        {
            throw Invalid("Messages Content and Contents not allowed empty at the same time.");
        }

        if (message.Member("ReasoningContent").Exists())
        {
            throw Invalid("Messages: ReasoningContent is not allowed in a request");
        }

        if (role is "tool" && message.Member("ToolCallId").TextOrNull() is not { Length: > 0 })
        {
            throw Invalid("Messages: a tool message needs ToolCallId");
        }

        foreach (var part in message.Member("Contents").Items())
        {
            var member = part.Member("Type").TextOrNull() switch { "text" => "Text", "image_url" => "ImageUrl", "video_url" => "VideoUrl", "video_frames" => "VideoFrames", _ => "" };

            if (!part.Member(member).Exists())
            {
                throw Invalid("Messages: an item of Contents is not valid");
            }
        }
    }

    private static void CheckTools(JsonElement body)
    {
        foreach (var tool in body.Member("Tools").Items())
        {
            CheckTool(tool);
        }

        switch (body.Member("ToolChoice").TextOrNull())
        {
            case null or "none" or "auto":
                return;
            case "custom" when body.Member("CustomTool").IsObject():
                CheckTool(body.Member("CustomTool"));
                return;
            default:
                throw Invalid("ToolChoice must be none, auto, or custom with CustomTool");
        }
    }

    /// <summary>Parameters are JSON text, not an object.</summary>
    private static void CheckTool(JsonElement tool)
    {
        var function = tool.Member("Function");

        if (tool.Member("Type").TextOrNull() is not "function" || function.Member("Name").TextOrNull() is not { Length: > 0 } || function.Member("Parameters").TextOrNull() is not { } parameters || !IsJson(parameters))
        {
            throw Invalid("Tools: a function needs Name, and Parameters as a JSON string");
        }
    }

    private static bool IsJson(string text)
    {
        try
        {
            return JsonElement.Parse(text).IsObject();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void CheckRange(JsonElement body, string name, double least, double most)
    {
        if (body.Member(name) is not { ValueKind: JsonValueKind.Number } value)
        {
            return;
        }

        if (value.GetDouble() > most)
        {
            throw Invalid(FormattableString.Invariant($"{name} must be {most} or less"));
        }

        if (value.GetDouble() < least)
        {
            throw Invalid(FormattableString.Invariant($"{name} must be {least} or greater"));
        }
    }

    private static RequestRefusedException Invalid(string message) => Refused("InvalidParameter", message);

    public static RequestRefusedException Refused(string code, string message) => RequestRefusedException.Invalid(message, code: code);
}
