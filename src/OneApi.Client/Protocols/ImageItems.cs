using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Errors;

namespace OneApi.Client.Protocols;

/// <summary>The images of one answer as they are read: those that came, and why others did not.</summary>
internal sealed class ImageItems(ImageRequest request)
{
    private const int LongestScheme = 16;
    private ProviderFault? _fault;
    private int _failed;
    private int _filtered;

    public List<AIContent> Contents { get; } = [];

    /// <summary>Adds an image that is an address, a data URI or base64.</summary>
    public void Add(JsonElement value, string? mediaType, AdditionalPropertiesDictionary? others)
    {
        // An address has a colon soon, which base64 never has. A data URI is base64 with a head.
        var start = value.ValueKind == JsonValueKind.String ? JsonMarshal.GetRawUtf8Value(value) : [];
        var isAddress = start[..Math.Min(start.Length, LongestScheme)].Contains((byte)':') && !start.StartsWith("\"data:"u8);
        var content = isAddress
            ? ImageContents.OfUrl(JsonRead.Text(value), mediaType, others)
            : value.Base64() is { } data ? ImageContents.OfData(data, mediaType, others) : null;
        Contents.Add(content ?? throw ProviderFaults.Of(request.Endpoint, OneApiErrorKind.ProtocolViolation, "An image of the answer is neither data nor an address."));
    }

    public void Add(AIContent content) => Contents.Add(content);

    public void Filtered() => _filtered++;

    public void Failed(in ProviderFault fault)
    {
        _fault ??= fault;
        _failed++;
    }

    /// <summary>The contents.</summary>
    /// <param name="otherwise">Finds the error that a body without images holds, if any.</param>
    /// <exception cref="OneApiException">None came.</exception>
    public IList<AIContent> Complete(Func<OneApiException?>? otherwise = null)
    {
        if (Contents.Count == 0)
        {
            throw _filtered > 0
                ? ProviderFaults.Of(request.Endpoint, OneApiErrorKind.ContentFiltered)
                : _fault is { } fault ? ProviderFaults.ToException(request.Endpoint, fault)
                : otherwise?.Invoke() ?? ProviderFaults.Of(request.Endpoint, OneApiErrorKind.EmptyResponse);
        }

        if (_failed + _filtered > 0)
        {
            request.Warnings.Adjusted(
                nameof(ImageGenerationOptions.Count),
                string.Create(CultureInfo.InvariantCulture, $"{_failed + _filtered} of {_failed + _filtered + Contents.Count} images failed or were filtered; the others are here."));
        }

        return Contents;
    }
}
