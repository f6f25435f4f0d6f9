using System.Text.Json;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.Images;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.OpenAI;

/// <summary>OpenAI's chat completions, embeddings and models; the base of the vendors who speak the same wire, each with what it does otherwise.</summary>
internal class OpenAIWire : ProviderWire
{
    private IReadOnlyList<WireRoute>? _routes;

    public OpenAIWire() => Files = new(this);

    public override string BasePath => "/v1";

    public override string DefaultApiKey => "sk-fake-openai-0123456789abcdefghijklmnopqrstuv";

    /// <summary>Gets the images that the vendor gives by address.</summary>
    protected ImageFiles Files { get; }

    public override IReadOnlyList<WireRoute> Routes => _routes ??= MakeRoutes();

    public override bool IsAuthorized(FakeRequest request, string apiKey)
        => request.Headers.TryGetValue("Authorization", out var value) && value == $"Bearer {apiKey}";

    public override WireFailure? Authorize(FakeRequest request, FakeKeys keys, TimeProvider time)
        => ImageFiles.IsFile(request) ? ImageFiles.Judge(request) : base.Authorize(request, keys, time);

    public override string? ModelOf(FakeRequest request) => request.Json.Member("model").TextOrNull() ?? MultipartForm.Read(request)?.Text("model");

    public override bool IsStreaming(FakeRequest request) => request.Json.Member("stream").IsTrue() || request.Json.Member("stream_format").TextOrNull() is "sse" || MultipartForm.Read(request)?.Text("stream") is "true";

    public override IEnumerable<KeyValuePair<string, string>> CommonHeaders(FakeRequest request) =>
    [
        new("x-request-id", NextId("req_fake")),
        new("openai-version", "2020-10-01"),
        new("openai-processing-ms", "1"),
        new("x-ratelimit-limit-requests", "10000"),
        new("x-ratelimit-remaining-requests", "9999"),
        new("x-ratelimit-reset-requests", "6ms"),
    ];

    public override WireError WordError(WireFailure failure) => OpenAIErrorWriter.Word(failure);

    public override byte[] FrameError(WireError error, FakeRequest request) => Frame(error.Body);

    /// <summary>One event of a stream.</summary>
    public virtual byte[] Frame(JsonObject data) => OpenAIStreamWriter.Data(data);

    /// <summary>Gives a chunk of a stream the vendor's own shape: members more, members less.</summary>
    public virtual JsonObject ShapeChunk(JsonObject chunk) => chunk;

    /// <summary>Gives a whole answer the vendor's own shape.</summary>
    public virtual JsonObject ShapeAnswer(JsonObject answer) => answer;

    /// <summary>Says whether a stream ends with a chunk of usage.</summary>
    public virtual bool StreamsUsage(JsonElement request) => request.Member("stream_options").Member("include_usage").IsTrue();

    /// <summary>Gets the endpoints that make images.</summary>
    protected virtual IEnumerable<WireRoute> ImageRoutes =>
    [
        new("POST", "/images/generations", new OpenAIImages(Files).Generate),
        new("POST", "/images/edits", new OpenAIImages(Files).Edit),
    ];

    protected virtual IReadOnlyList<WireRoute> MakeRoutes() =>
    [
        new("POST", "/chat/completions", Chat),
        new("POST", "/embeddings", Embeddings),
        .. ImageRoutes,
        Files.Route,
        new("GET", "/models", OpenAIModels.List),
        new("GET", "/models/*", OpenAIModels.Get),
    ];

    /// <summary>Refuses what the vendor refuses before it generates anything.</summary>
    protected virtual void CheckChat(WireCall call) => OpenAIChatCheck.Check(call.Json);

    protected virtual Conversation ReadConversation(JsonElement body) => OpenAIConversation.Read(body);

    /// <summary>Gets the beginning of an answer's id and of a tool call's.</summary>
    protected virtual (string Answer, string Call) IdPrefixes => ("chatcmpl-fake", "call_fake");

    protected virtual WireAnswer Embeddings(WireCall call) => OpenAIEmbeddings.Answer(call);

    protected WireAnswer Chat(WireCall call)
    {
        CheckChat(call);
        call.RequireKnownModel();
        var answer = call.Answer(ReadConversation(call.Json), IdPrefixes.Answer, IdPrefixes.Call);

        return call.Request.IsStreaming
            ? WireAnswer.Stream(StreamContentType, WriteStream(answer, call))
            : WireAnswer.Json(ShapeAnswer(OpenAIAnswerWriter.Write(answer)), JsonContentType);
    }

    /// <summary>The events of a streamed answer.</summary>
    protected virtual IEnumerable<StreamFrame> WriteStream(ChatAnswer answer, WireCall call) => OpenAIStreamWriter.Write(answer, call.Json, this);
}
