using System.Globalization;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.Images;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Baidu;

/// <summary>Baidu's Qianfan, version 2: OpenAI's wire with a permanent key or a token of the IAM, and errors of its own.</summary>
internal sealed class QianfanWire : OpenAIWire
{
    private const string TokenPath = "/v1/BCE-BEARER/token";
    private const string TokenForm = "bce-v3/ALTAK-fakeissued/{0}";

    private FakeKeys? _keys;

    public override string BasePath => "/v2";

    public override string DefaultApiKey => "ALTAKfakeQianfan0123456789";

    public override string DefaultSecretKey => "fakeQianfanSecretKey0123456789abcdef";

    public override string StreamContentType => "text/event-stream";

    /// <summary>Gets the tokens; each lives half a day.</summary>
    public IssuedTokens Tokens { get; } = new(TimeSpan.FromHours(12));

    public override WireFailure? Authorize(FakeRequest request, FakeKeys keys, TimeProvider time)
    {
        _keys = keys; // the same for each request

        if (ImageFiles.IsFile(request))
        {
            return ImageFiles.Judge(request);
        }

        if (IssuesCredentials(request) || IsAuthorized(request, keys.ApiKey))
        {
            return null; // the exchange has an answer of its own for wrong keys
        }

        var token = request.Headers.GetValueOrDefault("Authorization") is ['B', 'e', 'a', 'r', 'e', 'r', ' ', .. var rest] ? rest : "";

        return Tokens.StateOf(token, time.GetUtcNow()) is IssuedTokenState.Good ? null : new WireFailure(WireErrorKind.Unauthorized, request);
    }

    public override bool IssuesCredentials(FakeRequest request) => request.Path == BasePath + TokenPath;

    public override IEnumerable<KeyValuePair<string, string>> CommonHeaders(FakeRequest request) => [new("X-Request-Id", NextId("fake-request-"))];

    public override WireError WordError(WireFailure failure) => QianfanErrors.Word(failure);

    public override WireError? WordCode(string code, WireFailure failure) => QianfanErrors.WordCode(code);

    public override JsonObject ShapeAnswer(JsonObject answer)
    {
        answer.Remove("service_tier");
        answer.Remove("system_fingerprint");
        var choice = answer["choices"]![0]!.AsObject();
        choice.Remove("logprobs");
        choice["flag"] = 0;
        choice["message"]!.AsObject().Remove("refusal");
        choice["message"]!.AsObject().Remove("annotations");
        return answer;
    }

    public static JsonObject Usage(FakeUsage usage) => new()
    {
        ["prompt_tokens"] = usage.InputTokens,
        ["completion_tokens"] = usage.OutputTokens,
        ["total_tokens"] = usage.InputTokens + usage.OutputTokens,
    };

    protected override IEnumerable<WireRoute> ImageRoutes => [new("POST", "/images/generations", QianfanImages.Of(Files).Generate)];

    protected override IReadOnlyList<WireRoute> MakeRoutes() => [.. base.MakeRoutes(), new("GET", TokenPath, IssueToken)];

    protected override (string Answer, string Call) IdPrefixes => ("as-fake", "call_fake");

    protected override IEnumerable<StreamFrame> WriteStream(ChatAnswer answer, WireCall call) => QianfanStream.Write(answer, StreamsUsage(call.Json));

    private WireAnswer IssueToken(WireCall call)
    {
        var now = call.Options.TimeProvider.GetUtcNow();

        if (!BceSignatureCheck.IsSigned(call.Request, _keys!.ApiKey, _keys.SecretKey, now))
        {
            return WireAnswer.Json(
                new JsonObject { ["code"] = "SignatureDoesNotMatch", ["message"] = "The request signature we calculated does not match the signature you provided.", ["requestId"] = "fake" },
                status: 403);
        }

        var (token, lifetime) = Tokens.Issue(TokenForm, now);

        return WireAnswer.Json(new JsonObject
        {
            ["userId"] = "fakeuser",
            ["token"] = token,
            ["status"] = "enable",
            ["createTime"] = Instant(now),
            ["expireTime"] = Instant(now + lifetime),
        });
    }

    private static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
