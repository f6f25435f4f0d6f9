using System.Buffers;
using System.Text.Json;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Dialects.Responses;

/// <summary>Puts the items that a request refers to (<c>item_reference</c>) in their places, as if the caller had sent them.</summary>
internal static class ResponsesReferences
{
    private static ReadOnlySpan<byte> Type => "item_reference"u8;

    /// <summary>Says whether there may be any: first requests have none, and are not read twice.</summary>
    public static bool MayBeIn(ReadOnlySpan<byte> body) => body.IndexOf("\"id\""u8) >= 0 || body.IndexOf(Type) >= 0;

    /// <summary>Makes the body with all items in it.</summary>
    /// <param name="body">The body.</param>
    /// <param name="limit">How many bytes it may have then.</param>
    /// <param name="find">Finds an item.</param>
    /// <exception cref="EndpointException">An item is not known, or the whole is too large.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> ResolveAsync(ReadOnlyMemory<byte> body, long limit, Func<string, ValueTask<byte[]?>> find)
    {
        using var document = JsonDocument.Parse(body);
        if (document.RootElement.ValueKind != JsonValueKind.Object || ResponsesFields.Find(document.RootElement, "input") is not { ValueKind: JsonValueKind.Array } input)
        {
            return body; // the reader says what is wrong
        }

        var found = await FindAllAsync(input, body.Length, limit, find).ConfigureAwait(false);
        return found.Count == 0 ? body : Write(document.RootElement, found);
    }

    private static async ValueTask<Dictionary<string, byte[]>> FindAllAsync(JsonElement input, long size, long limit, Func<string, ValueTask<byte[]?>> find)
    {
        var found = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var index = 0;
        foreach (var item in input.EnumerateArray())
        {
            var path = $"input[{index++}]";
            if (!IsReference(item))
            {
                continue;
            }

            var id = ResponsesFields.NeedName(item, "id", path);
            if (!found.TryGetValue(id, out var known))
            {
                known = found[id] = await find(id).ConfigureAwait(false) ?? throw Unknown(path, id);
            }

            size += known.Length;
            if (size > limit)
            {
                throw new EndpointException(new(413, "invalid_request_error", "request_too_large", $"The request is larger than {limit} bytes with the items that it refers to.") { Param = path });
            }
        }

        return found;
    }

    private static ReadOnlyMemory<byte> Write(JsonElement request, Dictionary<string, byte[]> found)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(output, JsonValues.WriterOptions))
        {
            writer.WriteStartObject();
            foreach (var member in request.EnumerateObject())
            {
                if (!member.NameEquals("input"u8) || member.Value.ValueKind != JsonValueKind.Array)
                {
                    member.WriteTo(writer);
                    continue;
                }

                writer.WriteStartArray("input"u8);
                foreach (var item in member.Value.EnumerateArray())
                {
                    if (IsReference(item) && item.GetProperty("id"u8).GetString() is { } id && found.TryGetValue(id, out var known))
                    {
                        writer.WriteRawValue(known, skipInputValidation: true);
                    }
                    else
                    {
                        item.WriteTo(writer);
                    }
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        return output.WrittenMemory;
    }

    /// <summary>OpenAI's schema lets a reference leave its type out; a message without a type has a role.</summary>
    public static bool IsReference(JsonElement item) => item.ValueKind == JsonValueKind.Object && ResponsesFields.Find(item, "type") switch
    {
        { ValueKind: JsonValueKind.String } type => type.ValueEquals(Type),
        null or { ValueKind: JsonValueKind.Null } => item.TryGetProperty("id"u8, out _) && !item.TryGetProperty("role"u8, out _) && !item.TryGetProperty("content"u8, out _),
        _ => false,
    };

    /// <summary>In OpenAI's words, which agents know.</summary>
    private static EndpointException Unknown(string path, string id) => new(new(
        404,
        "invalid_request_error",
        "item_not_found",
        $"Item with id '{ResponsesFields.Quote(id)}' not found. Items are kept for a limited time, and not at all when `store` is set to false. Send the item itself.")
    { Param = path + ".id" });
}
