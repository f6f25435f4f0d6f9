using System.Globalization;
using System.Text.Json;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Spark;

/// <summary>What the socket refuses before it generates anything (spark.md §4).</summary>
internal static class SparkSocketCheck
{
    private static readonly string[] Settings = ["domain", "temperature", "top_k", "max_tokens", "chat_id", "auditing", "show_ref_label", "tools", "thinking"];

    public static void Check(JsonElement body, SparkVersion version)
    {
        var chat = body.Member("parameter").Member("chat");
        if (!version.Domains.Contains(chat.Member("domain").TextOrNull()))
        {
            throw Refused(10404, "the domain does not match the version of the address");
        }

        CheckSettings(chat, version);
        CheckUser(body.Member("header").Member("uid"));
        CheckMessages([.. body.Member("payload").Member("message").Member("text").Items()], version);
        CheckFunctions(body.Member("payload").Member("functions"), version);
    }

    public static void CheckAppId(JsonElement body, string appId)
    {
        if (!body.IsObject())
        {
            throw Refused(10003, "the message is no JSON object");
        }

        if (body.Member("header").Member("app_id").TextOrNull() != appId)
        {
            throw Refused(10005, "param validate error: /header/app_id is invalid");
        }
    }

    private static void CheckSettings(JsonElement chat, SparkVersion version)
    {
        foreach (var setting in chat.EnumerateObject())
        {
            if (!Settings.Contains(setting.Name))
            {
                throw Refused(10004, $"/parameter/chat/{setting.Name} is unknown");
            }
        }

        CheckRange(chat, "temperature", double.Epsilon, version.Thinks ? 2 : 1);
        CheckRange(chat, "top_k", 1, 6);
        CheckRange(chat, "max_tokens", 1, version.MaxTokens);
    }

    private static void CheckRange(JsonElement chat, string name, double least, double most)
    {
        var value = chat.Member(name);

        if (value.Exists() && (value.ValueKind is not JsonValueKind.Number || value.GetDouble() < least || value.GetDouble() > most))
        {
            throw Refused(10163, $"/parameter/chat/{name} is out of range");
        }
    }

    private static void CheckUser(JsonElement user)
    {
        if (user.Exists() && user.TextOrNull() is not { Length: <= 32 })
        {
            throw Refused(10004, "/header/uid is longer than 32");
        }
    }

    private static void CheckMessages(JsonElement[] messages, SparkVersion version)
    {
        if (version.SeesImages && messages is [var image, ..] && image.Member("content_type").TextOrNull() is "image")
        {
            messages = messages[1..];
        }

        var previous = "";

        for (var i = 0; i < messages.Length; i++)
        {
            var role = messages[i].Member("role").TextOrNull() ?? "";
            var isKnown = role is "user" or "assistant" || (role is "system" && i == 0 && version.TakesSystem);

            if (!isKnown || role == previous || messages[i].Member("content").TextOrNull() is not { Length: > 0 })
            {
                throw Refused(10003, string.Create(CultureInfo.InvariantCulture, $"/payload/message/text/{i}: role '{role}' has no place there, or no content"));
            }

            previous = role;
        }

        if (previous is not "user")
        {
            throw Refused(10003, "/payload/message/text: the last message must be the user's");
        }
    }

    private static void CheckFunctions(JsonElement functions, SparkVersion version)
    {
        if (!functions.Exists())
        {
            return;
        }

        if (!version.TakesFunctions)
        {
            throw Refused(10163, "this version takes no functions");
        }

        foreach (var function in functions.Member("text").Items())
        {
            if (function.Member("type").Exists() || function.Member("name").TextOrNull() is not { Length: > 0 } || !function.Member("parameters").IsObject())
            {
                throw Refused(10004, "/payload/functions/text: a bare function with name and parameters is needed");
            }
        }
    }

    private static RequestRefusedException Refused(int code, string message)
        => RequestRefusedException.Invalid(message, code: code.ToString(CultureInfo.InvariantCulture));
}
