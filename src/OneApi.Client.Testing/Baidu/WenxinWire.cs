using System.Text.Json.Nodes;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Baidu;

/// <summary>Baidu's Wenxin Workshop, version 1: a token in the address or a signature, an address per model, errors under 200.</summary>
internal sealed class WenxinWire : ProviderWire
{
    private const string TokenPath = "/oauth/2.0/token";
    private const string Workshop = "/rpc/2.0/ai_custom/v1/wenxinworkshop";

    /// <summary>With characters that an address must not hold as they are.</summary>
    private const string TokenForm = "24.fake+token/{0}=.2592000.000-1";

    private FakeKeys? _keys;

    public override string BasePath => "";

    public override string DefaultApiKey => "fakeBaiduApiKey0123456789";

    public override string DefaultSecretKey => "fakeBaiduSecretKey0123456789abcdef";

    public override string StreamContentType => "text/event-stream";

    /// <summary>Gets the tokens; each lives 30 days, as the vendor's do.</summary>
    public IssuedTokens Tokens { get; } = new(TimeSpan.FromSeconds(2_592_000));

    public override IReadOnlyList<WireRoute> Routes => field ??=
    [
        new("POST", TokenPath, IssueToken),
        new("POST", Workshop + "/chat/*", Chat),
        new("POST", Workshop + "/embeddings/*", WenxinEmbeddings.Answer),
    ];

    public override WireFailure? Authorize(FakeRequest request, FakeKeys keys, TimeProvider time)
    {
        _keys = keys; // the same for each request

        if (IssuesCredentials(request))
        {
            return null; // it has an answer of its own for wrong keys
        }

        if (request.Headers.ContainsKey("Authorization"))
        {
            return BceSignatureCheck.IsSigned(request, keys.ApiKey, keys.SecretKey, time.GetUtcNow()) ? null : Coded("14", request);
        }

        if (request.Query.GetValueOrDefault("access_token") is not { Length: > 0 } token)
        {
            return Coded("100", request);
        }

        return Tokens.StateOf(token, time.GetUtcNow()) switch
        {
            IssuedTokenState.Good => null,
            IssuedTokenState.Expired => Coded("111", request),
            _ => Coded("110", request),
        };
    }

    public override bool IssuesCredentials(FakeRequest request) => request.Path == TokenPath;

    public override string? ModelOf(FakeRequest request)
        => request.Path.StartsWith(Workshop, StringComparison.Ordinal) ? request.Path[(request.Path.LastIndexOf('/') + 1)..] : null;

    public override bool IsStreaming(FakeRequest request) => request.Json.Member("stream").IsTrue();

    /// <summary>An error before the first event is one JSON body, also where a stream was asked for.</summary>
    public override bool TakesErrorEvents(FakeRequest request) => false;

    public override IEnumerable<KeyValuePair<string, string>> CommonHeaders(FakeRequest request) => IssuesCredentials(request) ? [] :
    [
        new("X-Ratelimit-Limit-Requests", "300"),
        new("X-Ratelimit-Limit-Tokens", "300000"),
        new("X-Ratelimit-Remaining-Requests", "299"),
        new("X-Ratelimit-Remaining-Tokens", "299000"),
    ];

    public override WireError WordError(WireFailure failure) => WenxinErrors.Word(failure);

    public override WireError? WordCode(string code, WireFailure failure) => WenxinErrors.WordCode(code);

    public override byte[] FrameError(WireError error, FakeRequest request) => OpenAIStreamWriter.Data(error.Body);

    private static WireFailure Coded(string code, FakeRequest request) => new(WireErrorKind.Coded, request) { Code = code };

    private static WireAnswer Chat(WireCall call)
    {
        WenxinCheck.Check(call.Json);
        call.RequireKnownModel();
        var answer = call.Answer(WenxinConversation.Read(call.Json), "as-fake", "call_fake");

        return call.Request.IsStreaming
            ? WireAnswer.Stream("text/event-stream", WenxinAnswers.Stream(answer))
            : WireAnswer.Json(WenxinAnswers.Whole(answer));
    }

    private WireAnswer IssueToken(WireCall call)
    {
        var query = call.Request.Query;

        if (query.GetValueOrDefault("grant_type") is not "client_credentials")
        {
            return Refused("unsupported_grant_type", "The authorization grant type is not supported");
        }

        if (query.GetValueOrDefault("client_id") != _keys!.ApiKey)
        {
            return Refused("invalid_client", "unknown client id");
        }

        if (query.GetValueOrDefault("client_secret") != _keys.SecretKey)
        {
            return Refused("invalid_client", "Client authentication failed");
        }

        var (token, lifetime) = Tokens.Issue(TokenForm, call.Options.TimeProvider.GetUtcNow());

        return WireAnswer.Json(new JsonObject
        {
            ["refresh_token"] = "25.fakerefresh",
            ["expires_in"] = (long)lifetime.TotalSeconds,
            ["session_key"] = "fakesession",
            ["access_token"] = token,
            ["scope"] = "public wenxinworkshop",
            ["session_secret"] = "fakesessionsecret",
        });
    }

    private static WireAnswer Refused(string error, string description)
        => WireAnswer.Json(new JsonObject { ["error"] = error, ["error_description"] = description }, status: 401);
}
