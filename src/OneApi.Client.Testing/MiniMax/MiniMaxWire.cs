using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.MiniMax;

/// <summary>MiniMax's chat under both names: the last chunk of a stream says the whole message once more, and there is no end mark.</summary>
internal sealed class MiniMaxWire : OpenAIWire
{
    public override string DefaultApiKey => "sk-fake-minimax-0123456789abcdefghijklmnopqrstuv";

    public override string DefaultAppId => "1800000000000000001";

    protected override (string Answer, string Call) IdPrefixes => ("02ff7eb7fe6fb505b9d5", "call_function_");

    public override IEnumerable<KeyValuePair<string, string>> CommonHeaders(FakeRequest request) => [new("Trace-Id", NextId("fake"))];

    public override WireError WordError(WireFailure failure) => MiniMaxErrorWriter.Word(failure, IsNative(failure.Request));

    public override WireError? WordCode(string code, WireFailure failure) => MiniMaxErrorWriter.Find(code, IsNative(failure.Request));

    protected override IReadOnlyList<WireRoute> MakeRoutes() =>
    [
        new("POST", "/chat/completions", Answer),
        new("POST", "/text/chatcompletion_v2", Answer),
        new("POST", "/embeddings", MiniMaxEmbeddings.Answer),
        new("POST", "/image_generation", MiniMaxImages.Of(Files).Generate),
        Files.Route,
    ];

    protected override void CheckChat(WireCall call)
    {
        OpenAIChatCheck.Check(call.Json);
        MiniMaxCheck.Check(call.Json);
    }

    protected override IEnumerable<StreamFrame> WriteStream(ChatAnswer answer, WireCall call)
    {
        foreach (var delta in AnswerDeltas.Of(WithTags(answer, call), wholeCalls: true))
        {
            yield return new(Frame(Chunk(answer, "chat.completion.chunk", Choice("delta", Said(delta, call), null))), FrameRole.Content);
        }

        yield return new(Frame(Chunk(answer, "chat.completion.chunk", Choice("delta", new() { ["content"] = "", ["role"] = "assistant" }, OpenAIAnswerWriter.FinishReason(answer)))), FrameRole.Ending);
        yield return new(Frame(Whole(answer, call)), FrameRole.Ending);
    }

    /// <summary>The paths with errors of the vendor's own kind.</summary>
    private static bool IsNative(FakeRequest request) => request.Path.EndsWith("/chatcompletion_v2", StringComparison.Ordinal) || request.Path.EndsWith("/embeddings", StringComparison.Ordinal) || request.Path.EndsWith("/image_generation", StringComparison.Ordinal);

    private WireAnswer Answer(WireCall call)
    {
        CheckChat(call);
        call.RequireKnownModel();
        var answer = call.Answer(ReadConversation(call.Json), IdPrefixes.Answer, IdPrefixes.Call);

        return call.Request.IsStreaming
            ? WireAnswer.Stream(StreamContentType, WriteStream(answer, call))
            : WireAnswer.Json(Whole(answer, call), JsonContentType);
    }

    private static JsonObject Whole(ChatAnswer answer, WireCall call)
    {
        var message = new JsonObject { ["content"] = answer.Calls.Count > 0 && answer.Text.Length == 0 ? "\n" : answer.Text, ["role"] = "assistant", ["name"] = "MiniMax AI", ["audio_content"] = "" };

        if (answer.Reasoning.Length > 0)
        {
            AddReasoning(message, answer.Reasoning, call);
        }

        if (answer.Calls.Count > 0)
        {
            message["tool_calls"] = new JsonArray([.. answer.Calls.Select(static (made, index) => Call(made, index))]);
        }

        var whole = Chunk(answer, "chat.completion", Choice("message", message, OpenAIAnswerWriter.FinishReason(answer)));
        whole["usage"] = new JsonObject
        {
            ["total_tokens"] = answer.Usage.InputTokens + answer.Usage.OutputTokens,
            ["total_characters"] = 0,
            ["prompt_tokens"] = answer.Usage.InputTokens,
            ["completion_tokens"] = answer.Usage.OutputTokens,
            ["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = answer.Usage.ReasoningTokens },
        };
        whole["input_sensitive"] = false;
        whole["base_resp"] = new JsonObject { ["status_code"] = 0, ["status_msg"] = "" };
        return whole;
    }

    /// <summary>Reasoning that nobody asked to be split off is part of the text, its tags cut wherever a piece ends.</summary>
    private static ChatAnswer WithTags(ChatAnswer answer, WireCall call) =>
        answer.Reasoning.Length == 0 || IsNative(call.Request) || call.Json.Member("reasoning_split").IsTrue()
            ? answer
            : new()
            {
                Id = answer.Id,
                Model = answer.Model,
                CreatedUnixSeconds = answer.CreatedUnixSeconds,
                TextPieces = TextPieces.Of($"<think>\n{answer.Reasoning}\n</think>\n\n{answer.Text}", 5),
                ReasoningPieces = [],
                Calls = answer.Calls,
                FinishReason = answer.FinishReason,
                Usage = answer.Usage,
            };

    private static void AddReasoning(JsonObject message, string reasoning, WireCall call)
    {
        if (IsNative(call.Request))
        {
            message["reasoning_content"] = reasoning;
        }
        else if (call.Json.Member("reasoning_split").IsTrue())
        {
            message["reasoning_details"] = Details(reasoning);
        }
        else
        {
            message["content"] = $"<think>\n{reasoning}\n</think>\n\n{message["content"]}";
        }
    }

    private static JsonArray Details(string text) => new(new JsonObject
    {
        ["type"] = "reasoning.text",
        ["id"] = "reasoning-text-1",
        ["format"] = "MiniMax-response-v1",
        ["index"] = 0,
        ["text"] = text,
    });

    /// <summary>A delta in the form of the path: reasoning split off, or where the vendor's own name has it.</summary>
    private static JsonObject Said(JsonObject delta, WireCall call)
    {
        if ((string?)delta["reasoning_content"] is { } reasoning && !IsNative(call.Request))
        {
            delta = new() { ["reasoning_details"] = Details(reasoning) };
        }

        delta["role"] = "assistant";
        return delta;
    }

    private static JsonObject Call(AnsweredCall call, int index) => new()
    {
        ["id"] = call.Id,
        ["type"] = "function",
        ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = call.ArgumentsJson },
        ["index"] = index,
    };

    private static JsonObject Choice(string member, JsonObject content, string? finish)
    {
        var choice = new JsonObject();
        if (finish is not null)
        {
            choice["finish_reason"] = finish;
        }

        choice["index"] = 0;
        choice[member] = content;
        return choice;
    }

    private static JsonObject Chunk(ChatAnswer answer, string kind, JsonObject choice) => new()
    {
        ["id"] = answer.Id,
        ["choices"] = new JsonArray(choice),
        ["created"] = answer.CreatedUnixSeconds,
        ["model"] = answer.Model,
        ["object"] = kind,
        ["output_sensitive"] = false,
        ["input_sensitive_type"] = 0,
        ["output_sensitive_type"] = 0,
    };
}
