using System.Text;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Anthropic;

/// <summary>Anthropic's messages, token counting and models.</summary>
internal sealed class AnthropicWire : ProviderWire
{
    private static readonly string[] DefaultModels = ["claude-haiku-4-5-20251001", "claude-sonnet-4-5-20250929"];

    public override string BasePath => "";

    public override string DefaultApiKey => "sk-ant-fake-0123456789abcdefghijklmnopqrstuv";

    public override IReadOnlyList<WireRoute> Routes { get; } =
    [
        new("POST", "/v1/messages", Chat),
        new("POST", "/v1/messages/count_tokens", CountTokens),
        new("GET", "/v1/models", Models),
    ];

    public override bool IsAuthorized(FakeRequest request, string apiKey)
        => request.Headers.GetValueOrDefault("x-api-key") == apiKey || request.Headers.GetValueOrDefault("Authorization") == $"Bearer {apiKey}";

    public override string? ModelOf(FakeRequest request) => request.Json.Member("model").TextOrNull();

    public override bool IsStreaming(FakeRequest request) => request.Json.Member("stream").IsTrue();

    public override IEnumerable<KeyValuePair<string, string>> CommonHeaders(FakeRequest request) =>
    [
        new("request-id", NextId("req_fake")),
        new("anthropic-organization-id", "00000000-0000-0000-0000-000000000000"),
        new("anthropic-ratelimit-requests-limit", "4000"),
        new("anthropic-ratelimit-requests-remaining", "3999"),
    ];

    public override WireError WordError(WireFailure failure) => AnthropicErrorWriter.Word(failure, NextId("req_fake"));

    public override byte[] FrameError(WireError error, FakeRequest request) => AnthropicStreamWriter.Event("error", error.Body);

    public override byte[] FrameMalformed(FakeRequest request) => Encoding.UTF8.GetBytes("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\n\n");

    internal static WireAnswer Chat(WireCall call)
    {
        AnthropicCheck.RequireVersion(call.Request);
        AnthropicCheck.Check(call.Json, isCounting: false);
        call.RequireKnownModel();
        var answer = call.Answer(AnthropicConversation.Read(call.Json), "msg_fake", "toolu_fake");

        return call.Request.IsStreaming
            ? WireAnswer.Stream("text/event-stream; charset=utf-8", AnthropicStreamWriter.Write(answer))
            : WireAnswer.Json(AnthropicAnswerWriter.Write(answer));
    }

    private static WireAnswer CountTokens(WireCall call)
    {
        AnthropicCheck.RequireVersion(call.Request);
        AnthropicCheck.Check(call.Json, isCounting: true);
        call.RequireKnownModel();

        return WireAnswer.Json(new JsonObject { ["input_tokens"] = AnthropicConversation.Read(call.Json).InputTokens });
    }

    private static WireAnswer Models(WireCall call)
    {
        AnthropicCheck.RequireVersion(call.Request);
        string[] names = call.Options.Models.Count > 0 ? [.. call.Options.Models] : DefaultModels;
        var models = names.Select(static name => new JsonObject
        {
            ["type"] = "model",
            ["id"] = name,
            ["display_name"] = name,
            ["created_at"] = "2025-10-01T00:00:00Z",
        });

        return WireAnswer.Json(new JsonObject { ["data"] = new JsonArray([.. models]), ["has_more"] = false, ["first_id"] = names[0], ["last_id"] = names[^1] });
    }
}
