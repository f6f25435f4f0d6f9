using System.Text;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.Anthropic;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Azure;

/// <summary>Azure's forms of OpenAI's wire, and Claude's beside them.</summary>
internal sealed class AzureWire : OpenAIWire
{
    private readonly AnthropicWire _claude = new();

    public override string BasePath => "";

    public override string DefaultApiKey => "fake-azure-key-0123456789abcdef";

    /// <summary>Gets what stands for the token that Entra ID would give.</summary>
    public override string DefaultSecretKey => "fake-entra-token-0123456789abcdef";

    public override string StreamContentType => "text/event-stream";

    public override WireFailure? Authorize(FakeRequest request, FakeKeys keys, TimeProvider time)
    {
        var bearer = request.Headers.GetValueOrDefault("Authorization");
        var takesKeyAsBearer = AzurePath.IsV1(request) || AzurePath.IsFoundry(request);
        var isIn = bearer == $"Bearer {keys.SecretKey}"
            || (takesKeyAsBearer && bearer == $"Bearer {keys.ApiKey}")
            || request.Headers.GetValueOrDefault("api-key") == keys.ApiKey
            || (AzurePath.IsClaude(request) && request.Headers.GetValueOrDefault("x-api-key") == keys.ApiKey);

        return isIn ? null : new WireFailure(WireErrorKind.Unauthorized, request);
    }

    public override string? ModelOf(FakeRequest request) => AzurePath.DeploymentOf(request) ?? base.ModelOf(request);

    public override IEnumerable<KeyValuePair<string, string>> CommonHeaders(FakeRequest request) => AzurePath.IsClaude(request) ? _claude.CommonHeaders(request) :
    [
        new("apim-request-id", NextId("apim_fake")),
        new("x-request-id", NextId("inner_fake")),
        new("x-ms-region", "Fake Europe"),
        new("azureai-fe-is-streaming", "False"),
        new("x-ratelimit-limit-requests", "120"),
        new("x-ratelimit-remaining-requests", "119"),
        new("x-ratelimit-remaining-tokens", "119984"),
        new("x-ratelimit-reset-requests", "1"),
    ];

    public override WireError WordError(WireFailure failure) => AzurePath.IsClaude(failure.Request) ? _claude.WordError(failure) : AzureErrorWriter.Word(failure);

    public override WireError? WordCode(string code, WireFailure failure) => AzureErrorWriter.Coded(code, failure);

    public override byte[] FrameError(WireError error, FakeRequest request) => AzurePath.IsClaude(request) ? _claude.FrameError(error, request) : base.FrameError(error, request);

    public override byte[] FrameMalformed(FakeRequest request) => AzurePath.IsClaude(request) ? _claude.FrameMalformed(request) : base.FrameMalformed(request);

    public override JsonObject ShapeChunk(JsonObject chunk) => Shape(chunk);

    public override JsonObject ShapeAnswer(JsonObject answer)
    {
        answer["prompt_filter_results"] = AzureFilter.OfPrompt();

        return Shape(answer);
    }

    protected override IReadOnlyList<WireRoute> MakeRoutes() =>
    [
        new("POST", "/openai/v1/chat/completions", Chat),
        new("POST", "/openai/v1/embeddings", Embeddings),
        new("GET", "/openai/v1/models", OpenAIModels.List),
        new("POST", "/openai/deployments/*/chat/completions", Chat),
        new("POST", "/openai/deployments/*/embeddings", Embeddings),
        new("POST", "/models/chat/completions", Chat),
        new("POST", "/models/embeddings", Embeddings),
        new("POST", "/anthropic/v1/messages", AnthropicWire.Chat),
    ];

    protected override void CheckChat(WireCall call)
    {
        AzureCheck.RequireVersion(call.Request);
        OpenAIChatCheck.Check(call.Json, needsModel: AzurePath.DeploymentOf(call.Request) is null);
        AzureCheck.RefuseLaterMembers(call.Request);
        AzureCheck.RefuseExtraParameters(call.Request);
    }

    protected override WireAnswer Embeddings(WireCall call)
    {
        AzureCheck.RequireVersion(call.Request);
        AzureCheck.RefuseManyInputs(call.Request);
        AzureCheck.RefuseExtraParameters(call.Request);

        return OpenAIEmbeddings.Answer(call, needsModel: AzurePath.DeploymentOf(call.Request) is null);
    }

    /// <summary>The filter's word on the prompt comes first, in an event with no choice, no id and no time.</summary>
    protected override IEnumerable<StreamFrame> WriteStream(ChatAnswer answer, WireCall call) =>
        base.WriteStream(answer, call).Prepend(new(Encoding.UTF8.GetBytes($"data: {WireJson.ToText(First())}\n\n"), FrameRole.Structure));

    private static JsonObject First() => new()
    {
        ["choices"] = new JsonArray(),
        ["created"] = 0,
        ["id"] = "",
        ["model"] = "",
        ["object"] = "",
        ["prompt_filter_results"] = AzureFilter.OfPrompt(),
    };

    private static JsonObject Shape(JsonObject body)
    {
        foreach (var choice in body["choices"]!.AsArray())
        {
            AzureFilter.Mark(choice!.AsObject());
        }

        return AzureFilter.Sorted(body)!.AsObject();
    }
}
