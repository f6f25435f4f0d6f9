using System.Text.Json;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Baidu;

/// <summary>What Baidu refuses before it generates anything (protocols/wenxin.md §3).</summary>
internal static class WenxinCheck
{
    private const string InvalidParameter = "336003";
    private const int MaxCharacters = 516_096;

    public static void Check(JsonElement body)
    {
        if (!body.IsObject())
        {
            throw Refuse("Invalid JSON", "336002");
        }

        if (body.Member("model").Exists())
        {
            throw Refuse("Invalid Argument: model", "336001");
        }

        CheckMessages(body.Member("messages"));
        CheckSettings(body);
        CheckFunctions(body);
    }

    private static void CheckMessages(JsonElement messages)
    {
        var count = messages.Items().Count();

        if (count == 0 || count % 2 == 0)
        {
            throw Refuse("the length of messages must be an odd number", InvalidParameter);
        }

        var (index, characters) = (0, 0);

        foreach (var message in messages.Items())
        {
            CheckMessage(message, index, isLast: index == count - 1);
            characters += message.Member("content").TextOrNull()?.Length ?? 0;
            index++;
        }

        if (characters > MaxCharacters)
        {
            throw Refuse($"the max input characters is {MaxCharacters}", "336007");
        }
    }

    private static void CheckMessage(JsonElement message, int index, bool isLast)
    {
        var role = message.Member("role").TextOrNull();
        var isRightRole = (index % 2, index) switch
        {
            (0, 0) => role is "user",
            (0, _) => role is "user" or "function",
            _ => role is "assistant",
        };

        if (!isRightRole)
        {
            throw Refuse(index % 2 == 0 ? "the role of message with odd index in the messages must be user or function" : "the role of message with even index in the messages must be assistant", InvalidParameter);
        }

        if (message.Member("content").TextOrNull() is not { Length: > 0 } && !message.Member("function_call").IsObject())
        {
            throw Refuse("the content of message can not be empty", InvalidParameter);
        }

        if (role is "function" && message.Member("name").TextOrNull() is not { Length: > 0 })
        {
            throw Refuse("the name of message with role function can not be empty", InvalidParameter);
        }

        if (isLast && role is "assistant")
        {
            throw Refuse("the last message must be from user or function", InvalidParameter);
        }
    }

    private static void CheckSettings(JsonElement body)
    {
        if (body.Member("temperature") is { ValueKind: JsonValueKind.Number } temperature && temperature.GetDouble() is <= 0 or > 1)
        {
            throw Refuse("temperature must be in (0, 1.0]", InvalidParameter);
        }

        if (body.Member("top_p") is { ValueKind: JsonValueKind.Number } topP && topP.GetDouble() is < 0 or > 1)
        {
            throw Refuse("top_p must be in [0, 1.0]", InvalidParameter);
        }

        if (body.Member("penalty_score") is { ValueKind: JsonValueKind.Number } penalty && penalty.GetDouble() is < 1 or > 2)
        {
            throw Refuse("penalty_score must be in [1.0, 2.0]", InvalidParameter);
        }

        if (body.Member("max_output_tokens").Int32OrNull() is < 2)
        {
            throw Refuse("max_output_tokens must be at least 2", InvalidParameter);
        }

        if (body.Member("stop").Items().Count() > 4 || body.Member("stop").Items().Any(static stop => stop.TextOrNull() is not { Length: <= 20 }))
        {
            throw Refuse("stop must be at most 4 strings of at most 20 characters", InvalidParameter);
        }

        if (body.Member("response_format").Exists() && body.Member("response_format").TextOrNull() is not ("json_object" or "text"))
        {
            throw Refuse("response_format must be text or json_object", InvalidParameter);
        }

        if (body.Member("system").Exists() && body.Member("system").TextOrNull() is null)
        {
            throw Refuse("Invalid argument: system", "336104");
        }
    }

    private static void CheckFunctions(JsonElement body)
    {
        if (body.Member("functions").Exists() && !body.Member("functions").Items().Any())
        {
            throw Refuse("functions can not be empty", "336106");
        }

        foreach (var function in body.Member("functions").Items())
        {
            if (function.Member("name").TextOrNull() is not { Length: > 0 } || function.Member("description").TextOrNull() is not { Length: > 0 })
            {
                throw Refuse("the name and description of a function can not be empty", "336106");
            }

            if (function.Member("parameters").Member("type").TextOrNull() is not "object" || !function.Member("parameters").Member("properties").IsObject())
            {
                throw Refuse("the parameters of a function must be an object with properties", "336106");
            }
        }

        if (body.Member("tools").Exists())
        {
            throw Refuse("Invalid Argument: tools", "336001");
        }
    }

    private static RequestRefusedException Refuse(string message, string code) => RequestRefusedException.Invalid(message, code: code);
}
