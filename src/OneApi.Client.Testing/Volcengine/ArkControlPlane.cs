using System.Text.Json;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Volcengine;

/// <summary>The control plane's action <c>GetApiKey</c>, and its errors.</summary>
internal static class ArkControlPlane
{
    private const int MostSeconds = 2_592_000;

    private static readonly Dictionary<string, (int Status, string Message)> Errors = new(StringComparer.Ordinal)
    {
        ["SignatureDoesNotMatch"] = (401, "The request signature we calculated does not match the signature you provided. Check your Secret Access Key and signing method."),
        ["InvalidAccessKey"] = (401, "The provided AccessKey is invalid."),
        ["InvalidCredential"] = (401, "The Authorization is invalid."),
        ["InvalidSecretToken"] = (401, "The provided security token is invalid."),
        ["AccessDenied"] = (403, "The user is not authorized to perform ark:GetApiKey."),
        ["FlowLimitExceeded"] = (429, "The request was denied because of request throttling."),
        ["InternalError"] = (500, "The request has failed because of an unknown error."),
        ["ServiceUnavailableTemp"] = (503, "The service is temporarily unavailable."),
        ["MissingParameter"] = (400, "A required parameter is missing."),
        ["InvalidParameter"] = (400, "A parameter is not valid."),
    };

    public static bool Knows(string code) => Errors.ContainsKey(code);

    /// <summary>Words an error.</summary>
    /// <param name="code">The code.</param>
    /// <param name="requestId">The request's id.</param>
    /// <param name="status">The status in the place of the code's own.</param>
    public static WireError Error(string code, string requestId, int? status = null) => new(status ?? Errors[code].Status, new JsonObject
    {
        ["ResponseMetadata"] = Metadata(requestId, new JsonObject { ["Code"] = code, ["Message"] = Errors[code].Message }),
    });

    public static WireAnswer GetApiKey(WireCall call, IssuedKeys keys, string requestId)
    {
        var body = call.Json;
        var resources = body.Member("ResourceIds").Items().Select(static item => item.TextOrNull() ?? "").ToArray();

        if (call.Request.Query.GetValueOrDefault("Action") != "GetApiKey" || call.Request.Query.GetValueOrDefault("Version") != "2024-01-01" || FaultIn(body, resources) is not null)
        {
            var error = Error(FaultIn(body, resources) ?? "InvalidParameter", requestId);
            return WireAnswer.Json(error.Body, status: error.Status);
        }

        var end = call.Options.TimeProvider.GetUtcNow().AddSeconds(body.Member("DurationSeconds").Int32OrNull() ?? 0);
        var answer = new JsonObject
        {
            ["ResponseMetadata"] = Metadata(requestId, error: null),
            ["Result"] = new JsonObject { ["ApiKey"] = keys.Issue(resources, end), ["ExpiredTime"] = end.ToUnixTimeSeconds() },
        };
        return WireAnswer.Json(answer);
    }

    private static string? FaultIn(JsonElement body, string[] resources)
    {
        var type = body.Member("ResourceType").TextOrNull();
        var isOfType = type switch
        {
            "endpoint" => Array.TrueForAll(resources, static id => id.StartsWith("ep-", StringComparison.Ordinal) && !id.StartsWith("ep-m-", StringComparison.Ordinal)),
            "presetendpoint" => Array.TrueForAll(resources, static id => id.StartsWith("ep-m-", StringComparison.Ordinal)),
            "bot" => Array.TrueForAll(resources, static id => id.StartsWith("bot-", StringComparison.Ordinal)),
            _ => false,
        };

        if (!isOfType || resources.Length == 0 || body.Member("DurationSeconds").Int32OrNull() is not (> 0 and <= MostSeconds))
        {
            return "InvalidParameter";
        }

        return type is "presetendpoint" && body.Member("ProjectName").TextOrNull() is not { Length: > 0 } ? "MissingParameter" : null;
    }

    private static JsonObject Metadata(string requestId, JsonObject? error)
    {
        var metadata = new JsonObject { ["RequestId"] = requestId, ["Action"] = "GetApiKey", ["Version"] = "2024-01-01", ["Service"] = "ark", ["Region"] = "cn-beijing" };

        if (error is not null)
        {
            metadata["Error"] = error;
        }

        return metadata;
    }
}
