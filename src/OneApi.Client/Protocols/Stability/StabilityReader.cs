using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Stability;

/// <summary>Reads the image that an answer is, or holds. A filtered answer is a success with a blurred image, which nobody asked for.</summary>
internal static class StabilityReader
{
    private const string Filtered = "CONTENT_FILTERED";

    /// <summary>The id of the task where the answer is only the promise of one.</summary>
    public static string? TaskOf(WireReply reply)
    {
        if (!IsJson(reply))
        {
            return null;
        }

        using var document = reply.ToJson();
        return document.RootElement.Member("image").ValueKind == JsonValueKind.Undefined ? document.RootElement.Text("id") : null;
    }

    /// <summary>The image; null while a task is still at it.</summary>
    public static ImageGenerationResponse? Read(WireReply reply, ImageRequest request)
    {
        if (reply.Status == 202)
        {
            return null;
        }

        return IsJson(reply) ? OfJson(reply, request) : OfBytes(reply, request);
    }

    public static AdditionalPropertiesDictionary Facts(string? seed, string? finish)
    {
        var facts = new AdditionalPropertiesDictionary();
        if (seed is not null)
        {
            facts["seed"] = long.TryParse(seed, out var number) ? number : seed;
        }

        if (finish is not null)
        {
            facts["finish_reason"] = finish;
        }

        return facts;
    }

    private static ImageGenerationResponse OfBytes(WireReply reply, ImageRequest request)
    {
        var finish = reply.Header("finish-reason");
        RefuseFiltered(finish, request);
        var data = reply.ToArray();
        var isImage = ImageContents.Sniff(data) is not null || reply.ContentType?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) == true;
        if (data.Length > 0 && !isImage)
        {
            throw ProviderFaults.Of(request.Endpoint, OneApiErrorKind.ProtocolViolation, "The answer is not an image.");
        }

        return data.Length == 0
            ? throw ProviderFaults.Of(request.Endpoint, OneApiErrorKind.EmptyResponse)
            : new([ImageContents.OfData(data, reply.ContentType, Facts(reply.Header("seed"), finish))]);
    }

    private static ImageGenerationResponse OfJson(WireReply reply, ImageRequest request)
    {
        using var document = reply.ToJson();
        var root = document.RootElement;
        var finish = root.Text("finish_reason") ?? reply.Header("finish-reason");
        RefuseFiltered(finish, request);
        if (root.Member("image").Base64() is { } data)
        {
            return new([ImageContents.OfData(data, null, Facts(root.Text("seed") ?? reply.Header("seed"), finish))]);
        }

        var fault = StabilityErrorReader.Read(reply.Status, reply.Span);
        throw fault.Code is null && fault.Message is null ? ProviderFaults.Of(request.Endpoint, OneApiErrorKind.EmptyResponse) : ProviderFaults.ToException(request.Endpoint, fault);
    }

    private static void RefuseFiltered(string? finish, ImageRequest request)
    {
        if (finish is Filtered)
        {
            throw ProviderFaults.Of(request.Endpoint, OneApiErrorKind.ContentFiltered, code: Filtered);
        }
    }

    private static bool IsJson(WireReply reply) => reply.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) == true;
}
