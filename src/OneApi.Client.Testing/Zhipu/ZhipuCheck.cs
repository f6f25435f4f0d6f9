using System.Text.Json;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Zhipu;

/// <summary>What the vendor refuses before it generates anything, beyond what the wire refuses.</summary>
internal static class ZhipuCheck
{
    public static void Check(JsonElement body)
    {
        var messages = OpenAIBodyCheck.Required(body, "messages").Items().ToList();

        if (messages.TrueForAll(static message => message.Member("role").TextOrNull() is "system"))
        {
            throw Refuse("1214", "messages 参数非法，请检查文档");
        }

        foreach (var message in messages)
        {
            CheckContent(message);
        }

        if (body.Member("temperature") is { ValueKind: JsonValueKind.Number } temperature && temperature.GetDouble() is < 0 or > 1)
        {
            throw Refuse("1210", "temperature 参数应在 [0, 1] 之间");
        }

        if (body.Member("top_p") is { ValueKind: JsonValueKind.Number } topP && topP.GetDouble() is <= 0 or >= 1)
        {
            throw Refuse("1210", "top_p 参数应在 (0, 1) 之间");
        }

        if (body.Member("tool_choice") is var choice && choice.Exists() && choice.TextOrNull() is not "auto")
        {
            throw Refuse("1210", "tool_choice 仅支持 auto");
        }

        if (body.Member("user_id").TextOrNull() is { Length: < 6 or > 128 })
        {
            throw Refuse("1210", "user_id 长度应为 6 到 128 个字符");
        }
    }

    private static void CheckContent(JsonElement message)
    {
        var content = message.Member("content");

        if (content.TextOrNull() is { Length: 0 } && !message.Member("tool_calls").Exists())
        {
            throw Refuse("1214", "messages 参数非法，请检查文档");
        }

        foreach (var part in content.Items())
        {
            if (part.Member("image_url").Member("url").TextOrNull()?.StartsWith("data:", StringComparison.Ordinal) == true)
            {
                throw Refuse("1210", "图片输入格式/解析错误");
            }
        }
    }

    private static RequestRefusedException Refuse(string code, string message) => RequestRefusedException.Invalid(message, null, code);
}
