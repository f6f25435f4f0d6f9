using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols.OpenAI;

namespace OneApi.Client.Protocols.OpenAIImages;

/// <summary>
/// Reads an answer: <c>data</c> or <c>images</c> as a list, or as an object of lists (MiniMax). Items may fail one by one; those that
/// came are given, and only when none is left the call fails.
/// </summary>
internal static class OpenAIImageReader
{
    public static ImageGenerationResponse Read(WireReply reply, ImageRequest request, ImageProfile profile)
    {
        using var document = reply.ToJson();
        var root = document.RootElement;
        var shared = root.Others("data", "images", "usage", "error", "base_resp", "id", "object");
        var format = root.Text("output_format") ?? (profile.DataOnly ? "png" : null);
        var items = new ImageItems(request);
        foreach (var item in Items(root))
        {
            ReadItem(item, format is null ? null : "image/" + format, shared, items);
        }

        if (items.Contents.Count == 0 && root.Member("content_filter").Items().Any())
        {
            items.Filtered();
        }

        return new(items.Complete(() => OpenAIErrors.Thrown(request.Endpoint, reply.Status, reply.Span))) { Usage = ReadUsage(root.Member("usage")) };
    }

    private static IEnumerable<JsonElement> Items(JsonElement root)
    {
        var data = root.Member("data");
        return data.ValueKind == JsonValueKind.Object
            ? data.Member("image_urls").Items().Concat(data.Member("image_base64").Items())
            : data.Items().Any() ? data.Items() : root.Member("images").Items();
    }

    private static void ReadItem(JsonElement item, string? mediaType, AdditionalPropertiesDictionary? shared, ImageItems items)
    {
        if (item.ValueKind == JsonValueKind.String)
        {
            items.Add(item, mediaType, Copy(shared, null));
            return;
        }

        if (item.Member("error") is { ValueKind: JsonValueKind.Object } error)
        {
            items.Failed(OpenAIErrorReader.Read(200, error));
            return;
        }

        if (item.Text("finish_reason") is "content_filtered")
        {
            items.Filtered();
            return;
        }

        var others = Copy(shared, item.Others("b64_json", "url", "image", "mime_type"));
        foreach (var name in (ReadOnlySpan<string>)["b64_json", "url", "image"])
        {
            if (item.Member(name) is { ValueKind: JsonValueKind.String } value && !value.ValueEquals(string.Empty))
            {
                items.Add(value, item.Text("mime_type") ?? mediaType, others);
                return;
            }
        }
    }

    private static AdditionalPropertiesDictionary? Copy(AdditionalPropertiesDictionary? shared, AdditionalPropertiesDictionary? own)
    {
        if (shared is null)
        {
            return own;
        }

        var all = new AdditionalPropertiesDictionary(shared);
        foreach (var (name, value) in own ?? [])
        {
            all[name] = value;
        }

        return all;
    }

    private static UsageDetails? ReadUsage(JsonElement usage)
    {
        if (usage.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var details = new UsageDetails
        {
            InputTokenCount = usage.Int64("input_tokens") ?? usage.Int64("prompt_tokens"),
            OutputTokenCount = usage.Int64("output_tokens") ?? usage.Int64("completion_tokens"),
            TotalTokenCount = usage.Int64("total_tokens"),
        };
        AddCounts(details, usage, string.Empty);
        return details;
    }

    private static void AddCounts(UsageDetails details, JsonElement element, string path)
    {
        foreach (var member in element.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Object)
            {
                AddCounts(details, member.Value, path + member.Name + ".");
            }
            else if (member.Name is not ("input_tokens" or "output_tokens" or "total_tokens" or "prompt_tokens" or "completion_tokens")
                && long.TryParse(member.Value.AsText(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var count))
            {
                (details.AdditionalCounts ??= [])[path + member.Name] = count;
            }
        }
    }
}
