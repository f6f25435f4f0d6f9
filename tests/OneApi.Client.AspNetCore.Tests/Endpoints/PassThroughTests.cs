using System.Text;
using CsCheck;
using OneApi.Client.Testing;

namespace OneApi.Client.AspNetCore.Tests.Endpoints;

/// <summary>OpenAI's wire in and out: bodies and streams pass byte for byte but for the documented edits (docs/http.md).</summary>
public sealed class PassThroughTests
{
    private static readonly Gen<string> Space = Gen.OneOf("", "", " ", "\n ", "\t");
    private static readonly Gen<string> Values = Gen.OneOf("1", "1.50", "-0", "1e3", "0.1e-2", "true", "null", "\"x\"", "\"\\u00e9\\/\\n\"", "\"ü – 😀\"", "{ }", "{\"a\": [1 ,2]}", "[ ]", "[[{\"b\":null}]]", "12345678901234567890123");
    private static readonly Gen<string> Contents = Gen.OneOf("\"hi\"", "\"\\ud83d\\ude00\"", "[{\"type\":\"text\",\"text\":\"a\"}]", "[{\"type\":\"text\" , \"text\":\"a\",\"cache_control\":{\"type\":\"ephemeral\"}},{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://example.com/a.png\",\"detail\":\"low\"}}]");
    private static readonly Gen<string> Messages = Gen.Select(Gen.OneOf("user", "system", "assistant", "developer"), Contents, Space).Select(static (role, content, space) => $"{{{space}\"role\":\"{role}\",{space}\"content\":{space}{(role == "user" ? content : "\"text\"")}}}").Array[1, 4].Select(static all => "[" + string.Join(',', all) + "]");
    private static readonly string[] Names = ["temperature_", "metadata", "logit_bias", "x_new", "store", "service_tier", "ü", "prediction", "modalities"];
    private static readonly Gen<string[]> Others = Gen.Select(Gen.Int[0, Names.Length - 1], Values, Space).Select(static (name, value, space) => $"\"{Names[name]}\"{space}:{space}{value}").Array[0, 5];

    /// <summary>The members of a request in any order; <c>%M</c> stands for the model.</summary>
    private static readonly Gen<string> Bodies = Gen.Select(Messages, Others, Space, Gen.Int[0, 6]).Select(static (messages, others, space, turn) =>
    {
        string[] members = ["\"model\":" + space + "\"%M\"", "\"messages\":" + messages, .. others];
        var at = turn % members.Length;
        return $"{space}{{{space}{string.Join("," + space, members[at..].Concat(members[..at]))}{space}}}{space}";
    });

    private static readonly Gen<string> Deltas = Gen.Select(Gen.OneOf("\"content\":\"a\"", "\"content\":\"ü\\n\"", "\"reasoning_content\":\"t\"", "\"role\":\"assistant\",\"content\":\"\"", "\"content\":null", "\"refusal\":null,\"x\":1.0"), Gen.OneOf("\n\n", "\r\n\r\n", "\n\n: ping\n\n"), Gen.OneOf("data: ", "data:", "event: message\ndata: ", "id: 9\ndata: "))
        .Select(static (delta, end, start) => $"{start}{{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"real\",\"choices\":[{{\"index\":0,\"delta\":{{{delta}}},\"finish_reason\":null}}]}}{end}");

    private static readonly Gen<(string Before, string Usage, string After)> Streams = Gen.Select(Deltas.Array[0, 6], Gen.OneOf("", ": hello\n\n"), Gen.OneOf("data: [DONE]\n\n", "data:[DONE]\r\n\r\n")).Select(static (deltas, hello, done) => (
        hello + string.Concat(deltas) + "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"z\"},\"finish_reason\":null}]}\n\ndata: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n",
        "data: {\"id\":\"c1\",\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}\n\n",
        done));

    [Fact]
    public async Task AThousandBodies_AndTheirAnswers_PassByteForByte_ButForTheModel()
    {
        await using var fake = FakeOpenAI.Start();
        var answer = string.Empty;
        fake.Reply(_ => new FakeReply { RawBody = Encoding.UTF8.GetBytes(answer) });
        await using var host = await StartAsync(fake);
        var count = 0;

        Gen.Select(Bodies, Values, Space).Sample(
            (body, value, space) =>
            {
                answer = $"{space}{{\"id\":\"chatcmpl-1\",\"model\":\"real\",\"x\":{space}{value},\"choices\":[{{\"index\":0,\"message\":{{\"role\":\"assistant\",\"content\":\"Hi\",\"y\":{value}}},\"finish_reason\":\"stop\"}}],{space}\"usage\":{{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}}}}";
                using var got = host.SendAsync("/v1/chat/completions", body.Replace("%M", "public")).GetAwaiter().GetResult();
                var text = got.Content.ReadAsStringAsync(TestContext.Current.CancellationToken).GetAwaiter().GetResult();
                count++;
                return got.IsSuccessStatusCode && text == answer && Encoding.UTF8.GetString(fake.Requests[^1].Body.Span) == body.Replace("%M", "real");
            },
            iter: 1_000,
            threads: 1);

        Assert.InRange(count, 1_000, int.MaxValue);
    }

    [Fact]
    public async Task AThousandStreams_PassByteForByte_ButForTheUsageThatNobodyAskedFor()
    {
        await using var fake = FakeOpenAI.Start();
        var answer = string.Empty;
        fake.Reply(_ => new FakeReply { RawBody = Encoding.UTF8.GetBytes(answer), ContentType = "text/event-stream" });
        await using var host = await StartAsync(fake);
        var count = 0;

        Gen.Select(Streams, Gen.Bool).Sample(
            (stream, asks) =>
            {
                answer = stream.Before + stream.Usage + stream.After;
                var body = asks
                    ? """{"model":"public","messages":[{"role":"user","content":"hi"}],"stream":true,"stream_options":{"include_usage":true}}"""
                    : """{"model":"public","messages":[{"role":"user","content":"hi"}],"stream":true}""";
                using var got = host.SendAsync("/v1/chat/completions", body).GetAwaiter().GetResult();
                var text = got.Content.ReadAsStringAsync(TestContext.Current.CancellationToken).GetAwaiter().GetResult();
                count++;
                return text == (asks ? answer : stream.Before + stream.After)
                    && Encoding.UTF8.GetString(fake.Requests[^1].Body.Span) == (asks ? body.Replace("public", "real") : """{"model":"real","messages":[{"role":"user","content":"hi"}],"stream":true,"stream_options":{"include_usage":true}}""");
            },
            iter: 1_000,
            threads: 1);

        Assert.InRange(count, 1_000, int.MaxValue);
    }

    [Fact]
    public async Task FallbacksAndGroup_AreTakenOut_BeforeTheBodyGoesOn()
    {
        await using var fake = FakeOpenAI.Start();
        await using var host = await StartAsync(fake);

        using var got = await host.SendAsync("/v1/chat/completions", """{"fallbacks":["other"], "model":"public","group":"default","messages":[{"role":"user","content":"hi"}]}""");

        Assert.True(got.IsSuccessStatusCode);
        Assert.Equal(""" {"model":"real","messages":[{"role":"user","content":"hi"}]}""".Trim(), Encoding.UTF8.GetString(fake.Requests[^1].Body.Span).Replace("{ ", "{", StringComparison.Ordinal));
    }

    private static Task<EndpointHost> StartAsync(FakeOpenAI fake) => EndpointHost.StartAsync(options => options.Channels.Add(new()
    {
        Name = "one",
        Provider = "openai",
        ApiKey = fake.ApiKey,
        BaseUrl = fake.Url,
        Models = ["public", "other"],
        ModelMap = { ["public"] = "real" },
    }));
}
