using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Net.Http.Headers;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Relays;

/// <summary>Reads requests for images (protocols/images.md §1). What has no word of the gateway's own goes on under its own name.</summary>
internal static class ImageReader
{
    /// <exception cref="EndpointException">Something is missing, or can't be.</exception>
    public static ImageBody ReadJson(ReadOnlyMemory<byte> body, bool isEdit)
    {
        var members = GatewayMembers.Read(body);
        using var document = JsonDocument.Parse(members.Body, new JsonDocumentOptions { MaxDepth = 1000 });
        try
        {
            return Read(document.RootElement, members, isEdit);
        }
        catch (InvalidOperationException)
        {
            throw EndpointException.Invalid(null, "A text in the body is no valid Unicode: half of a surrogate pair stands alone.", "invalid_json");
        }
    }

    private static ImageBody Read(JsonElement root, GatewayMembers members, bool isEdit)
    {
        var settings = new ImageSettings { Group = members.Group, Fallbacks = members.Fallbacks };
        List<AIContent> originals = [];
        foreach (var member in root.EnumerateObject())
        {
            if (isEdit && member.Name is "images" or "image" && member.Value.ValueKind is not JsonValueKind.Null)
            {
                AddImages(originals, member.Value, member.Name);
            }
            else if (isEdit && member.Name == "mask" && member.Value.ValueKind == JsonValueKind.Object)
            {
                settings.Add("mask", ImageOf(member.Value, "mask"));
            }
            else if (member.Value.ValueKind != JsonValueKind.Null)
            {
                settings.Take(member.Name, member.Value);
            }
        }

        if (isEdit && originals.Count == 0)
        {
            throw EndpointException.Invalid("images", "Missing required parameter: 'images'.", "missing_required_parameter");
        }

        return settings.Make(originals);
    }

    /// <exception cref="EndpointException">Something is missing, or can't be.</exception>
    public static ImageBody ReadForm(FormFields form)
    {
        var settings = new ImageSettings();
        foreach (var (name, value) in form.Texts)
        {
            settings.Take(name, value);
        }

        List<AIContent> originals = [];
        foreach (var file in form.Files)
        {
            if (file.Data.IsEmpty)
            {
                throw EndpointException.Invalid(file.Name, "Found an empty file; it must be an image.", "invalid_image_file");
            }

            var data = new DataContent(file.Data, TypeOf(file)) { Name = file.FileName.Length == 0 ? null : file.FileName };
            if (file.Name is "image" or "image[]")
            {
                originals.Add(data);
            }
            else
            {
                settings.Add(file.Name, data);
            }
        }

        return originals.Count > 0 ? settings.Make(originals) : throw EndpointException.Invalid("image", "Missing required parameter: 'image'. Send it as a file of the form.", "missing_required_parameter");
    }

    private static void AddImages(List<AIContent> originals, JsonElement value, string name)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            originals.Add(ImageOf(value, name));
            return;
        }

        foreach (var item in value.EnumerateArray())
        {
            originals.Add(ImageOf(item, $"{name}[{originals.Count}]"));
        }
    }

    /// <summary>An address is the provider's to fetch, never the gateway's.</summary>
    private static AIContent ImageOf(JsonElement value, string place)
    {
        if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("file_id", out var id) && id.ValueKind == JsonValueKind.String)
        {
            return new HostedFileContent(id.GetString()!);
        }

        var address = value.ValueKind == JsonValueKind.Object && value.TryGetProperty("image_url", out var url) ? url : value;
        if (address.ValueKind == JsonValueKind.Object && address.TryGetProperty("url", out var inner))
        {
            address = inner;
        }

        try
        {
            if (address.ValueKind == JsonValueKind.String && address.GetString() is { } text)
            {
                if (text.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
                {
                    return new DataContent(text);
                }

                if (Uri.TryCreate(text, UriKind.Absolute, out var link) && link.Scheme is "http" or "https")
                {
                    return new UriContent(link, "image/*");
                }
            }
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            // As below: a data URI that is none.
        }

        throw EndpointException.Invalid(place, "It must be {\"image_url\": …} with an http(s) address or a data URI, or {\"file_id\": …}.", "invalid_image");
    }

    /// <summary>Clients that know no type of a file name none, a general one, or what is none.</summary>
    private static string TypeOf(FormFile file)
    {
        if (MediaTypeHeaderValue.TryParse(file.ContentType, out var stated) && stated.Type.Equals("image", StringComparison.OrdinalIgnoreCase) && !stated.MatchesAllSubTypes)
        {
            return stated.MediaType.ToString();
        }

        return file.Data.Span switch
        {
            [0xFF, 0xD8, ..] => "image/jpeg",
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', ..] => "image/webp",
            _ => "image/png",
        };
    }
}
