using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.ChatGlm;

/// <summary>ChatGLM3's own server: roles of its own, one <c>function_call</c>, lines that end in CR LF, and its defects.</summary>
internal sealed class ChatGlmWire : OpenAIWire
{
    /// <summary>The server looks one item ahead: a text that short is over before the first is sent.</summary>
    private const int LongestLost = 7;

    public override string DefaultApiKey => "none";

    public override bool IsAuthorized(FakeRequest request, string apiKey) => true;

    public override IEnumerable<KeyValuePair<string, string>> CommonHeaders(FakeRequest request) => [];

    public override WireError WordError(WireFailure failure) => ChatGlmErrorWriter.Word(failure);

    public override WireError? WordCode(string code, WireFailure failure) => ChatGlmErrorWriter.Find(code);

    public override byte[] Frame(JsonObject data) => [.. "data: "u8, .. WireJson.ToUtf8(data), .. "\r\n\r\n"u8];

    public override byte[] FrameMalformed(FakeRequest request) => "data: {\"broken\": \r\n\r\n"u8.ToArray();

    /// <summary>An exception that the server does not expect is plain text.</summary>
    public override WireAnswer AnswerError(WireError error, FakeRequest request) => error.Status == 500
        ? WireAnswer.Raw(500, "text/plain; charset=utf-8", "Internal Server Error"u8.ToArray())
        : base.AnswerError(error, request);

    protected override IReadOnlyList<WireRoute> MakeRoutes() =>
    [
        new("POST", "/chat/completions", Answer),
        new("POST", "/embeddings", Embeddings),
        new("GET", "/models", OpenAIModels.List),
    ];

    protected override void CheckChat(WireCall call) => ChatGlmCheck.Check(call.Json);

    protected override Conversation ReadConversation(JsonElement body)
    {
        var conversation = new Conversation();

        foreach (var message in body.Member("messages").Items())
        {
            var role = message.Member("role").TextOrNull();
            var text = message.Member("content").TextOrNull() ?? "";
            conversation.BeginMessage(isToolResult: role is "function");
            if (role is "function")
            {
                conversation.AddToolResult(text);
            }
            else
            {
                conversation.AddText(text, fromUser: role is "user");
            }
        }

        foreach (var function in body.Member("tools").Items().Select(static tool => tool.Member("function")).Where(static function => function.Exists()))
        {
            conversation.Tools.Add(new OfferedTool(function.Member("name").GetString()!, function.Member("parameters")));
        }

        conversation.ForbidsParallelCalls = true;
        return conversation;
    }

    protected override IEnumerable<StreamFrame> WriteStream(ChatAnswer answer, WireCall call)
    {
        // With tools the server answers its own call: nobody sees it.
        var text = answer.Calls.Count > 0 ? "The tool was called by the server." : answer.Text;
        if (text.Length <= LongestLost)
        {
            yield break;
        }

        var broken = text.IndexOf("get_", StringComparison.Ordinal);
        foreach (var piece in TextPieces.Of(broken < 0 ? text : text[..broken], 8))
        {
            yield return new(Chunk(answer, piece, null), FrameRole.Content);
        }

        if (broken >= 0)
        {
            var raw = string.Concat(text.Split('\n').Select(static line => $"data: {line}\r\n")) + "\r\n";
            yield return new(Encoding.UTF8.GetBytes(raw), FrameRole.Ending);
            yield break;
        }

        yield return new(Chunk(answer, "", "stop"), FrameRole.Ending);
        yield return new("data: [DONE]\r\n\r\n"u8.ToArray(), FrameRole.Ending);
    }

    private WireAnswer Answer(WireCall call)
    {
        CheckChat(call);
        call.RequireKnownModel();
        var answer = call.Answer(ReadConversation(call.Json), "", "");

        return call.Request.IsStreaming
            ? WireAnswer.Stream("text/event-stream; charset=utf-8", WriteStream(answer, call))
            : WireAnswer.Json(Whole(answer));
    }

    private static JsonObject Whole(ChatAnswer answer)
    {
        var call = answer.Calls.Count > 0 ? answer.Calls[0] : null;

        return new()
        {
            ["model"] = answer.Model,
            ["id"] = "",
            ["object"] = "chat.completion",
            ["choices"] = new JsonArray(new JsonObject
            {
                ["index"] = 0,
                ["message"] = new JsonObject
                {
                    ["role"] = "assistant",
                    ["content"] = call is null ? answer.Text : $"{call.Name}\n ```python\ntool_call({call.ArgumentsJson})\n```",
                    ["name"] = null,
                    ["function_call"] = call is null ? null : new JsonObject { ["name"] = call.Name, ["arguments"] = call.ArgumentsJson },
                },
                ["finish_reason"] = call is null ? "stop" : "function_call",
            }),
            ["created"] = answer.CreatedUnixSeconds,
            ["usage"] = new JsonObject
            {
                ["prompt_tokens"] = answer.Usage.InputTokens,
                ["total_tokens"] = answer.Usage.InputTokens + answer.Usage.OutputTokens,
                ["completion_tokens"] = answer.Usage.OutputTokens,
            },
        };
    }

    private byte[] Chunk(ChatAnswer answer, string text, string? finish) => Frame(new()
    {
        ["model"] = answer.Model,
        ["id"] = "",
        ["object"] = "chat.completion.chunk",
        ["choices"] = new JsonArray(new JsonObject
        {
            ["delta"] = new JsonObject { ["role"] = "assistant", ["content"] = text, ["function_call"] = null },
            ["finish_reason"] = finish,
            ["index"] = 0,
        }),
        ["created"] = answer.CreatedUnixSeconds,
    });
}
