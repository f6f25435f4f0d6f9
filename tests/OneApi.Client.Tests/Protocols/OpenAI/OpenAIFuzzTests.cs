using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols.OpenAI;
using Xunit;
using static OneApi.Client.Tests.Protocols.OpenAI.OpenAIWire;

namespace OneApi.Client.Tests.Protocols.OpenAI;

/// <summary>Bodies with random damage: whatever comes, it ends as an answer, a typed failure, or text that is no JSON.</summary>
public class OpenAIFuzzTests
{
    private const int Inputs = 20_000;

    private static readonly string[] Tokens =
    [
        "null", "true", "0", "-1", "1e400", "99999999999999999999", "0.5", "\"\"", "\"x\"", "\"\\ud83d\"", "\"\\udc00\"", "{}", "[]", "[null]", "[[]]", "{\"\":1}", "{\"a\":1,\"a\":2}", "\"stop\"", "\" \"",
        "\"data:x\"", "\"text\"", "{\"text\":1}", "\"index\"", "\"url\"", ",", ":", "\"", "\\", "{", "}", "[", "]", "\u0000", "\uFEFF", "\"type\":", "\"content\":", "\"tool_calls\":", "\"error\":", "\"usage\":",
    ];

    private static readonly string[] WholeBodies =
    [
        """
        {"id":"r1","object":"chat.completion","created":1759436803,"model":"m1","service_tier":"default","choices":[{"index":0,"message":{"role":"assistant","content":"Hi","refusal":"no",
         "reasoning_content":"r","annotations":[{"type":"url_citation","url_citation":{"start_index":0,"end_index":3,"title":"T","url":"https://x.test/"}}],
         "tool_calls":[{"id":"c","index":0,"type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}],"audio":{"id":"a","data":"AQI=","transcript":"t","expires_at":1}},"logprobs":null,"finish_reason":"tool_calls"}],
         "usage":{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10,"prompt_tokens_details":{"cached_tokens":2,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0}},"citations":["https://x.test"]}
        """,
        """
        {"choices":[{"message":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}],"signature":"s"},{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"data:image/png;base64,YWJj"}},
         {"type":"reference","reference_ids":[1]}],"reasoning_details":[{"type":"reasoning.text","text":"a","index":0,"signature":"s"}],"images":[{"image_url":{"url":"https://x.test/a.png"}}],"function_call":{"name":"f","arguments":{}}},
         "finish_reason":"stop","usage":{"cached_tokens":"4"}}],"search_results":[{"title":"T","url":"https://x.test","snippet":"s"}],"base_resp":{"status_code":0,"status_msg":""},"output_sensitive":false}
        """,
    ];

    private static readonly string[] ErrorBodies =
    [
        """{"error":{"message":"try again in 1.5s (1004)","type":"t","param":null,"code":"c","metadata":{"raw":"r","reasons":["x"]},"innererror":{"code":"x"},"status_code":400}}""",
        """{"object":"error","message":{"detail":[{"msg":"m","loc":["body"]}]},"type":"t","code":400}""",
        """{"errors":[{"code":5007,"message":"m"}],"success":false,"result":null}""",
        """{"header":{"code":10013,"message":"m"},"base_resp":{"status_code":1008,"status_msg":"m"},"response":{"error":{"message":"m"}}}""",
        """[{"error":"loading","estimated_time":20.5}]""",
        """{"status":403,"title":"T","detail":[{"msg":"a"},"b"]}""",
        "404 page not found",
        "<html><title>504</title></html>",
    ];

    private static readonly string[] Streams =
    [
        Chunk("""{"role":"assistant","content":"a","reasoning":"r","refusal":"x","audio":{"id":"i","data":"AQI=","transcript":"t"}}""", null, ""","system_fingerprint":"fp","x_groq":{"id":"g","usage":{"total_tokens":1}}"""),
        Chunk("""{"tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\":"}},{"index":"1","id":"c2","custom":{"name":"g","input":"i"},"extra":{"y":1}}]}"""),
        Chunk("""{"reasoning_details":[{"type":"reasoning.text","text":"Let","index":0},{"type":"reasoning.encrypted","data":"d"}],"annotations":[{"url_citation":{"start_index":4,"end_index":5,"url":"https://x.test/"}}]}"""),
        Chunk("""{"content":[{"type":"thinking","thinking":[{"type":"text","text":"a"}]}],"function_call":{"name":"f","arguments":"{}"}}"""),
        """{"choices":[{"index":0,"message":{"content":"a","tool_calls":[{"id":"c","function":{"name":"f","arguments":{}}}]},"finish_reason":"stop","usage":{"prompt_tokens":1}}],"base_resp":{"status_code":0},"citations":["https://x.test"]}""",
        """{"choices":[],"usage":{"prompt_tokens":398,"completion_tokens":10,"total_tokens":408,"prompt_tokens_details":{"cached_tokens":0}}}""",
        Chunk("{}", "stop"),
        Done,
    ];

    [Fact]
    public void WholeReader_EndsInOrder() => Fuzz(1, WholeBodies, static body =>
    {
        var response = new OpenAIChatProtocol().ReadChat(body, Request(endpoint: Endpoint));
        Assert.Single(response.Messages);
    });

    [Fact]
    public void ErrorReader_AlwaysFindsSomething() => Fuzz(2, ErrorBodies, static body =>
    {
        try
        {
            OpenAIErrorReader.Read(400, body);
        }
        catch (JsonException)
        {
            Assert.Fail("An error body is never unreadable.");
        }
    });

    [Fact]
    public void EmbeddingReader_EndsInOrder() => Fuzz(
        3,
        ["""{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5,1]},{"index":"1","embedding":"AACAPw=="}],"model":"m","usage":{"prompt_tokens":1,"total_tokens":1}}"""],
        static body => OpenAIEmbeddingTests.Read(body));

    [Fact]
    public void StreamReader_EndsInOrder()
    {
        var random = new Random(4);
        for (var i = 0; i < Inputs / 4; i++)
        {
            var reader = new OpenAIStreamReader(EndpointOf(i % 2 == 0 ? "openai" : "openrouter"));
            var updates = new List<ChatResponseUpdate?>();
            var text = new StringBuilder();
            try
            {
                for (var j = 0; j < 4; j++)
                {
                    var data = random.Next(3) == 0 ? Encoding.UTF8.GetBytes(Streams[random.Next(Streams.Length)]) : Damage(random, Streams[random.Next(Streams.Length)]);
                    text.Append(Encoding.UTF8.GetString(data)).Append('\n');
                    try
                    {
                        updates.Add(reader.Read("message", data));
                    }
                    catch (JsonException)
                    {
                        // The event is no JSON; the next one may be.
                    }
                }

                updates.Add(reader.Complete());
                Assert.Equal(ChatRole.Assistant, updates.OfType<ChatResponseUpdate>().ToChatResponse().Messages[0].Role);
            }
            catch (OneApiException)
            {
                // A typed failure is an end, too.
            }
            catch (Exception error) when (error is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{error.GetType()} {error.Message} {error.StackTrace}\n{text}");
            }
        }
    }

    private static void Fuzz(int seed, string[] bodies, Action<byte[]> read)
    {
        var random = new Random(seed);
        for (var i = 0; i < Inputs; i++)
        {
            var body = Damage(random, bodies[i % bodies.Length]);
            try
            {
                read(body);
            }
            catch (Exception error) when (error is OneApiException or JsonException)
            {
                // As promised.
            }
            catch (Exception error) when (error is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{error.GetType()} {error.Message} {error.StackTrace}\n{Encoding.UTF8.GetString(body)}");
            }
        }
    }

    private static byte[] Damage(Random random, string body)
    {
        var bytes = new List<byte>(Encoding.UTF8.GetBytes(body));
        for (var n = random.Next(1, 4); n > 0 && bytes.Count > 0; n--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Tokens[random.Next(Tokens.Length)]));
                    break;
                case 3:
                    bytes = bytes[..at];
                    break;
                default:
                    ReplaceValue(random, bytes);
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Puts another value behind one of the colons: most of such bodies are still JSON.</summary>
    private static void ReplaceValue(Random random, List<byte> bytes)
    {
        var text = Encoding.UTF8.GetString([.. bytes]);
        var colons = new List<int>();
        for (var i = 0; i < text.Length - 1; i++)
        {
            if (text[i] == ':' && i > 0 && text[i - 1] == '"')
            {
                colons.Add(i + 1);
            }
        }

        if (colons.Count == 0)
        {
            return;
        }

        var start = colons[random.Next(colons.Count)];
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text[start..]), isFinalBlock: false, default);
        try
        {
            if (!reader.Read() || !reader.TrySkip())
            {
                return;
            }
        }
        catch (JsonException)
        {
            return;
        }

        var rest = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text[start..])[(int)reader.BytesConsumed..]);
        bytes.Clear();
        bytes.AddRange(Encoding.UTF8.GetBytes(text[..start] + Tokens[random.Next(24)] + rest));
    }
}
