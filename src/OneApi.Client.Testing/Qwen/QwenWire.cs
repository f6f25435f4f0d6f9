using System.Text;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Images;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Qwen;

/// <summary>DashScope's two surfaces: its own wire, and OpenAI's.</summary>
internal sealed class QwenWire : OpenAIWire
{
    private static readonly string[] Parts = ["video_url", "video"];
    private readonly QwenImageRoutes _images;

    public QwenWire(ImageScript script) => _images = new(this, Files, script);

    public override string BasePath => "";

    public override string DefaultApiKey => "sk-fake-qwen-0123456789abcdefghijklmnopqrstuv";

    public override string StreamContentType => "text/event-stream;charset=UTF-8";

    public override bool IsStreaming(FakeRequest request) => QwenPath.IsCompatible(request) ? base.IsStreaming(request) : QwenPath.AsksForEvents(request);

    public override IEnumerable<KeyValuePair<string, string>> CommonHeaders(FakeRequest request) =>
    [
        new("x-request-id", NextId("fake-request-")),
        new("req-cost-time", "12"),
        new("req-arrive-time", "1770764906000"),
        new("resp-start-time", "1770764906012"),
    ];

    public override WireError WordError(WireFailure failure) => QwenErrorWriter.Word(failure, NextId("fake-request-"));

    public override WireError? WordCode(string code, WireFailure failure) => QwenErrorWriter.Coded(code, failure, NextId("fake-request-"));

    public override byte[] FrameError(WireError error, FakeRequest request)
        => QwenPath.IsCompatible(request) ? base.FrameError(error, request) : QwenStreamWriter.Event(1, "error", error.Status == 200 ? 500 : error.Status, error.Body);

    public override byte[] FrameMalformed(FakeRequest request)
        => QwenPath.IsCompatible(request) ? base.FrameMalformed(request) : Encoding.UTF8.GetBytes("id:9\nevent:result\n:HTTP_STATUS/200\ndata:{\"output\": \n\n");

    /// <summary>As observed: what answers a native streamed request is framed as an event, though its label says JSON; but for a 404.</summary>
    public override WireAnswer AnswerError(WireError error, FakeRequest request)
        => !QwenPath.IsCompatible(request) && IsStreaming(request) && error.Status is >= 400 and not 404
            ? WireAnswer.Raw(error.Status, JsonContentType, FrameError(error, request))
            : base.AnswerError(error, request);

    /// <summary>The vendor's members, and no others: usage on every chunk, an empty id on every later fragment of a call.</summary>
    public override JsonObject ShapeChunk(JsonObject chunk)
    {
        chunk.Remove("obfuscation");
        chunk.Remove("service_tier");
        chunk["system_fingerprint"] = null;
        chunk.TryAdd("usage", null);

        foreach (var choice in chunk["choices"]!.AsArray())
        {
            var delta = choice!["delta"]!.AsObject();
            delta.Remove("refusal");

            foreach (var call in delta["tool_calls"]?.AsArray() ?? [])
            {
                call!.AsObject().TryAdd("id", "");
                call.AsObject().TryAdd("type", "function");
            }
        }

        return chunk;
    }

    public override JsonObject ShapeAnswer(JsonObject answer)
    {
        answer.Remove("service_tier");
        answer["system_fingerprint"] = null;
        return answer;
    }

    protected override IReadOnlyList<WireRoute> MakeRoutes() =>
    [
        new("POST", QwenPath.Text, Generate),
        new("POST", QwenPath.Multimodal, Generate),
        new("POST", QwenPath.Embeddings, QwenEmbeddings.Native),
        new("POST", QwenPath.Compatible + "/chat/completions", Chat),
        new("POST", QwenPath.Compatible + "/embeddings", QwenEmbeddings.Compatible),
        new("GET", QwenPath.Compatible + "/models", OpenAIModels.List),
        .. _images.Routes,
    ];

    protected override void CheckChat(WireCall call)
    {
        QwenCheck.CheckSettings(call.Json);
        OpenAIChatCheck.Check(call.Json, moreParts: Parts);
        QwenCheck.CheckThinking(call.Json, call.Request.Model!, call.Request.IsStreaming, needsIncrements: false);
    }

    protected override Answering.Conversation ReadConversation(System.Text.Json.JsonElement body)
    {
        var conversation = base.ReadConversation(body);
        conversation.WantsReasoning = body.Member("enable_thinking").IsTrue() || QwenCheck.ThinksAlways(body.Member("model").TextOrNull() ?? "");
        return conversation;
    }

    private WireAnswer Generate(WireCall call)
    {
        if (QwenPath.IsMultimodal(call.Request) && QwenImageRoutes.MakesImages(call.Request.Model))
        {
            return _images.AnswerAtOnce(call);
        }

        QwenCheck.Check(call.Request);
        call.RequireKnownModel();
        var answer = call.Answer(QwenConversation.Read(call.Request), "fake-request-", "call_fake");

        return call.Request.IsStreaming
            ? WireAnswer.Stream(StreamContentType, QwenStreamWriter.Write(answer, call))
            : WireAnswer.Json(new QwenAnswerWriter(answer, call).Whole(), JsonContentType);
    }
}
