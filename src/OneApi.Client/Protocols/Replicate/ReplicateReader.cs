using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Errors;

namespace OneApi.Client.Protocols.Replicate;

/// <summary>Reads predictions, and errors that are a title and its detail.</summary>
internal static class ReplicateReader
{
    public static ProviderFault ReadFault(int? status, ReadOnlySpan<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body.ToArray());
            var (title, detail) = (document.RootElement.Text("title"), document.RootElement.Text("detail"));
            var words = title is null || detail is null ? title ?? detail : title + ": " + detail;
            return new(status, null, null, words, ErrorText.WaitIn(words) ?? WaitIn(detail));
        }
        catch (JsonException)
        {
            return new(status, null, null, ErrorText.OfBody(body));
        }
    }

    public static string IdOf(WireReply reply, ImageRequest request)
    {
        using var document = reply.ToJson();
        return document.RootElement.Text("id") ?? throw ProviderFaults.Of(request.Endpoint, OneApiErrorKind.ProtocolViolation, "The answer names no prediction.");
    }

    /// <summary>The images; null while the prediction goes on.</summary>
    public static ImageGenerationResponse? Read(WireReply reply, ImageRequest request)
    {
        using var document = reply.ToJson();
        var root = document.RootElement;
        switch (root.Text("status"))
        {
            case "succeeded":
                return new(ItemsOf(root.Member("output"), request, root.Others("id", "model", "version", "status", "input", "output", "urls", "logs", "error", "created_at", "started_at", "completed_at")).Complete());
            case "failed":
                throw ProviderFaults.ToException(request.Endpoint, new(null, null, null, root.Text("error")));
            case "canceled" or "aborted":
                throw ProviderFaults.Of(request.Endpoint, OneApiErrorKind.ProviderUnavailable, "The prediction was ended, and not by us.", root.Text("status"));
            default:
                return null;
        }
    }

    private static ImageItems ItemsOf(JsonElement output, ImageRequest request, AdditionalPropertiesDictionary? facts)
    {
        var items = new ImageItems(request);
        AddAll(output, items, facts);
        return items;
    }

    /// <summary>A text, a list of them, or an object whose members are such.</summary>
    private static void AddAll(JsonElement output, ImageItems items, AdditionalPropertiesDictionary? facts)
    {
        switch (output.ValueKind)
        {
            case JsonValueKind.String when IsAddress(output):
                items.Add(output, null, facts is null ? null : new(facts));
                break;
            case JsonValueKind.Array:
                foreach (var item in output.EnumerateArray())
                {
                    AddAll(item, items, facts);
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in output.EnumerateObject())
                {
                    AddAll(member.Value, items, facts);
                }

                break;
        }
    }

    private static bool IsAddress(JsonElement text)
    {
        var raw = JsonMarshal.GetRawUtf8Value(text);
        return raw.StartsWith("\"http"u8) || raw.StartsWith("\"data:image/"u8);
    }

    /// <summary>"Your rate limit resets in ~5s."</summary>
    private static TimeSpan? WaitIn(string? detail)
    {
        const string Mark = "resets in ~";
        return detail?.IndexOf(Mark, StringComparison.OrdinalIgnoreCase) is >= 0 and var at ? ErrorText.GoDuration(detail[(at + Mark.Length)..].TrimEnd('.')) : null;
    }
}
