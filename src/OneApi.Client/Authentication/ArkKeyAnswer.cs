using System.Net;
using System.Text.Json;

namespace OneApi.Client.Authentication;

/// <summary>Reads what <c>GetApiKey</c> answers. An error may come under status 200 (doubao.md §2.2).</summary>
internal static class ArkKeyAnswer
{
    /// <summary>With less than this left, callers wait for another key, as in the vendor's SDK.</summary>
    private static readonly TimeSpan Reserve = TimeSpan.FromMinutes(10);

    /// <summary>With less than this left, another key is fetched in the background.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(30);

    /// <exception cref="OneApiException">It is an error, or holds no key.</exception>
    public static IssuedCredential Read(HttpStatusCode status, ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        if (Parse(body) is not { ValueKind: JsonValueKind.Object } root)
        {
            throw ArkKeyErrors.ToException(status is HttpStatusCode.OK ? HttpStatusCode.BadGateway : status, null, "The answer of the control plane is not JSON.", null);
        }

        var metadata = Member(root, "ResponseMetadata");
        var error = Member(metadata, "Error");
        if (error.ValueKind == JsonValueKind.Object || status is not HttpStatusCode.OK)
        {
            throw ArkKeyErrors.ToException(status, TextOf(error, "Code"), TextOf(error, "Message"), TextOf(metadata, "RequestId"));
        }

        var result = Member(root, "Result");
        var end = Member(result, "ExpiredTime");
        if (TextOf(result, "ApiKey") is not { } key || end.ValueKind != JsonValueKind.Number || !end.TryGetInt64(out var seconds) || seconds is < 0 or > 253402300799)
        {
            throw new OneApiException(OneApiErrorKind.ProtocolViolation) { StatusCode = status, ProviderMessage = "The control plane gave no key with its end.", RequestId = TextOf(metadata, "RequestId") };
        }

        return Issue(key, now, DateTimeOffset.FromUnixTimeSeconds(seconds));
    }

    /// <summary>A key of less than an hour keeps the same shares of its life in reserve, or it would never serve.</summary>
    private static IssuedCredential Issue(string key, DateTimeOffset now, DateTimeOffset end)
    {
        var life = end - now;
        var reserve = Least(Reserve, life / 6);
        return new(key, now, end - reserve) { RenewAt = end - Least(Ahead, life / 2) };
    }

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static JsonElement Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static JsonElement Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : default;

    private static string? TextOf(JsonElement parent, string name) => Member(parent, name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text ? text : null;
}
