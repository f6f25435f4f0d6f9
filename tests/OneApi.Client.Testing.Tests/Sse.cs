using System.Text;
using System.Text.Json;

namespace OneApi.Client.Testing.Tests;

/// <summary>Takes a stream's text apart.</summary>
internal static class Sse
{
    public static IEnumerable<string> Data(string body)
        => body.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => line["data: ".Length..]);

    /// <summary>The texts that the stream's content events carry, provider by provider.</summary>
    public static List<string> Texts(string provider, string body)
    {
        var texts = new List<string>();

        foreach (var data in Data(body).Where(data => data != "[DONE]"))
        {
            if (TryParse(data) is not { } json)
            {
                continue;
            }

            var text = provider switch
            {
                "openai" => At(json, "choices", 0, "delta", "content"),
                "anthropic" => At(json, "delta", "text"),
                _ => At(json, "candidates", 0, "content", "parts", 0, "text"),
            };

            if (text?.ValueKind is JsonValueKind.String && text.Value.GetString() is { Length: > 0 } said)
            {
                texts.Add(said);
            }
        }

        return texts;
    }

    public static JsonElement? TryParse(string data)
    {
        try
        {
            return JsonElement.Parse(Encoding.UTF8.GetBytes(data));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static JsonElement? At(JsonElement json, params object[] path)
    {
        foreach (var step in path)
        {
            if (step is int index && json.ValueKind is JsonValueKind.Array && json.GetArrayLength() > index)
            {
                json = json[index];
            }
            else if (step is string name && json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out var member))
            {
                json = member;
            }
            else
            {
                return null;
            }
        }

        return json;
    }
}
