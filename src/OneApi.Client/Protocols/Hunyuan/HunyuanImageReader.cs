using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Errors;

namespace OneApi.Client.Protocols.Hunyuan;

/// <summary>Reads <c>{"Response":{…}}</c>, which is an error under any status when it holds one.</summary>
internal static class HunyuanImageReader
{
    public static ProviderFault ReadFault(int? status, ReadOnlySpan<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body.ToArray());
            var error = document.RootElement.Member("Response").Member("Error");
            return new(status, error.Text("Code"), null, error.Text("Message"));
        }
        catch (JsonException)
        {
            return new(status, null, null, ErrorText.OfBody(body));
        }
    }

    /// <summary>The error of an answer. Looked for as bytes first: an answer may hold an image, and is read once more for it.</summary>
    public static OneApiException? FindError(WireReply reply, ImageRequest request)
    {
        if (reply.Span.IndexOf("\"Error\""u8) < 0)
        {
            return null;
        }

        try
        {
            using var document = reply.ToJson();
            var response = document.RootElement.Member("Response");
            return response.Member("Error").ValueKind == JsonValueKind.Object
                ? ProviderFaults.ToException(request.Endpoint, ReadFault(reply.Status, reply.Span), requestId: response.Text("RequestId"))
                : null;
        }
        catch (JsonException)
        {
            return null; // whoever reads the answer says so
        }
    }

    public static ImageGenerationResponse ReadLite(WireReply reply, ImageRequest request)
    {
        using var document = reply.ToJson();
        var response = Answer(document, request);
        var items = new ImageItems(request);
        if (response.Text("ResultImage") is not null)
        {
            items.Add(response.Member("ResultImage"), null, response.Others("ResultImage", "RequestId"));
        }

        return new(items.Complete());
    }

    public static string ReadJobId(WireReply reply, ImageRequest request)
    {
        using var document = reply.ToJson();
        return Answer(document, request).Text("JobId") ?? throw ProviderFaults.Of(request.Endpoint, OneApiErrorKind.ProtocolViolation, "The answer names no job.");
    }

    /// <summary>The images of a job; null while it goes on.</summary>
    public static ImageGenerationResponse? ReadJob(WireReply reply, ImageRequest request)
    {
        using var document = reply.ToJson();
        var response = Answer(document, request);
        return response.Text("JobStatusCode") switch
        {
            "5" => new(ItemsOf(response, request).Complete()),
            "4" => throw ProviderFaults.ToException(
                request.Endpoint,
                new(null, response.Text("JobErrorCode"), null, response.Text("JobErrorMsg")),
                requestId: response.Text("RequestId")),
            _ => null,
        };
    }

    private static ImageItems ItemsOf(JsonElement response, ImageRequest request)
    {
        var items = new ImageItems(request);
        var details = response.Member("ResultDetails").Items().ToArray();
        var prompts = response.Member("RevisedPrompt").Items().ToArray();
        var index = 0;
        foreach (var image in response.Member("ResultImage").Items())
        {
            if (image.AsText() is not null)
            {
                items.Add(image, null, index < prompts.Length ? new() { ["revised_prompt"] = prompts[index].Clone() } : null);
            }

            index++;
        }

        foreach (var detail in details)
        {
            if (detail.AsText() is { } word && !word.Equals("Success", StringComparison.OrdinalIgnoreCase))
            {
                items.Failed(new(null, null, null, word));
            }
        }

        return items;
    }

    private static JsonElement Answer(JsonDocument document, ImageRequest request)
    {
        var response = document.RootElement.Member("Response");
        return response.ValueKind == JsonValueKind.Object
            ? response
            : throw ProviderFaults.Of(request.Endpoint, OneApiErrorKind.ProtocolViolation, "The answer holds no response.");
    }
}
