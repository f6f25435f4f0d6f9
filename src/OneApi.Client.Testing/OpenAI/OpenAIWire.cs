using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.OpenAI;

/// <summary>OpenAI's chat completions, embeddings and models.</summary>
internal sealed class OpenAIWire : ProviderWire
{
    public override string BasePath => "/v1";

    public override string DefaultApiKey => "sk-fake-openai-0123456789abcdefghijklmnopqrstuv";

    public override IReadOnlyList<WireRoute> Routes { get; } =
    [
        new("POST", "/chat/completions", Chat),
        new("POST", "/embeddings", OpenAIEmbeddings.Answer),
        new("GET", "/models", OpenAIModels.List),
        new("GET", "/models/*", OpenAIModels.Get),
    ];

    public override bool IsAuthorized(FakeRequest request, string apiKey)
        => request.Headers.TryGetValue("Authorization", out var value) && value == $"Bearer {apiKey}";

    public override string? ModelOf(FakeRequest request) => request.Json.Member("model").TextOrNull();

    public override bool IsStreaming(FakeRequest request) => request.Json.Member("stream").IsTrue();

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

    public override byte[] FrameError(WireError error, FakeRequest request) => OpenAIStreamWriter.Data(error.Body);

    private static WireAnswer Chat(WireCall call)
    {
        OpenAIChatCheck.Check(call.Json);
        call.RequireKnownModel();
        var answer = call.Answer(OpenAIConversation.Read(call.Json), "chatcmpl-fake", "call_fake");

        return call.Request.IsStreaming
            ? WireAnswer.Stream("text/event-stream; charset=utf-8", OpenAIStreamWriter.Write(answer, call.Json))
            : WireAnswer.Json(OpenAIAnswerWriter.Write(answer));
    }
}
