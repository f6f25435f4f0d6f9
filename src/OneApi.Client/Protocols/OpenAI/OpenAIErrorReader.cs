using System.Text.Json;
using OneApi.Client.Errors;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>Reads the error bodies of OpenAI and of the many servers that come close (openai.md §9, openai-compatible.md §1, other-openai-compatible-cn.md §0).</summary>
internal static class OpenAIErrorReader
{
    public static ProviderFault Read(int? status, ReadOnlySpan<byte> body)
    {
        if (body.StartsWith("\uFEFF"u8))
        {
            body = body[3..];
        }

        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { AllowTrailingCommas = true });
            using var document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.String)
            {
                return Read(status, document.RootElement);
            }

            if (body[(int)reader.BytesConsumed..].Trim(" \t\r\n"u8).IsEmpty)
            {
                return new(status, null, null, null);
            }

            // A text that begins with a number is no JSON: "404 page not found".
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // No JSON, or text in it that is no valid Unicode.
        }

        return new(status, null, null, ErrorText.OfBody(body));
    }

    public static ProviderFault Read(int? status, JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.String)
        {
            return Make(status, null, null, root.GetString() is { Length: > 0 } text ? text : null);
        }

        if (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0)
        {
            return Read(status, root[0]);
        }

        if (root.ValueKind != JsonValueKind.Object)
        {
            return new(status, null, null, null);
        }

        return OfRoot(status, root) with { RequestId = Text(root, "request_id") ?? Text(root, "id") };
    }

    private static ProviderFault OfRoot(int? status, JsonElement root)
    {
        if (root.TryGetProperty("error", out var error) && error.ValueKind is JsonValueKind.Object or JsonValueKind.String)
        {
            return error.ValueKind == JsonValueKind.String
                ? error.ValueEquals(""u8) ? OfFlat(status, root) : Make(status, Text(root, "code"), null, error.GetString()) with { RetryAfter = ErrorText.WaitIn(error.GetString()) ?? EstimatedTime(root) }
                : OfObject(status, error);
        }

        if (root.TryGetProperty("base_resp", out var baseResponse) && Text(baseResponse, "status_code") is { } code && code != "0")
        {
            return Make(status, code, null, Text(baseResponse, "status_msg"));
        }

        if (root.TryGetProperty("header", out var header) && Text(header, "code") is { } headerCode && headerCode != "0")
        {
            return Make(status, headerCode, null, Text(header, "message"));
        }

        if (root.TryGetProperty("response", out var response) && response.ValueKind == JsonValueKind.Object && response.TryGetProperty("error", out _))
        {
            return Read(status, response);
        }

        return OfFlat(status, root);
    }

    /// <summary>True when an object that came as an answer carries one of the signs of an error and none of an answer.</summary>
    public static bool LooksLikeError(in ProviderFault fault) => fault.Message is not null || fault.Code is not null || fault.Type is not null;

    private static ProviderFault OfObject(int? status, JsonElement error)
    {
        var message = Text(error, "message") ?? Text(error, "msg") ?? Text(error, "detail");
        var type = Text(error, "type") ?? Text(error, "status");
        if (error.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object)
        {
            message = Text(metadata, "raw") is { } raw ? message + " " + raw : message;
            type = metadata.TryGetProperty("reasons", out _) ? "content_filter" : type; // OpenRouter's moderation
        }

        if (error.TryGetProperty("innererror", out var inner) && Text(inner, "code") is "ResponsibleAIPolicyViolation")
        {
            return Filtered(Make(status, FilterCode(error), type, message), inner);
        }

        // An error event states the status that it would have been (Groq).
        if (status is null && int.TryParse(Text(error, "status_code"), out var stated))
        {
            status = stated;
        }

        return Make(status, Text(error, "code"), type, message);
    }

    private static ProviderFault OfFlat(int? status, JsonElement root)
    {
        var code = Text(root, "code") ?? Text(root, "error_code");
        if (code == "0" && status is (null or < 400))
        {
            return new(status, null, null, null); // "code": 0, "message": "Success" (Spark)
        }

        var message = Text(root, "message") ?? Text(root, "msg") ?? Text(root, "err") ?? Text(root, "error_msg") ?? Detail(root) ?? Text(root, "title");
        if (message is null && root.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array && errors.GetArrayLength() > 0)
        {
            return errors[0].ValueKind == JsonValueKind.Object ? OfObject(status, errors[0]) : Read(status, errors[0]);
        }

        // Front ends of Azure state the status in the body (azure.md §6); it counts where HTTP's says success.
        if (code is null && status is null or 200 && int.TryParse(Text(root, "statusCode"), out var stated) && stated is >= 400 and <= 599)
        {
            status = stated;
        }

        // A type alone says nothing in a body that may be an answer.
        var type = message is null && code is null && status is (null or < 400) ? null : Text(root, "type") ?? Text(root, "error_type");
        return Make(status, code, type, message);
    }

    /// <summary>Azure names the filter inside, under a code of its own or none (azure.md §6).</summary>
    private static string FilterCode(JsonElement error) => Text(error, "code") is "content_policy_violation" ? "content_policy_violation" : "content_filter";

    /// <summary>What the filter found, category by category: it holds words of the filter only, none of the prompt.</summary>
    private static ProviderFault Filtered(in ProviderFault fault, JsonElement inner) =>
        (inner.TryGetProperty("content_filter_result", out var result) || inner.TryGetProperty("content_filter_results", out result)) && result.ValueKind == JsonValueKind.Object
            ? fault with { Details = new("content_filter_result", result.GetRawText()) }
            : fault;

    /// <summary>Seconds until a model is loaded (Hugging Face).</summary>
    private static TimeSpan? EstimatedTime(JsonElement root) =>
        root.TryGetProperty("estimated_time", out var time) && time.ValueKind == JsonValueKind.Number && time.GetDouble() is >= 0 and < 86_400 and var seconds
            ? TimeSpan.FromSeconds(seconds)
            : null;

    /// <summary>FastAPI: a text, or a list of what is wrong with which field.</summary>
    private static string? Detail(JsonElement root)
    {
        if (!root.TryGetProperty("detail", out var detail))
        {
            return null;
        }

        return detail.ValueKind == JsonValueKind.Array
            ? string.Join("; ", detail.EnumerateArray().Select(static item => Text(item, "msg") ?? item.ToString()))
            : Text(root, "detail") ?? detail.ToString();
    }

    private static ProviderFault Make(int? status, string? code, string? type, string? message)
    {
        code ??= CodeAtEnd(message);

        // A numeric code in the range of statuses is the real one (openai-compatible.md §1, rule 8).
        if (int.TryParse(code, out var number) && number is >= 400 and <= 599)
        {
            status = number;
        }

        return new(status, code, type, message, ErrorText.WaitIn(message));
    }

    /// <summary>MiniMax's compatible endpoint has its code at the end of the message only: <c>login fail: … (1004)</c>.</summary>
    private static string? CodeAtEnd(string? message)
    {
        if (message is null || !message.EndsWith(')') || message.LastIndexOf('(') is not (>= 0 and var open))
        {
            return null;
        }

        var inside = message.AsSpan(open + 1, message.Length - open - 2);
        return inside.Length is 4 or 5 && !inside.ContainsAnyExceptInRange('0', '9') ? inside.ToString() : null;
    }

    private static string? Text(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value))
        {
            return null;
        }

        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString() is { Length: > 0 } text ? text : null,
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.Object when value.TryGetProperty("detail", out _) => Detail(value),
            JsonValueKind.Object when name is "message" or "detail" => Text(value, "message") ?? value.ToString(),
            _ => null,
        };
    }
}
