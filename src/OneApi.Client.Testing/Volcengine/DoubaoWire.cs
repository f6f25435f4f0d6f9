using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.Images;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Volcengine;

/// <summary>Ark: OpenAI's wire with paths and errors of its own, and the control plane that issues keys, both under one base.</summary>
internal sealed class DoubaoWire : OpenAIWire
{
    private const string BotPath = "/bots/chat/completions";
    private const int MostStops = 4;

    public override string BasePath => "/api/v3";

    public override string DefaultApiKey => "AKLTfakeDoubao0123456789";

    public override string DefaultSecretKey => "ZmFrZURvdWJhb1NlY3JldEtleTAxMjM0NTY3ODk=";

    public override string StreamContentType => "text/event-stream; charset=utf-8";

    public IssuedKeys Keys { get; } = new();

    /// <summary>Gets or sets what the control plane answers in the place of keys.</summary>
    public (string Code, int? Status)? Refusal { get; set; }

    public override bool IssuesCredentials(FakeRequest request) => request.Path == BasePath + "/";

    public override WireFailure? Authorize(FakeRequest request, FakeKeys keys, TimeProvider time)
    {
        if (ImageFiles.IsFile(request))
        {
            return ImageFiles.Judge(request);
        }

        var now = time.GetUtcNow();

        if (IssuesCredentials(request))
        {
            return VolcengineSignatureCheck.Find(request, "ark", keys.ApiKey, keys.SecretKey, now) is { } code ? new WireFailure(WireErrorKind.Coded, request) { Code = code } : null;
        }

        var token = request.Headers.GetValueOrDefault("Authorization") is ['B', 'e', 'a', 'r', 'e', 'r', ' ', .. var rest] ? rest : "";

        return token == keys.ApiKey || Keys.IsGood(token, request.Model, now) ? null : new WireFailure(WireErrorKind.Unauthorized, request);
    }

    public override IEnumerable<KeyValuePair<string, string>> CommonHeaders(FakeRequest request) => [new("X-Request-Id", NextId("fake-request-"))];

    public override WireError WordError(WireFailure failure) => DoubaoErrorWriter.Word(failure, NextId("fake-request-"));

    public override WireError? WordCode(string code, WireFailure failure)
        => IssuesCredentials(failure.Request) && ArkControlPlane.Knows(code) ? ArkControlPlane.Error(code, NextId("fake-request-")) : DoubaoErrorWriter.WordCode(code, NextId("fake-request-"));

    public override JsonObject ShapeAnswer(JsonObject answer)
    {
        answer.Remove("system_fingerprint");
        answer["choices"]![0]!["message"]!.AsObject().Remove("refusal");
        answer["choices"]![0]!["message"]!.AsObject().Remove("annotations");
        return answer;
    }

    protected override (string Answer, string Call) IdPrefixes => ("021fake", "call_fake");

    protected override IEnumerable<WireRoute> ImageRoutes => [new("POST", "/images/generations", DoubaoImages.Of(Files).Generate)];

    protected override IReadOnlyList<WireRoute> MakeRoutes() =>
    [
        new("POST", "/", IssueKey),
        new("POST", BotPath, Bot),
        .. base.MakeRoutes(),
        new("POST", "/embeddings/multimodal", DoubaoAnswers.MultimodalEmbedding),
    ];

    protected override void CheckChat(WireCall call)
    {
        base.CheckChat(call);
        var isBotPath = call.Request.Path == BasePath + BotPath;

        if (isBotPath != (call.Request.Model?.StartsWith("bot-", StringComparison.Ordinal) == true))
        {
            throw new RequestRefusedException(WireErrorKind.ModelNotFound, null, "model", null);
        }

        if (call.Json.Member("max_tokens").Exists() && call.Json.Member("max_completion_tokens").Exists())
        {
            throw RequestRefusedException.Invalid("max_tokens and max_completion_tokens can't both be set.", "max_tokens");
        }

        if (call.Json.Member("stop").Items().Count() > MostStops)
        {
            throw RequestRefusedException.Invalid("The parameter `stop` holds more than 4 texts.", "stop");
        }
    }

    protected override IEnumerable<StreamFrame> WriteStream(ChatAnswer answer, WireCall call)
        => DoubaoStream.Write(answer, StreamsUsage(call.Json), call.Request.Path == BasePath + BotPath ? DoubaoAnswers.BotMembers(answer.Usage) : null);

    private WireAnswer IssueKey(WireCall call)
    {
        var requestId = NextId("fake-request-");

        if (Refusal is { } refusal)
        {
            var error = ArkControlPlane.Error(refusal.Code, requestId, refusal.Status);
            return WireAnswer.Json(error.Body, status: error.Status);
        }

        return ArkControlPlane.GetApiKey(call, Keys, requestId);
    }

    /// <summary>A bot's whole answer has the usage of its models and none of its own.</summary>
    private WireAnswer Bot(WireCall call)
    {
        if (call.Request.IsStreaming)
        {
            return Chat(call);
        }

        CheckChat(call);
        call.RequireKnownModel();
        var answer = call.Answer(ReadConversation(call.Json), IdPrefixes.Answer, IdPrefixes.Call);
        var body = ShapeAnswer(OpenAIAnswerWriter.Write(answer));
        body.Remove("usage");

        foreach (var (name, value) in DoubaoAnswers.BotMembers(answer.Usage))
        {
            body[name] = value?.DeepClone();
        }

        return WireAnswer.Json(body, JsonContentType);
    }
}
