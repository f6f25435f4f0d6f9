using System.Globalization;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Moonshot;

/// <summary>Moonshot's chat: OpenAI's, with usage inside the choice and ids that repeat from turn to turn.</summary>
internal sealed class MoonshotWire : OpenAIWire
{
    public override string DefaultApiKey => "sk-fake-moonshot-0123456789abcdefghijklmnopqrstuv";

    public override IEnumerable<KeyValuePair<string, string>> CommonHeaders(FakeRequest request) =>
    [
        new("Msh-Request-Id", NextId("fake-")),
        new("Msh-Uid", "fake-user"),
    ];

    public override WireError WordError(WireFailure failure) => MoonshotErrorWriter.Word(failure);

    public override WireError? WordCode(string code, WireFailure failure) => MoonshotErrorWriter.Find(code);

    public override JsonObject ShapeAnswer(JsonObject answer)
    {
        var message = answer["choices"]![0]!["message"]!.AsObject();
        message.Remove("refusal");
        message.Remove("annotations");
        answer["choices"]![0]!.AsObject().Remove("logprobs");
        answer.Remove("service_tier");
        answer.Remove("system_fingerprint");
        var calls = 0;

        foreach (var call in message["tool_calls"]?.AsArray() ?? [])
        {
            call!["id"] = IdOf((string)call["function"]!["name"]!, calls++);
        }

        answer["usage"] = Usage(answer["usage"]!.AsObject());
        return answer;
    }

    protected override IReadOnlyList<WireRoute> MakeRoutes() => [new("POST", "/chat/completions", Chat), new("GET", "/models", OpenAIModels.List)];

    protected override void CheckChat(WireCall call)
    {
        OpenAIBodyCheck.RequireObjectWithModel(call.Json);
        MoonshotCheck.Check(call.Json);
        if (!call.Json.Member("messages").GetRawText().Contains("video_url", StringComparison.Ordinal) && !call.Json.GetRawText().Contains("builtin_function", StringComparison.Ordinal))
        {
            OpenAIChatCheck.Check(call.Json);
        }
    }

    protected override IEnumerable<StreamFrame> WriteStream(ChatAnswer answer, WireCall call)
    {
        var usage = Usage(OpenAIAnswerWriter.Usage(answer.Usage));
        yield return new(Chunk(answer, Choice(new() { ["role"] = "assistant", ["content"] = "" }, null)), FrameRole.Structure);

        foreach (var delta in AnswerDeltas.Of(answer))
        {
            yield return new(Chunk(answer, Choice(WithOwnId(delta), null)), FrameRole.Content);
        }

        var last = Choice([], OpenAIAnswerWriter.FinishReason(answer));
        last["usage"] = usage.DeepClone();
        yield return new(Chunk(answer, last), FrameRole.Ending);

        if (StreamsUsage(call.Json))
        {
            yield return new(Chunk(answer, null, usage), FrameRole.Ending);
        }

        yield return new("data: [DONE]\n\n"u8.ToArray(), FrameRole.Ending);
    }

    private static JsonObject Choice(JsonObject delta, string? finish) => new() { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finish };

    private static JsonObject WithOwnId(JsonObject delta)
    {
        if (delta["tool_calls"]?[0] is { } call && call["function"]?["name"] is { } name)
        {
            call["id"] = IdOf((string)name!, (int)call["index"]!);
        }

        return delta;
    }

    private static string IdOf(string name, int index) => string.Create(CultureInfo.InvariantCulture, $"{name}:{index}");

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
            made["cached_tokens"] = cached;
        }

        return made;
    }

    private byte[] Chunk(ChatAnswer answer, JsonObject? choice, JsonObject? usage = null)
    {
        var chunk = new JsonObject
        {
            ["id"] = answer.Id,
            ["object"] = "chat.completion.chunk",
            ["created"] = answer.CreatedUnixSeconds,
            ["model"] = answer.Model,
            ["choices"] = choice is null ? [] : new JsonArray(choice),
        };
        if (usage is not null)
        {
            chunk["usage"] = usage.DeepClone();
        }

        return Frame(chunk);
    }
}
