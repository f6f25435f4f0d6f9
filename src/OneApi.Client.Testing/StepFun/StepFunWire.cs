using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.StepFun;

/// <summary>StepFun's chat: empty roles and finish reasons, usage on every chunk, reasoning under a name of its own.</summary>
internal sealed class StepFunWire : OpenAIWire
{
    private static readonly Dictionary<string, (VendorError Error, string Type)> Codes = new()
    {
        ["400"] = (new(400, "invalid parameter"), "request_params_invalid"),
        ["401"] = (new(401, "Incorrect API key provided"), "invalid_api_key"),
        ["402"] = (new(402, "Your account balance is not enough, please recharge"), "quota_exceeded"),
        ["404"] = (new(404, "The requested path was not found"), "not_found"),
        ["429"] = (new(429, "Too many requests, please slow down"), "rate_limited"),
        ["451"] = (new(451, "The content you provided or machine outputted is blocked"), "censorship_blocked"),
        ["500"] = (new(500, "The server had an error"), "server_error"),
        ["503"] = (new(503, "The server is overloaded"), "engine_overloaded"),
    };

    public override string DefaultApiKey => "fakestepfun0123456789abcdefghijklmnopqrstuvwxyz";

    protected override (string Answer, string Call) IdPrefixes => ("d7ae7c4a-fake-", "call_fake");

    public override IEnumerable<KeyValuePair<string, string>> CommonHeaders(FakeRequest request) => [];

    public override WireError WordError(WireFailure failure) => failure.Kind switch
    {
        WireErrorKind.Unauthorized => Of("401"),
        WireErrorKind.RateLimited => Of("429"),
        WireErrorKind.QuotaExhausted => Of("402"),
        WireErrorKind.ServerError => Of("500") with { Status = failure.Status },
        WireErrorKind.Overloaded => Of("503"),
        WireErrorKind.ModelNotFound => Of("400", $"model {failure.Request.Model} not found or no permission"),
        WireErrorKind.ContextLength => Of("400", "the prompt tokens too long for the model"),
        WireErrorKind.ContentFiltered => Of("451"),
        WireErrorKind.NotFound => Of("404"),
        WireErrorKind.MethodNotAllowed => Of("400", "method not allowed") with { Status = 405 },
        _ => Of("400", failure.Message),
    };

    public override WireError? WordCode(string code, WireFailure failure) => Codes.ContainsKey(code) ? Of(code) : null;

    public override JsonObject ShapeAnswer(JsonObject answer)
    {
        var message = answer["choices"]![0]!["message"]!.AsObject();
        if (message.Remove("reasoning_content", out var reasoning))
        {
            message["reasoning"] = reasoning;
        }

        answer["usage"] = Usage(answer["usage"]!.AsObject());
        return answer;
    }

    protected override IEnumerable<WireRoute> ImageRoutes => [new("POST", "/images/generations", StepFunImages.Of(Files).Generate)];

    protected override IReadOnlyList<WireRoute> MakeRoutes() => [new("POST", "/chat/completions", Chat), new("GET", "/models", OpenAIModels.List), .. ImageRoutes, Files.Route];

    protected override IEnumerable<StreamFrame> WriteStream(ChatAnswer answer, WireCall call)
    {
        var told = 0;

        foreach (var delta in AnswerDeltas.Of(answer, "reasoning"))
        {
            told = Math.Min(told + 1, answer.Usage.OutputTokens);
            yield return new(Chunk(answer, AnswerDeltas.With("role", "", delta), "", told), FrameRole.Content);
        }

        yield return new(Chunk(answer, new() { ["role"] = "", ["content"] = "" }, OpenAIAnswerWriter.FinishReason(answer), answer.Usage.OutputTokens), FrameRole.Ending);
        yield return new("data: [DONE]\n\n"u8.ToArray(), FrameRole.Ending);
    }

    private static WireError Of(string code, string? message = null) => VendorError.Envelope(Codes[code].Error.Status, message ?? Codes[code].Error.Message, Codes[code].Type);

    private static JsonObject Usage(JsonObject usage)
    {
        var cached = usage["prompt_tokens_details"]!["cached_tokens"]!.DeepClone();
        usage.Remove("prompt_tokens_details");
        usage.Remove("completion_tokens_details");
        if ((int)cached > 0)
        {
            usage["cached_tokens"] = cached;
        }

        return usage.DeepClone().AsObject();
    }

    private byte[] Chunk(ChatAnswer answer, JsonObject delta, string finish, int output) => Frame(new()
    {
        ["id"] = answer.Id,
        ["object"] = "chat.completion.chunk",
        ["created"] = answer.CreatedUnixSeconds,
        ["model"] = answer.Model,
        ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finish }),
        ["usage"] = Usage(OpenAIAnswerWriter.Usage(answer.Usage with { OutputTokens = output })),
    });
}
