using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Dialects.ChatCompletions;

/// <summary>Reads the content of a message: a text, or parts of several kinds (protocols/openai.md §3).</summary>
internal static class ChatPartReader
{
    public static List<AIContent> Read(JsonElement message, string place)
    {
        if (ChatJson.Member(message, "content") is not { } content)
        {
            return [];
        }

        if (content.ValueKind == JsonValueKind.String)
        {
            return [new TextContent(content.GetString())];
        }

        if (content.ValueKind != JsonValueKind.Array)
        {
            throw ChatJson.Wrong(place + "content", "a string or an array of parts", content);
        }

        var parts = new List<AIContent>(content.GetArrayLength());
        foreach (var part in content.EnumerateArray())
        {
            var at = $"{place}content[{parts.Count}]";
            parts.Add(part.ValueKind == JsonValueKind.Object ? ReadPart(part, at + ".") : throw ChatJson.Wrong(at, "an object", part));
        }

        return parts;
    }

    private static AIContent ReadPart(JsonElement part, string place) => ChatJson.RequiredText(part, "type", place) switch
    {
        "text" => WithOthers(new TextContent(ChatJson.RequiredText(part, "text", place)), part, "text"),
        "image_url" => WithOthers(AddressOf(part, "image_url", "image/*", place), part, "image_url", "url", "detail"),
        "video_url" => WithOthers(AddressOf(part, "video_url", "video/*", place), part, "video_url", "url", "detail"),
        "input_audio" => WithOthers(AudioOf(ChatJson.Object(part, "input_audio", place) ?? throw ChatJson.Missing(place + "input_audio"), place + "input_audio."), part, "input_audio", "data", "format"),
        "file" => WithOthers(FileOf(ChatJson.Object(part, "file", place) ?? throw ChatJson.Missing(place + "file"), place + "file."), part, "file", "file_id", "file_data", "filename"),
        "refusal" => new ErrorContent(ChatJson.RequiredText(part, "refusal", place)) { ErrorCode = "Refusal" },
        _ => Whole(new AIContent { RawRepresentation = part }, part),
    };

    private static AIContent AddressOf(JsonElement part, string name, string anyType, string place)
    {
        var member = ChatJson.Member(part, name) ?? throw ChatJson.Missing(place + name);
        var url = member.ValueKind == JsonValueKind.String ? member.GetString()! : member.ValueKind == JsonValueKind.Object ? ChatJson.RequiredText(member, "url", $"{place}{name}.") : throw ChatJson.Wrong(place + name, "an object", member);
        AIContent content;
        if (url.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            content = DataOf(url, $"{place}{name}.url");
        }
        else
        {
            content = Uri.TryCreate(url, UriKind.Absolute, out var address)
                ? new UriContent(address, anyType)
                : throw EndpointException.Invalid($"{place}{name}.url", $"Invalid '{place}{name}.url': it is neither a data URI nor an absolute address.");
        }

        if (member.ValueKind == JsonValueKind.Object && ChatJson.Text(member, "detail", $"{place}{name}.") is { } detail)
        {
            content.AdditionalProperties = new() { ["detail"] = detail };
        }

        return content;
    }

    private static DataContent DataOf(string url, string place)
    {
        try
        {
            return new(url);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or UriFormatException)
        {
            throw EndpointException.Invalid(place, $"Invalid '{place}': it is no data URI with a media type and base64 data.");
        }
    }

    /// <summary>OpenAI's own are WAV and MP3; others of the wire take more, and a data URI, whose media type may be left out (qwen.md §3).</summary>
    private static AIContent AudioOf(JsonElement audio, string place)
    {
        var format = ChatJson.RequiredText(audio, "format", place);
        if (format.Length == 0 || !format.All(char.IsAsciiLetterOrDigit))
        {
            throw EndpointException.Invalid(place + "format", $"Invalid value: '{format}'. Supported values are: 'wav' and 'mp3'.");
        }

        var data = ChatJson.RequiredText(audio, "data", place);
        var type = format == "mp3" ? "audio/mpeg" : "audio/" + format;
        if (IsAddress(data, out var address))
        {
            return new UriContent(address, type);
        }

        var start = data.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? data.IndexOf(";base64,", StringComparison.OrdinalIgnoreCase) : -1;
        return new DataContent(BytesOf(start < 0 ? data : data[(start + ";base64,".Length)..], place + "data"), type);
    }

    private static AIContent FileOf(JsonElement file, string place)
    {
        if (ChatJson.Text(file, "file_id", place) is { } id)
        {
            return new HostedFileContent(id);
        }

        var data = ChatJson.RequiredText(file, "file_data", place);
        if (IsAddress(data, out var address))
        {
            return new UriContent(address, "application/pdf");
        }

        var content = data.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? DataOf(data, place + "file_data") : new DataContent(BytesOf(data, place + "file_data"), "application/pdf");
        content.Name = ChatJson.Text(file, "filename", place);
        return content;
    }

    private static bool IsAddress(string text, [NotNullWhen(true)] out Uri? address)
    {
        address = null;
        return text.StartsWith("http", StringComparison.OrdinalIgnoreCase) && Uri.TryCreate(text, UriKind.Absolute, out address);
    }

    private static byte[] BytesOf(string base64, string place)
    {
        var bytes = new byte[(base64.Length * 3L / 4) + 3];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : throw EndpointException.Invalid(place, $"Invalid '{place}': it is no base64.");
    }

    /// <summary>What else a part says goes along with it (<c>cache_control</c>, …).</summary>
    /// <param name="content">What was read.</param>
    /// <param name="part">The part.</param>
    /// <param name="own">The member that was read.</param>
    /// <param name="known">Its members that were read; where it has others, channels of this wire get the part as it came.</param>
    private static AIContent WithOthers(AIContent content, JsonElement part, string own, params ReadOnlySpan<string> known)
    {
        var others = content.AdditionalProperties;
        ChatMembers.Keep(ref others, part, name => name == "type" || name == own);
        content.AdditionalProperties = others;
        if (part.TryGetProperty(own, out var value) && value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
            {
                if (!known.Contains(member.Name) && member.Value.ValueKind != JsonValueKind.Null)
                {
                    return Whole(content, part);
                }
            }
        }

        // The gateway's writer knows two formats of sound, and no sound and no file by address.
        return own == "input_audio" && content is not DataContent { MediaType: "audio/wav" or "audio/mpeg" } || (own == "file" && content is UriContent) ? Whole(content, part) : content;
    }

    private static AIContent Whole(AIContent content, JsonElement part)
    {
        (content.AdditionalProperties ??= [])[ChatMembers.Part] = part;
        return content;
    }
}
