using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.Images;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Tencent;

/// <summary>Both surfaces of Hunyuan: the native one at <c>/</c> with signed requests, the compatible one under <c>/v1</c> with a bearer key.</summary>
internal sealed class HunyuanWire : OpenAIWire
{
    private const string Service = "hunyuan";
    private const string Version = "2023-09-01";
    private readonly HunyuanImages _images;

    public HunyuanWire(ImageScript script) => _images = new(this, Files, script);

    public override string BasePath => "";

    public override string DefaultApiKey => "AKIDfakeHunyuan0123456789abcdefghij";

    public override string DefaultSecretKey => "fakeHunyuanSecretKey0123456789ab";

    public override string StreamContentType => "text/event-stream";

    public override WireFailure? Authorize(FakeRequest request, FakeKeys keys, TimeProvider time)
    {
        if (!IsNative(request))
        {
            return base.Authorize(request, keys, time);
        }

        return Tc3SignatureCheck.Find(request, Service, keys.ApiKey, keys.SecretKey, time.GetUtcNow()) is { } code
            ? new WireFailure(WireErrorKind.Coded, request) { Code = code }
            : null;
    }

    public override string? ModelOf(FakeRequest request) => IsNative(request) ? request.Json.Member("Model").TextOrNull() : base.ModelOf(request);

    public override bool IsStreaming(FakeRequest request) => IsNative(request) ? request.Json.Member("Stream").IsTrue() : base.IsStreaming(request);

    /// <summary>Natively an error is a JSON body, also where a stream was asked for.</summary>
    public override bool TakesErrorEvents(FakeRequest request) => !IsNative(request) && IsStreaming(request);

    public override IEnumerable<KeyValuePair<string, string>> CommonHeaders(FakeRequest request)
        => [new(IsNative(request) ? "X-TC-RequestId" : "X-Request-Id", NextId("fake-request-"))];

    public override WireError WordError(WireFailure failure)
        => IsNative(failure.Request) ? HunyuanErrorWriter.Word(failure, NextId("fake-request-")) : HunyuanCompatibleErrors.Word(failure);

    public override WireError? WordCode(string code, WireFailure failure)
        => IsNative(failure.Request) && code != "2003" ? HunyuanErrorWriter.WordCode(code, NextId("fake-request-")) : HunyuanCompatibleErrors.WordCode(code);

    public override byte[] FrameError(WireError error, FakeRequest request)
        => IsNative(request) ? HunyuanAnswers.ErrorEvent("internal error", 4000) : base.FrameError(error, request);

    public override JsonObject ShapeAnswer(JsonObject answer)
    {
        answer.Remove("service_tier");
        answer["system_fingerprint"] = "";
        answer["choices"]![0]!["message"]!.AsObject().Remove("refusal");
        answer["choices"]![0]!["message"]!.AsObject().Remove("annotations");
        answer["note"] = HunyuanCompatibleStream.Note;
        return answer;
    }

    protected override (string Answer, string Call) IdPrefixes => ("fakehunyuan", "call_fake");

    protected override IReadOnlyList<WireRoute> MakeRoutes() =>
    [
        new("POST", "/", Act),
        new("POST", "/v1/chat/completions", Chat),
        new("POST", "/v1/embeddings", Embeddings),
        Files.Route,
    ];

    protected override void CheckChat(WireCall call)
    {
        RequireCharset(call.Request);
        base.CheckChat(call);
    }

    protected override WireAnswer Embeddings(WireCall call)
    {
        RequireCharset(call.Request);
        return base.Embeddings(call);
    }

    protected override IEnumerable<StreamFrame> WriteStream(ChatAnswer answer, WireCall call) => HunyuanCompatibleStream.Write(answer, StreamsUsage(call.Json));

    private static bool IsNative(FakeRequest request) => request.Path == "/";

    /// <summary>The compatible surface takes JSON only with its charset.</summary>
    private static void RequireCharset(FakeRequest request)
    {
        var type = (request.Headers.GetValueOrDefault("Content-Type") ?? "").Replace(" ", "", StringComparison.Ordinal);

        if (!type.Equals("application/json;charset=utf-8", StringComparison.OrdinalIgnoreCase))
        {
            throw RequestRefusedException.Invalid("Content-Type must be application/json;charset=utf-8");
        }
    }

    private WireAnswer Act(WireCall call)
    {
        var action = call.Request.Headers.GetValueOrDefault("X-TC-Action");

        if (call.Request.Headers.GetValueOrDefault("X-TC-Version") != Version)
        {
            throw HunyuanCheck.Refused("NoSuchVersion", "The request version is not found.");
        }

        return action switch
        {
            "ChatCompletions" => ChatNatively(call),
            "GetEmbedding" => HunyuanEmbeddings.Answer(call, NextId("fake-request-")),
            "TextToImageLite" => _images.AnswerAtOnce(call),
            "SubmitHunyuanImageJob" => _images.Submit(call),
            "QueryHunyuanImageJob" => _images.Query(call),
            _ => throw HunyuanCheck.Refused("InvalidAction", $"The request action={action} is invalid or not found."),
        };
    }

    private WireAnswer ChatNatively(WireCall call)
    {
        HunyuanCheck.Check(call.Json);
        call.RequireKnownModel();
        var answer = call.Answer(HunyuanConversation.Read(call.Json), "fakehunyuan", "call_fake");

        return call.Request.IsStreaming
            ? WireAnswer.Stream(StreamContentType, HunyuanAnswers.Stream(answer))
            : WireAnswer.Json(HunyuanAnswers.Whole(answer, NextId("fake-request-")));
    }
}
