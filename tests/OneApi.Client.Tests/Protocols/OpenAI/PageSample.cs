namespace OneApi.Client.Tests.Protocols.OpenAI;

/// <summary>The stream of protocols/openai.md §6, byte for byte, and one with text.</summary>
internal static class PageSample
{
    public static readonly string[] Events =
    [
        """{"id":"chatcmpl-A1","object":"chat.completion.chunk","created":1759436803,"model":"gpt-4o-2024-08-06","service_tier":"default","system_fingerprint":"fp_x","choices":[{"index":0,"delta":{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"get_country","arguments":""}}],"refusal":null},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"BEZvnVuFF"}""",
        """{"id":"chatcmpl-A1","object":"chat.completion.chunk","created":1759436803,"model":"gpt-4o-2024-08-06","service_tier":"default","system_fingerprint":"fp_x","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{}"}}]},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"eRjR"}""",
        """{"id":"chatcmpl-A1","object":"chat.completion.chunk","created":1759436803,"model":"gpt-4o-2024-08-06","service_tier":"default","system_fingerprint":"fp_x","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"tool_calls"}],"usage":null,"obfuscation":"N9cT"}""",
        """{"id":"chatcmpl-A1","object":"chat.completion.chunk","created":1759436803,"model":"gpt-4o-2024-08-06","service_tier":"default","system_fingerprint":"fp_x","choices":[],"usage":{"prompt_tokens":398,"completion_tokens":10,"total_tokens":408,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}},"obfuscation":"T3AOhzO9FQxEX"}""",
        OpenAIWire.Done,
    ];

    public static readonly string[] TextEvents =
    [
        OpenAIWire.Chunk("""{"role":"assistant","content":"","refusal":null}"""),
        OpenAIWire.Chunk(OpenAIWire.Text("Grüße ")),
        OpenAIWire.Chunk("""{"content":"aus Köln "}"""),
        OpenAIWire.Chunk("""{"content":"汉字 😀"}"""),
        OpenAIWire.Chunk("{}", "stop", ""","usage":null"""),
        """{"id":"r1","object":"chat.completion.chunk","created":1759436803,"model":"m1","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}""",
        OpenAIWire.Done,
    ];

    public const string Text = "Grüße aus Köln 汉字 😀";
}
