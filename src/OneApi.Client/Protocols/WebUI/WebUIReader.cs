using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.WebUI;

/// <summary>Reads the images of an answer: grids, which stand before the first one, and extras, which have no seed, are left out.</summary>
internal static class WebUIReader
{
    public static ImageGenerationResponse Read(WireReply reply, ImageRequest request)
    {
        using var document = reply.ToJson();
        using var info = InfoOf(document.RootElement.Text("info"));
        var facts = info?.RootElement ?? default;
        var seeds = facts.Member("all_seeds").Items().ToArray();
        var first = (int)(facts.Int64("index_of_first_image") ?? 0);
        var items = new ImageItems(request);
        var index = -first;
        foreach (var image in document.RootElement.Member("images").Items())
        {
            var isOurs = index >= 0 && (seeds.Length == 0 || index < seeds.Length);
            if (isOurs && image.Base64() is { } data)
            {
                items.Add(ImageContents.OfData(data, null, FactsOf(facts, seeds, index)));
            }

            index++;
        }

        return new(items.Complete(() => ErrorIn(reply, request)));
    }

    private static OneApiException? ErrorIn(WireReply reply, ImageRequest request)
    {
        var fault = WebUIErrorReader.Read(reply.Status, reply.Span);
        return fault.Code is null && fault.Message is null ? null : ProviderFaults.ToException(request.Endpoint, fault);
    }

    /// <summary>JSON as text. Without it the images are still images.</summary>
    private static JsonDocument? InfoOf(string? info)
    {
        try
        {
            return info is null ? null : JsonDocument.Parse(info);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static AdditionalPropertiesDictionary? FactsOf(JsonElement info, JsonElement[] seeds, int index)
    {
        var facts = new AdditionalPropertiesDictionary();
        if (index < seeds.Length && seeds[index].ValueKind == JsonValueKind.Number && seeds[index].TryGetInt64(out var seed))
        {
            facts["seed"] = seed;
        }

        AddAt(facts, info, "all_subseeds", "subseed", index);
        AddAt(facts, info, "all_prompts", "prompt", index);
        AddAt(facts, info, "all_negative_prompts", "negative_prompt", index);
        AddAt(facts, info, "infotexts", "infotext", index);
        foreach (var name in (ReadOnlySpan<string>)["sd_model_name", "sd_model_hash", "sampler_name", "cfg_scale", "steps", "width", "height"])
        {
            if (info.Member(name) is { ValueKind: not JsonValueKind.Undefined } value)
            {
                facts[name] = value.Clone();
            }
        }

        return facts.Count == 0 ? null : facts;
    }

    private static void AddAt(AdditionalPropertiesDictionary facts, JsonElement info, string list, string name, int index)
    {
        if (info.Member(list).Items().ElementAtOrDefault(index) is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } value)
        {
            facts[name] = value.Clone();
        }
    }
}
