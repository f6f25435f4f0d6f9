using System.Text;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Gemini;

/// <summary>The Gemini API: content, streamed content, embeddings, token counting and models.</summary>
internal sealed class GeminiWire : ProviderWire
{
    private const string SseContentType = "text/event-stream";

    public override string BasePath => "/v1beta";

    public override string DefaultApiKey => "AIzaFake-0123456789abcdefghijklmnopqrst";

    public override string JsonContentType => "application/json; charset=UTF-8";

    public override string StreamContentType => SseContentType;

    public override IReadOnlyList<WireRoute> Routes { get; } =
    [
        new("POST", "/models/*:generateContent", Generate),
        new("POST", "/models/*:streamGenerateContent", Stream),
        new("POST", "/models/*:predict", GeminiImages.Predict),
        new("POST", "/models/*:countTokens", GeminiTokens.Answer),
        new("POST", "/models/*:embedContent", GeminiEmbeddings.Single),
        new("POST", "/models/*:batchEmbedContents", GeminiEmbeddings.Batch),
        new("GET", "/models", GeminiModels.List),
        new("GET", "/models/*", GeminiModels.Get),
    ];

    public override bool IsAuthorized(FakeRequest request, string apiKey)
        => request.Headers.GetValueOrDefault("x-goog-api-key") == apiKey || request.Query.GetValueOrDefault("key") == apiKey;

    public override string? ModelOf(FakeRequest request)
    {
        const string Folder = "/models/";
        var start = request.Path.IndexOf(Folder, StringComparison.Ordinal);

        return start < 0 ? null : request.Path[(start + Folder.Length)..].Split(':')[0];
    }

    public override bool IsStreaming(FakeRequest request) => request.Path.EndsWith(":streamGenerateContent", StringComparison.Ordinal);

    public override bool TakesErrorEvents(FakeRequest request) => IsStreaming(request) && IsSse(request);

    public override WireError WordError(WireFailure failure) => GeminiErrorWriter.Word(failure);

    public override byte[] FrameError(WireError error, FakeRequest request)
        => IsSse(request) ? GeminiStreamWriter.Event(error.Body) : [.. ",\r\n"u8, .. WireJson.ToUtf8(error.Body), .. "]"u8];

    public override byte[] FrameMalformed(FakeRequest request) => Encoding.UTF8.GetBytes(IsSse(request) ? "data: {\"candidates\": [{\r\n\r\n" : ",\r\n{\"candidates\": [{");

    /// <summary>A stream that was not asked for as SSE is a JSON array, and so is its error.</summary>
    public override WireAnswer AnswerError(WireError error, FakeRequest request)
        => IsStreaming(request) && !IsSse(request)
            ? WireAnswer.Json(new JsonArray(error.Body), JsonContentType, error.Status)
            : base.AnswerError(error, request);

    private static WireAnswer Generate(WireCall call)
    {
        GeminiCheck.Check(call.Json);
        call.RequireKnownModel();

        return WireAnswer.Json(GeminiAnswerWriter.Write(Answer(call)), "application/json; charset=UTF-8");
    }

    private static WireAnswer Stream(WireCall call)
    {
        GeminiCheck.Check(call.Json);
        call.RequireKnownModel();

        return IsSse(call.Request)
            ? WireAnswer.Stream(SseContentType, GeminiStreamWriter.WriteSse(Answer(call)))
            : WireAnswer.Stream("application/json; charset=UTF-8", GeminiStreamWriter.WriteArray(Answer(call)));
    }

    private static ChatAnswer Answer(WireCall call) => call.Answer(GeminiConversation.Read(call.Json), "fakeResponse", "call_fake");

    private static bool IsSse(FakeRequest request) => request.Query.GetValueOrDefault("alt") is "sse";
}
