using System.Text.Json;
using OneApi.Client.Errors;

namespace OneApi.Client.Protocols.Gemini;

/// <summary>Reads <c>google.rpc.Status</c> and its details, alone or wrapped in an array (protocols/gemini.md §10).</summary>
internal static class GeminiErrorReader
{
    /// <summary>The code for a violated quota of a day.</summary>
    public const string QuotaPerDay = "RESOURCE_EXHAUSTED:PerDay";

    /// <summary>The code for a quota of nothing.</summary>
    public const string QuotaZero = "RESOURCE_EXHAUSTED:Zero";

    /// <summary>The code for a violated quota of a short window.</summary>
    public const string QuotaShort = "RESOURCE_EXHAUSTED:PerMinute";

    public static ProviderFault Read(int? status, ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { AllowTrailingCommas = true });
            using var document = JsonDocument.ParseValue(ref reader);
            return Read(status, document.RootElement);
        }
        catch (JsonException)
        {
            return new(status, null, null, ErrorText.OfBody(body));
        }
    }

    public static ProviderFault Read(int? status, JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0)
        {
            return Read(status, root[0]);
        }

        if (root.ValueKind == JsonValueKind.String)
        {
            return new(status, null, null, root.GetString());
        }

        if (root.ValueKind != JsonValueKind.Object)
        {
            return new(status, null, null, null);
        }

        if (!root.TryGetProperty("error", out var error))
        {
            return OfStatus(status, root);
        }

        return error.ValueKind == JsonValueKind.String
            ? OfToken(status, root, error.GetString())
            : OfStatus(status, error);
    }

    /// <summary>The token endpoint's own shape: <c>{"error":"invalid_grant","error_description":"…"}</c>.</summary>
    private static ProviderFault OfToken(int? status, JsonElement root, string? error)
    {
        var description = Text(root, "error_description");
        return new(status, description is null ? null : error, null, description ?? error);
    }

    private static ProviderFault OfStatus(int? status, JsonElement error)
    {
        var message = Text(error, "message");
        var word = Text(error, "status");
        if (int.TryParse(Text(error, "code"), out var number) && number is >= 400 and <= 599)
        {
            status = number;
        }

        string? reason = null;
        TimeSpan? wait = null;
        if (error.ValueKind == JsonValueKind.Object && error.TryGetProperty("details", out var details) && details.ValueKind == JsonValueKind.Array)
        {
            foreach (var detail in details.EnumerateArray())
            {
                ReadDetail(detail, ref reason, ref wait);
            }
        }

        return new(status, reason ?? word, reason is null ? null : word, message, wait ?? ErrorText.WaitIn(message));
    }

    private static void ReadDetail(JsonElement detail, ref string? reason, ref TimeSpan? wait)
    {
        var type = Text(detail, "@type");
        if (type is null)
        {
            return;
        }

        if (type.EndsWith("google.rpc.RetryInfo", StringComparison.Ordinal))
        {
            wait ??= Text(detail, "retryDelay") is { } delay ? ErrorText.GoDuration(delay) : null;
        }
        else if (type.EndsWith("google.rpc.QuotaFailure", StringComparison.Ordinal))
        {
            reason = QuotaReason(detail) ?? reason;
        }
        else if (type.EndsWith("google.rpc.ErrorInfo", StringComparison.Ordinal))
        {
            reason ??= Text(detail, "reason");
        }
    }

    /// <summary>The longest of the violated quotas decides: a day's is not over in a minute.</summary>
    private static string? QuotaReason(JsonElement detail)
    {
        if (!detail.TryGetProperty("violations", out var violations) || violations.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        string? found = null;
        foreach (var violation in violations.EnumerateArray())
        {
            var id = Text(violation, "quotaId");
            if (id?.Contains("PerDay", StringComparison.OrdinalIgnoreCase) == true)
            {
                return QuotaPerDay;
            }

            if (Text(violation, "quotaValue") == "0")
            {
                found = QuotaZero;
            }
            else if (id is not null)
            {
                found ??= QuotaShort;
            }
        }

        return found;
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
            _ => null,
        };
    }
}
