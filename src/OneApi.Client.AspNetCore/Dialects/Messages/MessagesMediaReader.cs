using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.Messages;

/// <summary>
/// Reads images, documents and search results (protocols/anthropic.md §3). What has more to it than the content type can say carries the block as it
/// came for channels of the same wire, and says to others what they can be told.
/// </summary>
internal static class MessagesMediaReader
{
    private const string Pdf = "application/pdf";

    public static AIContent Read(JsonElement block, in MessagesPlace place)
    {
        var type = block.GetProperty("type"u8).GetString();
        if (type == "search_result")
        {
            return MessagesMarks.Keep(new TextContent(SearchResultOf(block)), block);
        }

        var source = MessagesJson.RequiredObject(block, "source", place);
        var kind = MessagesJson.RequiredText(source, "type", place);
        var content = type == "image" ? ImageOf(source, kind, place) : DocumentOf(block, source, kind, place);
        return content is null ? MessagesMarks.Keep(new AIContent(), block)
            : IsWhole(block, source, content) ? content
            : MessagesMarks.Keep(content, block);
    }

    private static AIContent? ImageOf(JsonElement source, string kind, in MessagesPlace place) => kind switch
    {
        "base64" => DataOf(source, place),
        "url" => new UriContent(UrlOf(source, place), "image/*"),
        "file" => new HostedFileContent(MessagesJson.RequiredText(source, "file_id", place)) { MediaType = "image/*" },
        _ => null,
    };

    private static AIContent? DocumentOf(JsonElement block, JsonElement source, string kind, in MessagesPlace place)
    {
        var title = MessagesJson.OptionalText(block, "title", place);
        switch (kind)
        {
            case "base64":
                var data = DataOf(source, place);
                data.Name = title;
                return data;
            case "url":
                return new UriContent(UrlOf(source, place), Pdf);
            case "file":
                return new HostedFileContent(MessagesJson.RequiredText(source, "file_id", place)) { Name = title };
            case "text":
                return new TextContent(Titled(title, MessagesJson.RequiredText(source, "data", place)));
            case "content":
                return new TextContent(Titled(title, TextOf(MessagesJson.Member(source, "content"))));
            default:
                return null;
        }
    }

    private static DataContent DataOf(JsonElement source, in MessagesPlace place)
    {
        var mediaType = MessagesJson.RequiredText(source, "media_type", place);
        MessagesJson.RequiredText(source, "data", place);
        if (!source.GetProperty("data"u8).TryGetBytesFromBase64(out var bytes))
        {
            throw place.Wrong("source.base64.data", "The data is not valid base64");
        }

        try
        {
            return new(bytes, mediaType);
        }
        catch (ArgumentException)
        {
            throw place.Wrong("source.base64.media_type", $"Input should be a media type such as 'image/png', not {MessagesJson.Quoted(mediaType)}");
        }
    }

    private static Uri UrlOf(JsonElement source, in MessagesPlace place)
    {
        var text = MessagesJson.RequiredText(source, "url", place);
        return Uri.TryCreate(text, UriKind.Absolute, out var url) ? url : throw place.Wrong("source.url", $"Input should be an absolute URL, not {MessagesJson.Quoted(text)}");
    }

    /// <summary>Whether the content says all that the block says, so that the writer of the wire makes the same block of it.</summary>
    private static bool IsWhole(JsonElement block, JsonElement source, AIContent content)
    {
        if (content is TextContent)
        {
            return false;
        }

        foreach (var member in block.EnumerateObject())
        {
            if (member.Name is not ("type" or "source") && !(member.Name is "title" && content is DataContent or HostedFileContent) && member.Value.ValueKind != JsonValueKind.Null)
            {
                return false;
            }
        }

        var members = 0;
        foreach (var member in source.EnumerateObject())
        {
            members += member.Value.ValueKind == JsonValueKind.Null ? 0 : 1;
        }

        // A type that was written in other letters would come out in small ones.
        return members == (content is DataContent ? 3 : 2) && content is not DataContent { MediaType: not (Pdf or "image/png" or "image/jpeg" or "image/gif" or "image/webp") };
    }

    private static string SearchResultOf(JsonElement block)
    {
        var text = new StringBuilder();
        foreach (var name in (ReadOnlySpan<string>)["title", "source"])
        {
            if (block.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
            {
                text.Append(value.GetString()).Append('\n');
            }
        }

        return text.Append(TextOf(MessagesJson.Member(block, "content"))).ToString();
    }

    private static string Titled(string? title, string text) => string.IsNullOrEmpty(title) ? text : title + "\n" + text;

    /// <summary>The texts of blocks, or a text that stands in their place.</summary>
    private static string TextOf(JsonElement? content)
    {
        if (content is not { ValueKind: JsonValueKind.Array } blocks)
        {
            return content is { ValueKind: JsonValueKind.String } only ? only.GetString()! : string.Empty;
        }

        var text = new StringBuilder();
        foreach (var block in blocks.EnumerateArray())
        {
            if (block.ValueKind == JsonValueKind.Object && block.TryGetProperty("text"u8, out var part) && part.ValueKind == JsonValueKind.String)
            {
                text.Append(text.Length == 0 ? string.Empty : "\n").Append(part.GetString());
            }
        }

        return text.ToString();
    }
}
