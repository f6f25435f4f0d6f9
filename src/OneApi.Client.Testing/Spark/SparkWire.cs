using System.Text.Json;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Spark;

/// <summary>iFlytek Spark: a socket for each version, two versions of its HTTP service, the token exchange, and embeddings.</summary>
internal sealed class SparkWire : OpenAIWire
{
    public const string ApiPassword = "fake-spark-api-password-0123456789";

    private static readonly string[] ModelsOfV2 = ["x1", "spark-x"];
    private string _appId = "";

    public SparkTokens Tokens { get; } = new();

    public override string BasePath => "";

    public override string DefaultApiKey => "fakesparkapikey00000000000000001";

    public override string DefaultSecretKey => "ZmFrZS1zcGFyay1hcGktc2VjcmV0LW9mLXRlc3Rz";

    public override string DefaultAppId => "fa4e5a7b";

    public static SparkService ServiceOf(FakeRequest request) => (request.Method, request.Path) switch
    {
        ("GET", var path) when SparkVersion.At(path) is not null => SparkService.Socket,
        (_, "/v1/chat/completions" or "/v2/chat/completions") => SparkService.Http,
        ("POST", "/v2.1/chat") => SparkService.TokenChat,
        ("POST", "/v2.1/chat/token") => SparkService.Token,
        ("POST", "/") => SparkService.Embeddings,
        _ => SparkService.None,
    };

    public override WireFailure? Authorize(FakeRequest request, FakeKeys keys, TimeProvider time)
    {
        _appId = keys.AppId;
        var refusal = ServiceOf(request) switch
        {
            SparkService.Socket or SparkService.Embeddings => SparkGate.Refusal(request, keys, time.GetUtcNow()),
            SparkService.Http => IsPassword(request, keys) ? null : "",
            SparkService.TokenChat => Tokens.IsGood(request.Headers.GetValueOrDefault("Authorization"), time.GetUtcNow()) ? null : "",
            SparkService.Token => SparkTokens.IsFor(request.Json, keys) ? null : "",
            _ => null,
        };

        return refusal switch
        {
            null => null,
            "" => new WireFailure(WireErrorKind.Unauthorized, request),
            _ => new WireFailure(WireErrorKind.Coded, request) { Code = refusal },
        };
    }

    public override string? ModelOf(FakeRequest request) => ServiceOf(request) switch
    {
        SparkService.Socket => request.Json.Member("parameter").Member("chat").Member("domain").TextOrNull(),
        SparkService.Embeddings => request.Json.Member("parameter").Member("emb").Member("domain").TextOrNull(),
        _ => base.ModelOf(request),
    };

    public override bool OpensSocket(FakeRequest request) => ServiceOf(request) is SparkService.Socket;

    public override bool IssuesCredentials(FakeRequest request) => ServiceOf(request) is SparkService.Token;

    public override bool IsStreaming(FakeRequest request) => OpensSocket(request) || base.IsStreaming(request);

    public override IEnumerable<KeyValuePair<string, string>> CommonHeaders(FakeRequest request) => [];

    public override WireError WordError(WireFailure failure) => SparkErrorWriter.Word(failure);

    public override WireError? WordCode(string code, WireFailure failure) => SparkErrorWriter.WordCode(code);

    public override byte[] FrameError(WireError error, FakeRequest request)
        => OpensSocket(request) ? WireJson.ToUtf8(SparkErrorWriter.Frame(error)) : SparkHttpWriter.Data(SparkErrorWriter.Flat(error));

    public override byte[] FrameMalformed(FakeRequest request) => OpensSocket(request) ? "{\"header\": "u8.ToArray() : "data:{\"broken\": \n\n"u8.ToArray();

    public override WireAnswer AnswerError(WireError error, FakeRequest request)
    {
        var body = (ServiceOf(request), error.Status) switch
        {
            (SparkService.Embeddings, 200) => SparkErrorWriter.Frame(error),
            (SparkService.Socket or SparkService.Embeddings or SparkService.None, _) => SparkErrorWriter.Plain(error),
            (SparkService.Token, _) or (_, 200) => SparkErrorWriter.Flat(error),
            _ => SparkErrorWriter.Nested(error),
        };

        return WireAnswer.Json(body, JsonContentType, error.Status);
    }

    protected override IReadOnlyList<WireRoute> MakeRoutes() =>
    [
        .. SparkVersion.All.Select(version => new WireRoute("GET", version.Path, call => Socket(call, version))),
        new("POST", "/v1/chat/completions", Http),
        new("POST", "/v2/chat/completions", Http),
        new("POST", "/v2.1/chat", Http),
        new("POST", "/v2.1/chat/token", Tokens.Issue),
        new("POST", "/", SparkEmbeddings.Answer),
    ];

    private static bool IsPassword(FakeRequest request, FakeKeys keys)
    {
        var sent = request.Headers.GetValueOrDefault("Authorization");

        return sent == $"Bearer {ApiPassword}" || (IsOfV2(request.Json) && sent == $"Bearer {keys.ApiKey}:{keys.SecretKey}");
    }

    private static bool IsOfV2(JsonElement body) => ModelsOfV2.Contains(body.Member("model").TextOrNull());

    private WireAnswer Socket(WireCall call, SparkVersion version)
    {
        SparkSocketCheck.CheckAppId(call.Json, _appId);
        SparkSocketCheck.Check(call.Json, version);
        call.RequireKnownModel();
        var answer = call.Answer(SparkConversation.Read(call.Json, version), "cht000fake@dx", "call_fake");

        return WireAnswer.Stream("", new SparkFrameWriter(answer).Frames());
    }

    private WireAnswer Http(WireCall call)
    {
        OpenAIChatCheck.Check(call.Json, moreTools: ["web_search"]);
        CheckHttp(call);
        call.RequireKnownModel();
        var conversation = ReadConversation(call.Json);
        conversation.WantsReasoning = IsOfV2(call.Json) && call.Json.Member("thinking").Member("type").TextOrNull() is not "disabled";
        var writer = new SparkHttpWriter(call.Answer(conversation, "cha000fake@dx", "call_fake"), call.Json);

        return call.Request.IsStreaming ? WireAnswer.Stream(StreamContentType, writer.Frames()) : WhollyAnswer(writer, call);
    }

    /// <summary>Asked to keep the connection alive, X1.5 sends blank lines before the JSON (spark.md §6).</summary>
    private static WireAnswer WhollyAnswer(SparkHttpWriter writer, WireCall call)
        => call.Json.Member("keep_alive").IsTrue()
            ? WireAnswer.Raw(200, "application/json", (byte[])[.. "\n\n\n"u8, .. WireJson.ToUtf8(writer.Whole())])
            : WireAnswer.Json(writer.Whole());

    private static void CheckHttp(WireCall call)
    {
        if (call.Request.Path != "/v2.1/chat" && IsOfV2(call.Json) != call.Request.Path.StartsWith("/v2/", StringComparison.Ordinal))
        {
            throw new RequestRefusedException(WireErrorKind.ModelNotFound, null, "model", null);
        }

        var temperature = call.Json.Member("temperature");

        if (temperature.Exists() && temperature.GetDouble() <= 0)
        {
            throw RequestRefusedException.Invalid("temperature must be above 0", "temperature", "10163");
        }
    }
}
