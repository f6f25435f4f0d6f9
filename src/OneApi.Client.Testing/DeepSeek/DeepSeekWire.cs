using System.Text;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.DeepSeek;

/// <summary>DeepSeek's chat: OpenAI's, with both texts in every delta, usage in the last chunk, and signs of life under load.</summary>
internal sealed class DeepSeekWire : OpenAIWire
{
    private const string Fingerprint = "fp_fake_prod0820_fp8_kvcache";

    public override string BasePath => "";

    public override string DefaultApiKey => "sk-fakedeepseek0123456789abcdef01";

    /// <summary>Gets or sets how many signs of life come before each answer.</summary>
    public int KeepAlives { get; set; }

    protected override (string Answer, string Call) IdPrefixes => ("7a630f5b-fake-", "call_00_fake");

    public override IEnumerable<KeyValuePair<string, string>> CommonHeaders(FakeRequest request) => [];

    public override WireError WordError(WireFailure failure) => DeepSeekErrorWriter.Word(failure);

    public override WireError? WordCode(string code, WireFailure failure) => DeepSeekErrorWriter.Find(code);

    public override JsonObject ShapeAnswer(JsonObject answer)
    {
        var message = answer["choices"]![0]!["message"]!.AsObject();
        message.Remove("refusal");
        message.Remove("annotations");
        answer.Remove("service_tier");
        answer["system_fingerprint"] = Fingerprint;
        var calls = 0;

        foreach (var call in message["tool_calls"]?.AsArray() ?? [])
        {
            call!["index"] = calls++;
        }

        answer["usage"] = Usage(answer["usage"]!.AsObject());
        return answer;
    }

    protected override IReadOnlyList<WireRoute> MakeRoutes() =>
    [
        new("POST", "/chat/completions", Alive),
        new("POST", "/v1/chat/completions", Alive),
        new("POST", "/beta/chat/completions", Alive),
        new("GET", "/models", OpenAIModels.List),
    ];

    protected override void CheckChat(WireCall call)
    {
        OpenAIBodyCheck.RequireObjectWithModel(call.Json);
        DeepSeekCheck.Check(call.Json, call.Request.Path.StartsWith("/beta/", StringComparison.Ordinal));
        OpenAIChatCheck.Check(call.Json);
    }

    protected override IEnumerable<StreamFrame> WriteStream(ChatAnswer answer, WireCall call)
    {
        for (var i = 0; i < KeepAlives; i++)
        {
            yield return new(": keep-alive\n\n"u8.ToArray(), FrameRole.Structure);
        }

        var thinks = answer.ReasoningPieces.Count > 0;
        var first = new JsonObject { ["role"] = "assistant", ["content"] = thinks ? null : "" };
        if (thinks)
        {
            first["reasoning_content"] = "";
        }

        yield return new(Chunk(answer, first, null, null), FrameRole.Structure);

        foreach (var delta in AnswerDeltas.Of(answer))
        {
            yield return new(Chunk(answer, Both(delta, thinks), null, null), FrameRole.Content);
        }

        yield return new(
            Chunk(answer, Both(new() { ["content"] = "" }, thinks), OpenAIAnswerWriter.FinishReason(answer), Usage(OpenAIAnswerWriter.Usage(answer.Usage))),
            FrameRole.Ending);
        yield return new("data: [DONE]\n\n"u8.ToArray(), FrameRole.Ending);
    }

    private WireAnswer Alive(WireCall call)
    {
        var answer = Chat(call);

        return answer.Frames is null && KeepAlives > 0
            ? WireAnswer.Raw(answer.Status, answer.ContentType, (byte[])[.. Encoding.ASCII.GetBytes(new string('\n', KeepAlives)), .. answer.Body.Span])
            : answer;
    }

    /// <summary>A model that thinks has both texts in every delta, one of them null.</summary>
    private static JsonObject Both(JsonObject delta, bool thinks)
    {
        if (!thinks || delta.ContainsKey("tool_calls"))
        {
            return delta;
        }

        return new() { ["content"] = delta["content"]?.DeepClone(), ["reasoning_content"] = delta["reasoning_content"]?.DeepClone() };
    }

    private static JsonObject Usage(JsonObject usage)
    {
        var prompt = (int)usage["prompt_tokens"]!;
        var cached = (int)usage["prompt_tokens_details"]!["cached_tokens"]!;

        return new()
        {
            ["prompt_tokens"] = prompt,
            ["completion_tokens"] = usage["completion_tokens"]!.DeepClone(),
            ["total_tokens"] = usage["total_tokens"]!.DeepClone(),
            ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = cached },
            ["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = usage["completion_tokens_details"]!["reasoning_tokens"]!.DeepClone() },
            ["prompt_cache_hit_tokens"] = cached,
            ["prompt_cache_miss_tokens"] = prompt - cached,
        };
    }

    private byte[] Chunk(ChatAnswer answer, JsonObject delta, string? finish, JsonObject? usage) => Frame(new()
    {
        ["id"] = answer.Id,
        ["object"] = "chat.completion.chunk",
        ["created"] = answer.CreatedUnixSeconds,
        ["model"] = answer.Model,
        ["system_fingerprint"] = Fingerprint,
        ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["logprobs"] = null, ["finish_reason"] = finish }),
        ["usage"] = usage,
    });
}
