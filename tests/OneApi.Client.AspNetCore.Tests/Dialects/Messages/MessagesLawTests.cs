using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using OneApi.Client.Testing;

namespace OneApi.Client.AspNetCore.Tests.Dialects.Messages;

/// <summary>For any request of the wire: translated to the gateway's words and back it is the same request; passed through it is the same bytes.</summary>
public sealed class MessagesLawTests
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Gen<string> Texts = OneOf("Hi", "Grüße", "two\nlines", "\"quoted\" \\ and / more", "日本語 😀", "{\"a\":1}", "<b>&'").Select(Gen.Int[0, 99], static (text, number) => $"{text} {number}.");

    private static readonly Gen<string> Cache = OneOf("", "", ",\"cache_control\":{\"type\":\"ephemeral\"}", ",\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}");

    private static readonly Gen<string> Said = Texts.Select(Cache, static (text, cache) => $$"""{"type":"text","text":{{Json(text)}}{{cache}}}""");

    private static readonly Gen<string> Media = OneOf(
        """{"type":"image","source":{"type":"base64","media_type":"image/webp","data":"AAEC"}}""",
        """{"type":"image","source":{"type":"url","url":"https://example.com/a?b=c&d=é"}}""",
        """{"type":"image","source":{"type":"base64","media_type":"image/x-new","data":"AAEC"},"later":{"a":[1,2.50]}}""",
        """{"type":"image","source":{"type":"content_store","key":"k"}}""",
        """{"type":"document","source":{"type":"text","media_type":"text/plain","data":"abc"},"title":"T","citations":{"enabled":true}}""",
        """{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"AAEC"},"title":"T"}""",
        """{"type":"search_result","title":"S","source":"s","content":[{"type":"text","text":"x"}]}""",
        """{"type":"brand_new","value":null,"deep":{"a":[{}]}}""");

    private static readonly Gen<string> Asked = Gen.Frequency((3, Said), (1, Media)).Array[1, 4].Select(static blocks => $"{{\"role\":\"user\",\"content\":[{string.Join(',', blocks)}]}}");

    private static readonly Gen<string> Inputs = OneOf("{}", """{"a":null,"b":[1,"x",{"c":true}]}""", """{"city":"Zürich","n":-1.5}""");

    private static readonly Gen<string> Results = OneOf(
        "\"content\":\"done\"",
        "\"content\":\"failed\",\"is_error\":true",
        """ "content":[{"type":"text","text":"a"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAEC"}}]""",
        """ "content":[{"type":"tool_reference","tool_name":"t"}]""");

    /// <summary>An assistant's turn that calls, and the user's that answers.</summary>
    private static readonly Gen<string> Called = Gen.Select(Gen.Bool, Said, Inputs, Results, Cache, static (thinks, text, input, result, cache) =>
    {
        var thought = thinks ? """{"type":"thinking","thinking":"hm","signature":"c2ln"},{"type":"redacted_thinking","data":"eA=="},""" : "";
        return $$"""{"role":"assistant","content":[{{thought}}{{text}},{"type":"tool_use","id":"toolu_1","name":"f","input":{{input}}{{cache}}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1",{{result}}{{cache}}},{"type":"text","text":"And?"}]}""";
    });

    private static readonly Gen<string> Answered = Said.Select(Asked, static (text, next) => $$"""{"role":"assistant","content":[{{text}}]},{{next}}""");

    private static readonly Gen<string> Settings = OneOf(
        "\"temperature\":0.25", "\"top_p\":0.5", "\"top_k\":5", "\"stop_sequences\":[\"a\",\"é\"]", "\"metadata\":{\"user_id\":\"u\",\"more\":1}", "\"service_tier\":\"standard_only\"",
        "\"container\":\"c\"", "\"context_management\":{\"edits\":[{\"type\":\"clear_tool_uses_20250919\"}]}", "\"thinking\":{\"type\":\"disabled\"}", "\"output_config\":{\"effort\":\"max\",\"later\":1}",
        "\"system\":[{\"type\":\"text\",\"text\":\"Be brief.\",\"cache_control\":{\"type\":\"ephemeral\"}}]").HashSet[0, 5]
        .Select(static settings => string.Concat(settings.Where(setting => !(setting.Contains("top_p", StringComparison.Ordinal) && settings.Any(static other => other.Contains("temperature", StringComparison.Ordinal)))).Select(static setting => "," + setting)));

    private static readonly Gen<string> Requests = Gen.Select(Settings, Asked, Gen.OneOf(Called, Answered).Array[0, 3], static (settings, first, turns) =>
        $$"""{"model":"claude-haiku-4-5", "max_tokens":50{{settings}},"tools":[{"name":"f","input_schema":{"type":"object"},"later":true},{"type":"memory_20250818","name":"memory"}],"messages":[{{string.Join(',', turns.Prepend(first))}}]}""");

    [Fact]
    public async Task AnyRequest_Translated_LosesNothing()
    {
        await using var fake = FakeAnthropic.Start();
        await using var scene = new MessagesScene("anthropic", fake.Url, fake.ApiKey);

        await Requests.SampleAsync(
            async request =>
            {
                await scene.AskAsync(request);
                MessagesWire.AssertJson(request, JsonNode.Parse(fake.Requests[^1].Json.GetRawText()));
            },
            iter: 300,
            threads: 1);
    }

    [Fact]
    public async Task AnyRequest_PassedThrough_IsTheSameBytes()
    {
        await using var fake = FakeAnthropic.Start();
        await using var scene = new MessagesScene("anthropic", fake.Url, fake.ApiKey);

        await Requests.SampleAsync(
            async request =>
            {
                await scene.AskAsync(request.Insert(1, "\"group\":null, \"fallbacks\" : [ ],"), isRelayed: true);
                Assert.Equal(request, System.Text.Encoding.UTF8.GetString(fake.Requests[^1].Body.Span));
            },
            iter: 300,
            threads: 1);
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    private static string Json(string text) => JsonValue.Create(text).ToJsonString(Relaxed);
}
