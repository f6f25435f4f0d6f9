using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.ChatCompletions;

/// <summary>Keeps what messages, parts and calls say besides: under its own name where several wires use the word, else for channels of this wire only.</summary>
internal static class ChatMembers
{
    /// <summary>A part as it came, for channels of this wire; other names with a dot are nobody's members either.</summary>
    public const string Part = "openai.part";

    /// <summary>A call of a custom tool.</summary>
    public const string Custom = "openai.custom";

    /// <summary>The id of a spoken answer, on its data.</summary>
    public const string AudioId = "openai.audio.id";

    /// <summary>Adds the members that have no place of their own.</summary>
    /// <param name="properties">Where to; made where there is something to add.</param>
    /// <param name="value">The object.</param>
    /// <param name="known">Says which members were read already.</param>
    public static void Keep(ref AdditionalPropertiesDictionary? properties, JsonElement value, Func<string, bool> known)
    {
        foreach (var member in value.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Null && !known(member.Name))
            {
                (properties ??= [])[IsShared(member.Name) ? member.Name : ChatRequestReader.Own + member.Name] = member.Value;
            }
        }
    }

    /// <summary>Words that more than one wire takes: whom they mean nothing to leaves them out.</summary>
    private static bool IsShared(string name) =>
        name is "cache_control" or "prefix" or "partial" or "min_pixels" or "max_pixels" or "total_pixels" or "fps";
}
