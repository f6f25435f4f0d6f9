using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Spark;

/// <summary>The tokens that one fake has issued (spark.md §9). Thread-safe.</summary>
internal sealed class SparkTokens
{
    private const int LifeSeconds = 3600;
    private readonly ConcurrentDictionary<string, DateTimeOffset> _expiries = new(StringComparer.Ordinal);

    public static bool IsFor(JsonElement body, FakeKeys keys)
        => body.Member("app_id").TextOrNull() == keys.AppId
            && body.Member("api_key").TextOrNull() == keys.ApiKey
            && body.Member("api_secret").TextOrNull() == keys.SecretKey;

    public WireAnswer Issue(WireCall call)
    {
        var token = call.NextId("fake-spark-token-");
        _expiries[token] = call.Options.TimeProvider.GetUtcNow().AddSeconds(LifeSeconds);

        return WireAnswer.Json(new JsonObject
        {
            ["code"] = 0,
            ["message"] = "Success",
            ["data"] = new JsonObject { ["token"] = token, ["expires_in"] = LifeSeconds },
        });
    }

    public bool IsGood(string? authorization, DateTimeOffset now)
        => authorization?.StartsWith("Bearer ", StringComparison.Ordinal) is true
            && _expiries.TryGetValue(authorization["Bearer ".Length..], out var expiry)
            && now < expiry;

    public void Revoke() => _expiries.Clear();
}
