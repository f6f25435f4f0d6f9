using System.Text.Json;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.Images;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Zhipu;

/// <summary>Zhipu's v4: OpenAI's chat with a token of its own, its codes, and chunks that leave out what says nothing.</summary>
internal sealed class ZhipuWire : OpenAIWire
{
    private const int MaxInputs = 64;

    public override string BasePath => "/api/paas/v4";

    public override string DefaultApiKey => "fake0123456789abcdef0123456789ab.FakeSecret012345";

    protected override (string Answer, string Call) IdPrefixes => ("8313807", "call_");

    public override WireFailure? Authorize(FakeRequest request, FakeKeys keys, TimeProvider time)
    {
        if (ImageFiles.IsFile(request))
        {
            return ImageFiles.Judge(request);
        }

        return ZhipuToken.Check(request.Headers.GetValueOrDefault("Authorization"), keys.ApiKey, time.GetUtcNow()) is { } code
            ? new WireFailure(WireErrorKind.Unauthorized, request) { Code = code }
            : null;
    }

    public override IEnumerable<KeyValuePair<string, string>> CommonHeaders(FakeRequest request) => [];

    public override WireError WordError(WireFailure failure) => ZhipuErrorWriter.Word(failure);

    public override WireError? WordCode(string code, WireFailure failure) => ZhipuErrorWriter.Find(code);

    public override JsonObject ShapeAnswer(JsonObject answer)
    {
        var message = answer["choices"]![0]!["message"]!.AsObject();
        message.Remove("refusal");
        message.Remove("annotations");
        var calls = 0;

        foreach (var call in message["tool_calls"]?.AsArray() ?? [])
        {
            call!["index"] = calls++;
        }

        return new JsonObject
        {
            ["id"] = answer["id"]!.DeepClone(),
            ["request_id"] = answer["id"]!.DeepClone(),
            ["created"] = answer["created"]!.DeepClone(),
            ["model"] = answer["model"]!.DeepClone(),
            ["choices"] = new JsonArray(new JsonObject
            {
                ["index"] = 0,
                ["finish_reason"] = answer["choices"]![0]!["finish_reason"]!.DeepClone(),
                ["message"] = message.DeepClone(),
            }),
            ["usage"] = Usage(answer["usage"]!.AsObject()),
        };
    }

    protected override IEnumerable<WireRoute> ImageRoutes => [new("POST", "/images/generations", ZhipuImages.Of(Files).Generate)];

    protected override void CheckChat(WireCall call)
    {
        OpenAIBodyCheck.RequireObjectWithModel(call.Json);
        ZhipuCheck.Check(call.Json);
        if (!call.Json.Member("messages").GetRawText().Contains("_url\"", StringComparison.Ordinal) && !call.Json.GetRawText().Contains("\"web_search\"", StringComparison.Ordinal))
        {
            OpenAIChatCheck.Check(call.Json);
        }
    }

    protected override WireAnswer Embeddings(WireCall call)
    {
        var input = call.Json.Member("input");
        var most = call.Request.Model == "embedding-2" ? 1 : MaxInputs;

        if (input.Items().Count() > most || (most == 1 && input.IsArray()))
        {
            throw RequestRefusedException.Invalid("input 参数非法，请检查文档", null, "1214");
        }

        if (call.Json.Member("dimensions").Int32OrNull() is not (null or 256 or 512 or 1024 or 2048))
        {
            throw RequestRefusedException.Invalid("dimensions 参数非法，请检查文档", null, "1214");
        }

        return base.Embeddings(call);
    }

    protected override IEnumerable<StreamFrame> WriteStream(ChatAnswer answer, WireCall call)
    {
        foreach (var delta in AnswerDeltas.Of(answer, wholeCalls: !call.Json.Member("tool_stream").IsTrue()))
        {
            yield return new(Chunk(answer, AnswerDeltas.With("role", "assistant", delta), isLast: false), FrameRole.Content);
        }

        yield return new(Chunk(answer, new() { ["role"] = "assistant", ["content"] = "" }, isLast: true), FrameRole.Ending);
        yield return new("data: [DONE]\n\n"u8.ToArray(), FrameRole.Ending);
    }

    private byte[] Chunk(ChatAnswer answer, JsonObject delta, bool isLast)
    {
        var choice = new JsonObject { ["index"] = 0 };
        if (isLast)
        {
            choice["finish_reason"] = OpenAIAnswerWriter.FinishReason(answer);
        }

        choice["delta"] = delta;
        var chunk = new JsonObject { ["id"] = answer.Id, ["created"] = answer.CreatedUnixSeconds, ["model"] = answer.Model, ["choices"] = new JsonArray(choice) };
        if (isLast)
        {
            chunk["usage"] = Usage(OpenAIAnswerWriter.Usage(answer.Usage));
        }

        return Frame(chunk);
    }

    /// <summary>Cached and reasoning tokens are named only where there are some.</summary>
    private static JsonObject Usage(JsonObject usage)
    {
        var made = new JsonObject
        {
            ["prompt_tokens"] = usage["prompt_tokens"]!.DeepClone(),
            ["completion_tokens"] = usage["completion_tokens"]!.DeepClone(),
            ["total_tokens"] = usage["total_tokens"]!.DeepClone(),
        };
        if ((int)usage["prompt_tokens_details"]!["cached_tokens"]! is > 0 and var cached)
        {
            made["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = cached };
        }

        if ((int)usage["completion_tokens_details"]!["reasoning_tokens"]! is > 0 and var reasoning)
        {
            made["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = reasoning };
        }

        return made;
    }
}
