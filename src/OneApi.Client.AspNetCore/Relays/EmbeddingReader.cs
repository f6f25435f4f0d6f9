using System.Text.Json;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Relays;

/// <summary>Reads <c>/v1/embeddings</c> requests (protocols/openai.md §11).</summary>
internal static class EmbeddingReader
{
    private const string Expected = "it must be a text, a list of texts, a list of tokens, or a list of lists of tokens";

    /// <exception cref="EndpointException">Something is missing, or can't be.</exception>
    public static EmbeddingBody Read(ReadOnlyMemory<byte> body)
    {
        var members = GatewayMembers.Read(body);
        if (members.Model is not { Length: > 0 } model)
        {
            throw EndpointException.Invalid("model", "You must provide a model parameter.", "missing_required_parameter");
        }

        using var document = JsonDocument.Parse(members.Body, new JsonDocumentOptions { MaxDepth = 1000 });
        try
        {
            return Read(document.RootElement, members, model);
        }
        catch (InvalidOperationException)
        {
            throw EndpointException.Invalid(null, "A text in the body is no valid Unicode: half of a surrogate pair stands alone.", "invalid_json");
        }
    }

    private static EmbeddingBody Read(JsonElement root, GatewayMembers members, string model) =>
        new(
            TextsOf(root),
            new()
            {
                ModelId = model,
                Dimensions = DimensionsOf(root),
                Group = members.Group,
                Fallbacks = members.Fallbacks,
                EndUser = members.User,
                WireRequest = new(Wires.Embeddings, members.Body),
            },
            IsBase64(root));

    private static List<string> TextsOf(JsonElement root)
    {
        if (!root.TryGetProperty("input", out var input) || input.ValueKind == JsonValueKind.Null)
        {
            throw EndpointException.Invalid("input", "Missing required parameter: 'input'.", "missing_required_parameter");
        }

        if (input.ValueKind == JsonValueKind.String)
        {
            return [TextOf(input, "input")];
        }

        if (input.ValueKind != JsonValueKind.Array || input.GetArrayLength() == 0)
        {
            throw EndpointException.Invalid("input", $"Found {NameOf(input)}; {Expected}.", "invalid_type");
        }

        var kind = input[0].ValueKind;
        List<string> texts = [];
        var index = 0;
        foreach (var item in input.EnumerateArray())
        {
            var place = $"input[{index++}]";
            if (item.ValueKind != kind)
            {
                throw EndpointException.Invalid(place, $"Found {NameOf(item)} among values of another kind; {Expected}.", "invalid_type");
            }

            switch (kind)
            {
                case JsonValueKind.String:
                    texts.Add(TextOf(item, place));
                    break;
                case JsonValueKind.Number:
                    CheckToken(item, place);
                    break;
                case JsonValueKind.Array when item.GetArrayLength() > 0:
                    foreach (var token in item.EnumerateArray())
                    {
                        CheckToken(token, place);
                    }

                    break;
                default:
                    throw EndpointException.Invalid(place, $"Found {NameOf(item)}; {Expected}.", "invalid_type");
            }
        }

        return texts;
    }

    private static string TextOf(JsonElement text, string place)
    {
        try
        {
            return text.GetString() is { Length: > 0 } value ? value : throw EndpointException.Invalid(place, "Found an empty text; there is no vector for nothing.");
        }
        catch (InvalidOperationException)
        {
            throw EndpointException.Invalid(place, "It is no valid Unicode.");
        }
    }

    private static void CheckToken(JsonElement token, string place)
    {
        if (token.ValueKind != JsonValueKind.Number || !token.TryGetInt32(out var number) || number < 0)
        {
            throw EndpointException.Invalid(place, $"Found {NameOf(token)} in the place of a token; tokens are whole numbers from 0.", "invalid_type");
        }
    }

    private static int? DimensionsOf(JsonElement root)
    {
        if (!root.TryGetProperty("dimensions", out var dimensions) || dimensions.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return dimensions.ValueKind == JsonValueKind.Number && dimensions.TryGetInt32(out var number) && number > 0
            ? number
            : throw EndpointException.Invalid("dimensions", $"Found {dimensions.GetRawText()}; it must be a whole number from 1.");
    }

    private static bool IsBase64(JsonElement root)
    {
        if (!root.TryGetProperty("encoding_format", out var format) || format.ValueKind == JsonValueKind.Null)
        {
            return false;
        }

        var isText = format.ValueKind == JsonValueKind.String;
        return isText && format.ValueEquals("base64"u8)
            || (isText && format.ValueEquals("float"u8) ? false : throw EndpointException.Invalid("encoding_format", $"Found {format.GetRawText()}; it must be 'float' or 'base64'."));
    }

    private static string NameOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => value.GetArrayLength() == 0 ? "an empty list" : "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "the number " + value.GetRawText(),
        JsonValueKind.Null => "null",
        _ => "a boolean",
    };
}
