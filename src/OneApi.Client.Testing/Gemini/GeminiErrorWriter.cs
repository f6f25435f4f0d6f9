using System.Globalization;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Gemini;

/// <summary>Google's errors: <c>code</c>, <c>message</c>, <c>status</c>, typed <c>details</c>.</summary>
internal static class GeminiErrorWriter
{
    private const string TypePrefix = "type.googleapis.com/google.rpc.";

    public static WireError Word(WireFailure failure) => failure.Kind switch
    {
        WireErrorKind.Unauthorized => Unauthorized(failure.Request),
        WireErrorKind.RateLimited => RateLimited(failure),
        WireErrorKind.QuotaExhausted => Error(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota, please check your plan and billing details.", QuotaFailure("GenerateRequestsPerDayPerProjectPerModel")),
        WireErrorKind.ServerError => ServerError(failure.Status),
        WireErrorKind.Overloaded => Error(503, "UNAVAILABLE", "The model is overloaded. Please try again later."),
        WireErrorKind.ModelNotFound => Error(404, "NOT_FOUND", $"models/{failure.Request.Model} is not found for API version v1beta, or is not supported for generateContent. Call ListModels to see the list of available models and their supported methods."),
        WireErrorKind.ContextLength => Error(400, "INVALID_ARGUMENT", "The input token count (1048577) exceeds the maximum number of tokens allowed (1048576)."),
        WireErrorKind.ContentFiltered => Blocked(failure.Request),
        WireErrorKind.NotFound or WireErrorKind.MethodNotAllowed => Error(404, "NOT_FOUND", "Requested entity was not found."),
        _ => Error(400, "INVALID_ARGUMENT", failure.Message ?? "Request contains an invalid argument."),
    };

    private static WireError Unauthorized(FakeRequest request)
    {
        if (!request.Headers.ContainsKey("x-goog-api-key") && !request.Query.ContainsKey("key"))
        {
            return Error(403, "PERMISSION_DENIED", "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.");
        }

        var information = new JsonObject
        {
            ["@type"] = TypePrefix + "ErrorInfo",
            ["reason"] = "API_KEY_INVALID",
            ["domain"] = "googleapis.com",
            ["metadata"] = new JsonObject { ["service"] = "generativelanguage.googleapis.com" },
        };

        return Error(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", information);
    }

    private static WireError RateLimited(WireFailure failure)
    {
        var quota = QuotaFailure("GenerateRequestsPerMinutePerProjectPerModel");

        if (failure.RetryAfter is not { } wait)
        {
            return Error(429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota).", quota);
        }

        var delay = wait.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + "s";
        var error = Error(429, "RESOURCE_EXHAUSTED", $"Resource has been exhausted (e.g. check quota). Please retry in {delay}.", quota, new JsonObject { ["@type"] = TypePrefix + "RetryInfo", ["retryDelay"] = delay });

        error.Headers["retry-after"] = failure.RetryAfterSeconds!.Value.ToString(CultureInfo.InvariantCulture);
        return error;
    }

    private static JsonObject QuotaFailure(string quotaId) => new()
    {
        ["@type"] = TypePrefix + "QuotaFailure",
        ["violations"] = new JsonArray(new JsonObject
        {
            ["quotaMetric"] = "generativelanguage.googleapis.com/generate_content_requests",
            ["quotaId"] = quotaId,
            ["quotaValue"] = "60",
        }),
    };

    private static WireError ServerError(int status) => status switch
    {
        502 or 503 => Error(status, "UNAVAILABLE", "The service is currently unavailable."),
        504 => Error(status, "DEADLINE_EXCEEDED", "Deadline expired before operation could complete."),
        _ => Error(status, "INTERNAL", "An internal error has occurred. Please retry or report in https://developers.generativeai.google/guide/troubleshooting"),
    };

    /// <summary>Not an error to HTTP: a success without candidates.</summary>
    private static WireError Blocked(FakeRequest request) => new(200, new JsonObject
    {
        ["promptFeedback"] = new JsonObject { ["blockReason"] = "PROHIBITED_CONTENT" },
        ["usageMetadata"] = new JsonObject { ["promptTokenCount"] = 4, ["totalTokenCount"] = 4 },
        ["modelVersion"] = request.Model,
        ["responseId"] = "fakeBlocked",
    });

    private static WireError Error(int status, string name, string message, params JsonObject[] details)
    {
        var error = new JsonObject { ["code"] = status, ["message"] = message, ["status"] = name };

        if (details.Length > 0)
        {
            error["details"] = new JsonArray([.. details]);
        }

        return new WireError(status, new JsonObject { ["error"] = error });
    }
}
