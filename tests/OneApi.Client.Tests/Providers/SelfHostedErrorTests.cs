using Xunit;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Tests.Providers;

/// <summary>protocols/openai-compatible.md §9, ollama.md §7, zhipu.md §10.</summary>
public class SelfHostedErrorTests
{
    [Theory]
    [InlineData(400, """{"error":{"message":"This model's maximum context length is 4096 tokens.","type":"BadRequestError","param":null,"code":400}}""", ContextLengthExceeded)]
    [InlineData(400, """{"object":"error","message":"This model's maximum context length is 4096 tokens.","type":"BadRequestError","param":null,"code":400}""", ContextLengthExceeded)]
    [InlineData(400, """{"error":{"message":"\"auto\" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set","type":"BadRequestError","param":null,"code":400}}""", InvalidRequest)]
    [InlineData(401, """{"error":"Unauthorized"}""", OneApiErrorKind.Authentication)]
    [InlineData(404, """{"error":{"message":"The model `x` does not exist.","type":"NotFoundError","param":null,"code":404}}""", ModelNotFound)]
    [InlineData(404, """{"object":"error","message":"x","type":"NotFoundError","param":null,"code":404}""", ModelNotFound)]
    [InlineData(500, """{"error":{"message":"x","type":"InternalServerError","param":null,"code":500}}""", ProviderUnavailable)]
    [InlineData(null, """{"error":{"message":"EngineCore encountered an issue.","type":"InternalServerError","param":null,"code":500}}""", ProviderUnavailable)]
    [InlineData(null, """{"error":{"message":"x","type":"BadRequestError","param":null,"code":400}}""", InvalidRequest)]
    public void VLlm(int? status, string body, OneApiErrorKind expected) => Kinds.Expect(expected, "vllm", status, body);

    [Theory]
    [InlineData(503, 503, "unavailable_error", "Loading model", ProviderUnavailable)]
    [InlineData(400, 400, "exceed_context_size_error", "the request exceeds the available context size", ContextLengthExceeded)]
    [InlineData(400, 400, "exceed_context_size_error", "x", ContextLengthExceeded)]
    [InlineData(401, 401, "authentication_error", "Invalid API Key", OneApiErrorKind.Authentication)]
    [InlineData(501, 501, "not_supported_error", "This server does not support embeddings.", InvalidRequest)]
    [InlineData(500, 500, "server_error", "x", ProviderUnavailable)]
    [InlineData(null, 500, "server_error", "x", ProviderUnavailable)]
    public void LlamaCpp(int? status, int code, string type, string message, OneApiErrorKind expected) =>
        Kinds.Expect(expected, "llamacpp", status, $$$"""{"error":{"code":{{{code}}},"message":{{{Kinds.Text(message)}}},"type":"{{{type}}}","n_prompt_tokens":9000,"n_ctx":4096}}""");

    [Theory]
    [InlineData(404, """{"error":{"message":"Model \"x\" not found","type":"invalid_request_error","param":"model","code":"x"}}""", ModelNotFound)]
    [InlineData(400, """{"error":"Model not loaded"}""", ModelNotFound)]
    [InlineData(400, """{"error":{"message":"Model \"x\" not found","type":"invalid_request_error","param":"model","code":null}}""", ModelNotFound)]
    [InlineData(404, """{"error":"Model \"x\" is not loaded"}""", ModelNotFound)]
    [InlineData(400, """{"error":"Trying to keep the first 5000 tokens when context the overflows. The number of tokens to keep from the initial prompt is greater than the context length."}""", ContextLengthExceeded)]
    [InlineData(200, """{"error":"Unexpected endpoint or method. (POST /v1/x)"}""", Unknown)]
    public void LMStudio(int status, string body, OneApiErrorKind expected) => Kinds.Expect(expected, "lmstudio", status, body);

    [Theory]
    [InlineData(400, "\"x\" does not support tools", InvalidRequest)]
    [InlineData(400, "\"x\" does not support chat", InvalidRequest)]
    [InlineData(400, "\"x\" does not support thinking", InvalidRequest)]
    [InlineData(400, "\"x\" does not support completion", InvalidRequest)]
    [InlineData(400, "the input length exceeds the context length", ContextLengthExceeded)]
    [InlineData(400, "prompt too long; exceeded max context length by 12 tokens", ContextLengthExceeded)]
    [InlineData(400, "bad", InvalidRequest)]
    [InlineData(401, "unauthorized", OneApiErrorKind.Authentication)]
    [InlineData(402, "this needs a subscription", QuotaExhausted)]
    [InlineData(403, "remote inference is disabled", PermissionDenied)]
    [InlineData(404, "model 'x' not found", ModelNotFound)]
    [InlineData(404, "model \"x\" not found, try pulling it first", ModelNotFound)]
    [InlineData(429, "you have reached your hourly limit", RateLimited)]
    [InlineData(429, "you have reached your weekly limit", QuotaExhausted)]
    [InlineData(429, "you have reached your usage limit", QuotaExhausted)]
    [InlineData(499, "client closed", Unknown)]
    [InlineData(500, "model requires more system memory (8 GiB) than is available", ProviderUnavailable)]
    [InlineData(500, "llama runner process has terminated: exit status 2", ProviderUnavailable)]
    [InlineData(502, "x", ProviderUnavailable)]
    [InlineData(503, "server busy, please try again. maximum pending requests exceeded", ProviderUnavailable)]
    public void Ollama(int status, string message, OneApiErrorKind expected)
    {
        Kinds.Expect(expected, "ollama", status, Kinds.Error(null, message, "api_error"));
        Kinds.Expect(expected, "ollama", status, $$"""{"error":{{Kinds.Text(message)}}}""");
    }

    [Theory]
    [InlineData(400, """{"detail":"Invalid request"}""", InvalidRequest)]
    [InlineData(422, """{"detail":[{"type":"literal_error","loc":["body","messages",0,"role"],"msg":"Input should be 'user'","input":"tool"}]}""", InvalidRequest)]
    [InlineData(404, """{"detail":"Not Found"}""", ModelNotFound)]
    [InlineData(405, """{"detail":"Method Not Allowed"}""", ModelNotFound)]
    [InlineData(500, "Internal Server Error", ProviderUnavailable)]
    [InlineData(502, "", ProviderUnavailable)]
    [InlineData(503, "", ProviderUnavailable)]
    public void ChatGlm(int status, string body, OneApiErrorKind expected) => Kinds.Expect(expected, "chatglm", status, body);
}
