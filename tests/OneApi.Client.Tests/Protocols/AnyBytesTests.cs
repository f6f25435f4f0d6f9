using System.Text;
using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.AI;
using OneApi.Client.Errors;
using OneApi.Client.Protocols;
using OneApi.Client.Providers;

namespace OneApi.Client.Tests.Protocols;

/// <summary>
/// Whatever bytes a provider sends, each wire's readers end in an answer or in an error of a kind: they never crash and never hang.
/// The bytes are answers of every wire, broken at random places.
/// </summary>
public class AnyBytesTests
{
    private static readonly ProtocolSet Protocols = new();

    /// <summary>One answer and one event of each wire's own shape; every wire is fed with those of all.</summary>
    private static readonly byte[][] Seeds = Array.ConvertAll(
        (string[])
        [
            """{"id":"1","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"hé","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3,"prompt_tokens_details":{"cached_tokens":1}}}""",
            """{"id":"1","choices":[{"index":0,"delta":{"content":"a","reasoning_content":"b","tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"{"}}]},"finish_reason":null}],"usage":null}""",
            """{"id":"m","type":"message","role":"assistant","content":[{"type":"text","text":"a"},{"type":"tool_use","id":"t","name":"f","input":{"a":1}}],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":2}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a"}}""",
            """{"candidates":[{"content":{"role":"model","parts":[{"text":"a"},{"functionCall":{"name":"f","args":{"a":1}}}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":2,"totalTokenCount":3}}""",
            """{"output":{"choices":[{"finish_reason":"stop","message":{"role":"assistant","content":[{"text":"a"}],"reasoning_content":"r"}}]},"usage":{"input_tokens":1,"output_tokens":2,"total_tokens":3},"request_id":"r"}""",
            """{"id":"as-1","object":"chat.completion","created":1,"result":"a","is_truncated":false,"is_end":true,"need_clear_history":false,"finish_reason":"normal","function_call":{"name":"f","arguments":"{}"},"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""",
            """{"header":{"code":0,"message":"Success","sid":"s","status":2},"payload":{"choices":{"status":2,"seq":0,"text":[{"content":"a","role":"assistant","index":0,"function_call":{"name":"f","arguments":"{}"}}]},"usage":{"text":{"question_tokens":4,"prompt_tokens":5,"completion_tokens":9,"total_tokens":14}}}}""",
            """{"Response":{"RequestId":"r","Choices":[{"Index":0,"Message":{"Role":"assistant","Content":"a","ToolCalls":[{"Id":"c","Type":"function","Function":{"Name":"f","Arguments":"{}"},"Index":0}]},"FinishReason":"stop"}],"Created":1,"Id":"i","Usage":{"PromptTokens":4,"CompletionTokens":2,"TotalTokens":6,"PromptTokensDetails":{"CachedTokens":"1"}}}}""",
            """{"Choices":[{"FinishReason":"","Delta":{"Role":"assistant","Content":"1"}}],"Created":1,"Id":"i","Usage":{"PromptTokens":4,"CompletionTokens":2,"TotalTokens":6},"ErrorMsg":{"Msg":"m","Code":4001}}""",
            """{"error":{"message":"m","type":"t","param":null,"code":"c","innererror":{"code":"x","content_filter_result":{}}},"error_code":110,"error_msg":"m","code":"Throttling","message":"m","base_resp":{"status_code":1002,"status_msg":"m"}}""",
        ],
        Encoding.UTF8.GetBytes);

    /// <summary>Values in the place of others: where a wire expects a text, a number or an object, it may find any of these.</summary>
    private static readonly string[] Words = ["null", "[]", "{}", "1e999", "-1", "\"\"", "true", "[null]", "{\"a\":[{}]}", "\\ud800", "99999999999999999999", "\"\\u0000\""];

    private static readonly Gen<byte[]> Broken = Gen.Select(Gen.Int[0, Seeds.Length - 1], Gen.Select(Gen.Int[0, 2000], Gen.Int[0, 5], Gen.Byte).Array[0, 4]).Select(static (seed, breaks) =>
    {
        var bytes = Seeds[seed].ToList();
        foreach (var (place, kind, value) in breaks)
        {
            if (bytes.Count == 0)
            {
                break;
            }

            var at = place % bytes.Count;
            switch (kind)
            {
                case 0:
                    bytes[at] = value;
                    break;
                case 1:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 2:
                    bytes.Insert(at, value);
                    break;
                case 3:
                    bytes.RemoveRange(at, Math.Min(value % 24, bytes.Count - at));
                    break;
                case 4:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Words[value % Words.Length]));
                    break;
                default:
                    bytes.InsertRange(at, bytes.Skip(at).Take(value % 40).ToArray());
                    break;
            }
        }

        return bytes.ToArray();
    });

    public static TheoryData<string, string> Wires => new(ProviderCatalogue.All.SelectMany(static row => row.Wires.Where(static wire => wire.Protocol is not null).Select(wire => (row.Id, wire.Name))));

    [Theory]
    [MemberData(nameof(Wires))]
    public void Readers_EndInAnAnswerOrInAnErrorOfAKind(string provider, string wire) => Broken.Sample(
        bytes =>
        {
            var request = RequestOf(provider, wire);
            var protocol = Protocols.Chat(ProviderCatalogue.Find(provider)!.Wires.Single(one => one.Name == wire).Protocol!);
            Try(() => protocol.ReadChat(bytes, request));
            Try(() => protocol.ReadError(400, bytes));
            Try(() => protocol.ReadError(null, bytes));
            Try(() =>
            {
                var reader = protocol.CreateStreamReader(request);
                reader.Read("message", Seeds[1]);
                reader.Read("message", bytes);
                reader.Read("message", bytes);
                reader.Complete();
            });
        },
        iter: 1_000);

    private static void Try(Action read)
    {
        try
        {
            read();
        }
        catch (Exception error) when (error is OneApiException or JsonException)
        {
            // What the transport expects of a reader.
        }
    }

    private static ChatRequest RequestOf(string provider, string wire)
    {
        var row = ProviderCatalogue.Find(provider)!;
        var one = row.Wires.Single(known => known.Name == wire);
        return new()
        {
            Messages = [new(ChatRole.User, "hi")],
            Model = "m",
            Streaming = true,
            Endpoint = new() { Provider = provider, BaseUrl = "https://host", Errors = new ErrorClassifier(one.Errors ?? row.Errors), Profile = one.Profile },
            Warnings = new(),
        };
    }
}
