using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using OneApi.Client.Testing;

namespace OneApi.Client.AspNetCore.Tests.Dialects.ChatCompletions;

/// <summary>For any request of the wire: translated to the gateway's words and back no member is lost; passed through it is the same bytes.</summary>
public sealed class ChatLawTests
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Gen<string> Texts = OneOf("Hi", "Grüße", "two\nlines", "\"quoted\" \\ and / more", "日本語 😀", "{\"a\":1}", "<b>&'").Select(Gen.Int[0, 99], static (text, number) => $"{text} {number}.");

    private static readonly Gen<string> Parts = Gen.Frequency(
        (3, Texts.Select(static text => $$"""{"type":"text","text":{{Json(text)}}}""")),
        (2, OneOf(
            """{"type":"text","text":"a","cache_control":{"type":"ephemeral"}}""",
            """{"type":"image_url","image_url":{"url":"https://example.com/a.png?b=c","detail":"high"}}""",
            """{"type":"image_url","image_url":{"url":"data:image/png;base64,AQID"}}""",
            """{"type":"image_url","image_url":{"url":"data:image/png;base64,AQID","format":"image/png"},"later":[1,2.50]}""",
            """{"type":"input_audio","input_audio":{"data":"AQID","format":"wav"}}""",
            """{"type":"input_audio","input_audio":{"data":"AQID","format":"mp3"}}""",
            """{"type":"input_audio","input_audio":{"data":"AQID","format":"flac"}}""",
            """{"type":"input_audio","input_audio":{"data":"https://example.com/a.mp3","format":"mp3"}}""",
            """{"type":"file","file":{"file_id":"file-1"}}""",
            """{"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,AQID"}}""",
            """{"type":"file","file":{"filename":"a.pdf","file_data":"https://example.com/a.pdf"}}""",
            """{"type":"brand_new","deep":{"a":[{}]}}""")));

    private static readonly Gen<string> Names = OneOf("", "", ",\"name\":\"Ann_1\"", ",\"later\":{\"a\":1}", ",\"cache_control\":{\"type\":\"ephemeral\"}");

    private static readonly Gen<string> Contents = Gen.OneOf(Texts.Select(Json), Parts.Array[2, 4].Select(static parts => $"[{string.Join(',', parts)}]"));

    private static readonly Gen<string> Asked = Contents.Select(Names, static (content, name) => $$"""{"role":"user","content":{{content}}{{name}}}""");

    private static readonly Gen<string> Arguments = OneOf("{}", """{"a":null,"b":[1,"x",{"c":true}]}""", """{"city":"Zürich","n":-1.50}""", "no json", "[1]");

    /// <summary>An assistant's turn that calls, and the tools' that answer.</summary>
    private static readonly Gen<string> Called = Gen.Select(OneOf("null", "\"Let me see.\"", "\"\""), Arguments, Texts, Names, static (content, arguments, result, name) =>
        $$$"""{"role":"assistant","content":{{{content}}},"tool_calls":[{"id":"call_1","type":"function","function":{"name":"f","arguments":{{{Json(arguments)}}} },"extra_content":{"google":{"thought_signature":"x"}} },{"id":"call_2","type":"custom","custom":{"name":"c","input":"x = 1"}}]},{"role":"tool","tool_call_id":"call_1","content":{{{Json(result)}}}{{{name}}} },{"role":"tool","tool_call_id":"call_2","content":""}""");

    private static readonly Gen<string> Answered = Gen.OneOf(
        Texts.Select(Names, static (text, name) => $$"""{"role":"assistant","content":{{Json(text)}}{{name}}}"""),
        OneOf("""{"role":"assistant","refusal":"No."}""", """{"role":"assistant","audio":{"id":"audio_1"}}""", """{"role":"assistant","content":"x","reasoning_details":[{"type":"reasoning.text","text":"hm"}]}"""));

    private static readonly Gen<string> Settings = OneOf(
        "\"temperature\":0.7", "\"top_p\":0.25", "\"max_completion_tokens\":50", "\"frequency_penalty\":-1.5", "\"presence_penalty\":0.1", "\"seed\":-9007199254740993", "\"stop\":[\"a\",\"é\"]",
        "\"n\":2", "\"logprobs\":true", "\"top_logprobs\":3", "\"logit_bias\":{\"50256\":-100}", "\"user\":\"u\"", "\"safety_identifier\":\"s\"", "\"prompt_cache_key\":\"k\"", "\"metadata\":{\"a\":\"b\"}", "\"store\":true",
        "\"service_tier\":\"flex\"", "\"verbosity\":\"low\"", "\"modalities\":[\"text\",\"audio\"]", "\"audio\":{\"voice\":\"alloy\",\"format\":\"wav\"}", "\"prediction\":{\"type\":\"content\",\"content\":\"x\"}",
        "\"web_search_options\":{\"search_context_size\":\"low\"}", "\"brand_new\":{\"a\":[null,1.50]}", "\"parallel_tool_calls\":false", "\"reasoning_effort\":\"low\"", "\"top_k\":5").HashSet[0, 6]
        .Select(static settings => string.Concat(settings.Select(static setting => "," + setting)));

    private static readonly Gen<string> Efforts = OneOf("", "", ",\"response_format\":{\"type\":\"text\"}", ",\"response_format\":{\"type\":\"json_object\"}",
        ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"s\",\"schema\":{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}}}",
        ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"s\",\"description\":\"d\",\"strict\":true,\"schema\":{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}},\"required\":[\"a\"],\"additionalProperties\":false}}}",
        ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"s\"}}",
        ",\"response_format\":{\"type\":\"grammar\",\"grammar\":\"g\"}");

    private const string Plain = """{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object","properties":{"a":{"type":"string"}}}}}""";

    private static readonly Gen<string> Tools = OneOf(
        $"\"tools\":[{Plain}]",
        $"\"tools\":[{Plain}],\"tool_choice\":\"auto\"",
        $"\"tools\":[{Plain}],\"tool_choice\":\"none\"",
        $"\"tools\":[{Plain}],\"tool_choice\":\"required\"",
        $$$"""
        "tools":[{{{Plain}}}],"tool_choice":{"type":"function","function":{"name":"f"}}
        """,
        $$$"""
        "tools":[{{{Plain}}}],"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[{"type":"function","function":{"name":"f"}}]}}
        """,
        """
        "tools":[{"type":"function","function":{"name":"g","strict":true,"parameters":{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false}}}]
        """,
        """
        "tools":[{"type":"function","function":{"name":"g","strict":false,"parameters":{"type":"object","properties":{"a":{"type":"string"}}},"later":1},"cache_control":{"type":"ephemeral"}},{"type":"custom","custom":{"name":"c"}}],"tool_choice":{"type":"custom","custom":{"name":"c"}}
        """);

    private static readonly Gen<string> Requests = Gen.Select(Settings, Efforts, Tools, Asked, Gen.OneOf(Called, Answered, Asked).Array[0, 3], static (settings, format, tools, first, turns) =>
        $$"""{"model":"gpt-4o", "messages":[{"role":"system","content":"Be brief."},{{string.Join(',', turns.Prepend(first))}}]{{settings}}{{format}},{{tools.Trim()}}}""");

    [Fact]
    public async Task AnyRequest_Translated_LosesNothing()
    {
        await using var fake = FakeOpenAI.Start();
        await using var scene = new ChatScene(fake, "openai");

        await Requests.SampleAsync(
            async request =>
            {
                await AskAsync(scene, request, isRelayed: false);
                ChatWire.AssertJson(request, JsonNode.Parse(fake.Requests[^1].Json.GetRawText()));
            },
            iter: 500,
            threads: 1);
    }

    [Fact]
    public async Task AnyRequest_PassedThrough_IsTheSameBytes()
    {
        await using var fake = FakeOpenAI.Start();
        await using var scene = new ChatScene(fake, "openai");

        await Requests.SampleAsync(
            async request =>
            {
                await AskAsync(scene, request.Insert(1, "\"group\":null, \"fallbacks\" : [ ],"), isRelayed: true);
                Assert.Equal(request, Encoding.UTF8.GetString(fake.Requests[^1].Body.Span));
            },
            iter: 200,
            threads: 1);
    }

    /// <summary>What matters is what arrives, not whether the server likes the mixture.</summary>
    private static async Task AskAsync(ChatScene scene, string request, bool isRelayed)
    {
        try
        {
            await scene.AskAsync(request, isRelayed);
        }
        catch (OneApiException error) when (error.Kind == OneApiErrorKind.InvalidRequest)
        {
            // It has arrived.
        }
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    private static string Json(string text) => JsonValue.Create(text).ToJsonString(Relaxed);
}
