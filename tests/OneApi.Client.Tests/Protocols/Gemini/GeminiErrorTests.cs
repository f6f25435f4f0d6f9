using System.Text;
using OneApi.Client.Protocols;
using OneApi.Client.Protocols.Gemini;
using Xunit;
using static OneApi.Client.OneApiErrorKind;
using static OneApi.Client.Tests.Protocols.Gemini.GeminiWire;

namespace OneApi.Client.Tests.Protocols.Gemini;

/// <summary>protocols/gemini.md §10 and vertex.md §6, row by row.</summary>
public sealed class GeminiErrorTests
{
    public static TheoryData<int, string, OneApiErrorKind> Rows => new()
    {
        { 400, Error(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", """{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID","domain":"googleapis.com","metadata":{"service":"generativelanguage.googleapis.com"}}"""), OneApiErrorKind.Authentication },
        { 400, Error(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key."), OneApiErrorKind.Authentication },
        { 400, Error(400, "INVALID_ARGUMENT", "API key expired. Please renew the API key."), OneApiErrorKind.Authentication },
        { 400, Error(400, "INVALID_ARGUMENT", "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576)."), ContextLengthExceeded },
        { 400, Error(400, "INVALID_ARGUMENT", "Invalid JSON payload received. Unknown name \\\"x\\\": Cannot find field.", """{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"description":"x"}]}"""), InvalidRequest },
        { 400, Error(400, "INVALID_ARGUMENT", "Cannot fetch content from the provided URL. Status: URL_ROBOTED-ROBOTED_DENIED"), InvalidRequest },
        { 400, Error(400, "FAILED_PRECONDITION", "User location is not supported for the API use."), PermissionDenied },
        { 400, Error(400, "FAILED_PRECONDITION", "Gemini API free tier is not available in your country. Please enable billing on your project."), QuotaExhausted },
        { 400, Error(400, "FAILED_PRECONDITION", "Something else."), InvalidRequest },
        { 401, Error(401, "UNAUTHENTICATED", "Request had invalid authentication credentials."), OneApiErrorKind.Authentication },
        { 401, Error(401, "UNAUTHENTICATED", "x", Info("ACCESS_TOKEN_EXPIRED")), OneApiErrorKind.Authentication },
        { 401, Error(401, "UNAUTHENTICATED", "x", Info("ACCESS_TOKEN_TYPE_UNSUPPORTED")), OneApiErrorKind.Authentication },
        { 401, Error(401, "UNAUTHENTICATED", "x", Info("CREDENTIALS_MISSING")), OneApiErrorKind.Authentication },
        { 403, Error(403, "PERMISSION_DENIED", "The caller does not have permission"), PermissionDenied },
        { 403, Error(403, "PERMISSION_DENIED", "x", Info("SERVICE_DISABLED")), PermissionDenied },
        { 403, Error(403, "PERMISSION_DENIED", "x", Info("API_KEY_SERVICE_BLOCKED")), PermissionDenied },
        { 403, Error(403, "PERMISSION_DENIED", "x", Info("BILLING_DISABLED")), QuotaExhausted },
        { 403, Error(403, "PERMISSION_DENIED", "x", Info("CONSUMER_INVALID")), PermissionDenied },
        { 403, Error(403, "PERMISSION_DENIED", "Permission 'aiplatform.endpoints.predict' denied on resource '//aiplatform.googleapis.com/projects/p/models/m' (or it may not exist).", Info("IAM_PERMISSION_DENIED")), PermissionDenied },
        { 403, Error(403, "PERMISSION_DENIED", "Your API key was reported as leaked. Please use another API key."), OneApiErrorKind.Authentication },
        { 404, Error(404, "NOT_FOUND", "models/x is not found for API version v1beta, or is not supported for generateContent."), ModelNotFound },
        { 404, Error(404, "NOT_FOUND", "Publisher Model `projects/p/locations/l/publishers/google/models/x` was not found or your project does not have access to it."), ModelNotFound },
        { 404, Error(404, "NOT_FOUND", "Requested entity was not found."), InvalidRequest },
        { 413, "", InvalidRequest },
        { 429, Error(429, "RESOURCE_EXHAUSTED", Plan, Quota("GenerateRequestsPerDayPerProjectPerModel-FreeTier", "50")), QuotaExhausted },
        { 429, Error(429, "RESOURCE_EXHAUSTED", Plan, Quota("GenerateRequestsPerMinutePerProjectPerModel-FreeTier", "0")), QuotaExhausted },
        { 429, Error(429, "RESOURCE_EXHAUSTED", "Your project has exceeded its monthly spending cap."), QuotaExhausted },
        { 429, Error(429, "RESOURCE_EXHAUSTED", "The spend cap is reached."), QuotaExhausted },
        { 429, Error(429, "RESOURCE_EXHAUSTED", "Your prepayment credits are depleted. Please manage your billing."), QuotaExhausted },
        { 429, Error(429, "RESOURCE_EXHAUSTED", "There is a problem with your billing account."), QuotaExhausted },
        { 429, Error(429, "RESOURCE_EXHAUSTED", Plan, Quota("GenerateContentPaidTierInputTokensPerModelPerMinute", "1000000")), RateLimited },
        { 429, Error(429, "RESOURCE_EXHAUSTED", Plan), RateLimited },
        { 429, Error(429, "RESOURCE_EXHAUSTED", "Resource exhausted. Please try again later."), RateLimited },
        { 429, Error(429, "RESOURCE_EXHAUSTED", "Quota exceeded for aiplatform.googleapis.com/generate_content_requests_per_minute_per_project_per_base_model"), RateLimited },
        { 499, Error(499, "CANCELLED", "The operation was cancelled."), ProviderUnavailable },
        { 500, Error(500, "INTERNAL", "An internal error has occurred."), ProviderUnavailable },
        { 503, Error(503, "UNAVAILABLE", "The model is overloaded. Please try again later."), ProviderUnavailable },
        { 504, Error(504, "DEADLINE_EXCEEDED", "The request timed out."), OneApiErrorKind.Timeout },
        { 502, "<html><title>502 Bad Gateway</title></html>", ProviderUnavailable },
        { 400, """{"error":"invalid_grant","error_description":"Invalid JWT Signature."}""", OneApiErrorKind.Authentication },
        { 401, """{"error":"invalid_client"}""", OneApiErrorKind.Authentication },
        { 400, "[" + Error(400, "INVALID_ARGUMENT", "API key not valid.", Info("API_KEY_INVALID")) + "]", OneApiErrorKind.Authentication },
        { 500, "null", ProviderUnavailable },
        { 500, "[]", ProviderUnavailable },
        { 400, "\"text\"", InvalidRequest },
    };

    private const string Plan = "You exceeded your current quota, please check your plan and billing details.";

    [Theory]
    [MemberData(nameof(Rows))]
    public void ReadError_EachRow_HasItsKind(int status, string body, OneApiErrorKind expected)
    {
        var fault = new GeminiChatProtocol().ReadError(status, Encoding.UTF8.GetBytes(body));

        Assert.Equal(expected, Endpoint.Errors.Classify(fault));
    }

    [Fact]
    public void ReadError_Details_GiveWaitAndCode()
    {
        var body = Error(429, "RESOURCE_EXHAUSTED", Plan, Quota("RequestsPerMinute", "5"), """{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.4s"}""");

        var fault = new GeminiChatProtocol().ReadError(429, Encoding.UTF8.GetBytes(body));

        Assert.Equal(TimeSpan.FromSeconds(34.4), fault.RetryAfter);
        Assert.Equal("RESOURCE_EXHAUSTED", fault.Type);
        Assert.Equal(Plan, fault.Message);
    }

    [Fact]
    public void ReadError_ErrorInfo_IsTheCode()
    {
        var fault = new GeminiChatProtocol().ReadError(400, Encoding.UTF8.GetBytes(Error(400, "INVALID_ARGUMENT", "API key not valid.", Info("API_KEY_INVALID"))));

        Assert.Equal(("API_KEY_INVALID", "INVALID_ARGUMENT"), (fault.Code, fault.Type));
    }

    [Fact]
    public void ReadError_WaitInTheMessage_IsFound()
    {
        var fault = new GeminiChatProtocol().ReadError(429, Encoding.UTF8.GetBytes(Error(429, "RESOURCE_EXHAUSTED", "Please retry in 48.5s.")));

        Assert.Equal(TimeSpan.FromSeconds(48.5), fault.RetryAfter);
    }

    [Fact]
    public void ReadError_InsideAStream_TakesTheStatusOfTheBody()
    {
        var fault = new GeminiChatProtocol().ReadError(null, Encoding.UTF8.GetBytes(Error(500, "INTERNAL", "x")));

        Assert.Equal(500, fault.Status);
    }

    private static string Info(string reason) => $$"""{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"{{reason}}","domain":"googleapis.com"}""";

    private static string Quota(string id, string value) =>
        $$"""{"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaMetric":"m","quotaId":"{{id}}","quotaValue":"{{value}}"}]}""";

    private static string Error(int code, string status, string message, params string[] details) =>
        $$$"""{"error":{"code":{{{code}}},"message":"{{{message}}}","status":"{{{status}}}","details":[{{{string.Join(",", details)}}}]}}""";
}
