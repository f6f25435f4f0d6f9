using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Errors;

namespace OneApi.Client.Protocols.DashScope;

/// <summary>Reads tasks and answers (protocols/qwen.md §14). Items of a task may fail one by one; the task fails when none is left.</summary>
internal static class DashScopeImageReader
{
    public static string ReadTaskId(WireReply reply, ImageRequest request)
    {
        using var document = reply.ToJson();
        return document.RootElement.Member("output").Text("task_id")
            ?? throw DashScopeErrors.Thrown(request.Endpoint, reply.Status, reply.Span)
            ?? ProviderFaults.Of(request.Endpoint, OneApiErrorKind.ProtocolViolation, "The answer names no task.");
    }

    /// <summary>The images of a task; null while it goes on.</summary>
    public static ImageGenerationResponse? ReadTask(WireReply reply, ImageRequest request)
    {
        using var document = reply.ToJson();
        var root = document.RootElement;
        var output = root.Member("output");
        switch (output.Text("task_status"))
        {
            case "SUCCEEDED":
                return new(ItemsOf(output, request).Complete()) { Usage = UsageOf(root) };
            case "FAILED":
                throw Failed(request, new(reply.Status, output.Text("code"), null, output.Text("message")), root);
            case "CANCELED":
                throw ProviderFaults.Of(request.Endpoint, OneApiErrorKind.ProviderUnavailable, "The task was cancelled, and not by us.", "CANCELED");
            case "UNKNOWN":
                throw ProviderFaults.Of(request.Endpoint, OneApiErrorKind.Unknown, "The provider does not know the task any more.", "UNKNOWN");
            case null:
                throw DashScopeErrors.Thrown(request.Endpoint, reply.Status, reply.Span) ?? (Exception)new JsonException("No task.");
            default:
                return null; // PENDING, RUNNING, SUSPENDED
        }
    }

    /// <summary>The images of an answer that came at once. An item that holds only text means that none was made.</summary>
    public static ImageGenerationResponse ReadAnswer(WireReply reply, ImageRequest request)
    {
        using var document = reply.ToJson();
        var root = document.RootElement;
        var items = new ImageItems(request);
        string? words = null;
        foreach (var choice in root.Member("output").Member("choices").Items())
        {
            foreach (var item in choice.Member("message").Member("content").Items())
            {
                words ??= item.Text("text");
                if (item.Text("image") is not null)
                {
                    items.Add(item.Member("image"), null, item.Others("image", "text", "type"));
                }
            }
        }

        return new(items.Complete(() => OfWords(words, request) ?? DashScopeErrors.Thrown(request.Endpoint, reply.Status, reply.Span))) { Usage = UsageOf(root) };
    }

    private static OneApiException? OfWords(string? words, ImageRequest request) =>
        words is not null && request.Endpoint.Errors.Classify(new(null, null, null, words)) is OneApiErrorKind.ContentFiltered
            ? ProviderFaults.Of(request.Endpoint, OneApiErrorKind.ContentFiltered, words)
            : words is null ? null : ProviderFaults.Of(request.Endpoint, OneApiErrorKind.EmptyResponse, words);

    private static ImageItems ItemsOf(JsonElement output, ImageRequest request)
    {
        var items = new ImageItems(request);
        foreach (var result in output.Member("results").Items())
        {
            if (result.Text("url") is not null)
            {
                items.Add(result.Member("url"), null, result.Others("url"));
            }
            else
            {
                items.Failed(new(null, result.Text("code"), null, result.Text("message")));
            }
        }

        return items;
    }

    private static OneApiException Failed(ImageRequest request, in ProviderFault fault, JsonElement root) =>
        ProviderFaults.ToException(request.Endpoint, fault, requestId: root.Text("request_id"));

    private static UsageDetails? UsageOf(JsonElement root)
    {
        var usage = root.Member("usage");
        if (usage.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var details = new UsageDetails { AdditionalCounts = [] };
        foreach (var name in (ReadOnlySpan<string>)["image_count"])
        {
            if (usage.Int64(name) is { } count)
            {
                details.AdditionalCounts[name] = count;
            }
        }

        return details;
    }
}
