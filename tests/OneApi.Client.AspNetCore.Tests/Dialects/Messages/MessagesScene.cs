using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.AspNetCore.Dialects;

namespace OneApi.Client.AspNetCore.Tests.Dialects.Messages;

/// <summary>The dialect with a gateway and one channel behind it, without HTTP in front.</summary>
internal sealed class MessagesScene : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public MessagesScene(string provider, string url, string key, params (string Name, string Value)[] settings)
    {
        var values = new Dictionary<string, string?>
        {
            ["OneApi:Failover:SameChannelRetries"] = "0",
            ["OneApi:Channels:0:Name"] = "one",
            ["OneApi:Channels:0:Provider"] = provider,
            ["OneApi:Channels:0:ApiKey"] = key,
            ["OneApi:Channels:0:BaseUrl"] = url,
            ["OneApi:Channels:0:Models:0"] = "*",
        };
        foreach (var (name, value) in settings)
        {
            values["OneApi:" + name] = value;
        }

        var services = new ServiceCollection();
        services.AddLogging();
        services.AddOneApi(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        _services = services.BuildServiceProvider();
    }

    public IOneApiGateway Gateway => _services.GetRequiredService<IOneApiGateway>();

    /// <summary>Asks as the endpoint does, and gives the whole body of the answer.</summary>
    /// <param name="body">The request.</param>
    /// <param name="isRelayed">Whether the request may go on as it came.</param>
    public async Task<string> AskAsync(string body, bool isRelayed = false)
    {
        var dialect = MessagesWire.Dialect;
        var chat = dialect.Read(Encoding.UTF8.GetBytes(body));
        chat.Options.WireRequest = isRelayed ? new(dialect.Wire, chat.WireBody) : null;
        var output = new ArrayBufferWriter<byte>();
        await (chat.Streaming ? StreamAsync(dialect, chat, output) : AnswerAsync(dialect, chat, output));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private async Task AnswerAsync(ChatDialect dialect, ChatBody chat, ArrayBufferWriter<byte> output)
    {
        var response = await Gateway.Chat.GetResponseAsync(chat.Messages, chat.Options, TestContext.Current.CancellationToken);
        if (response.RawRepresentation is WireBytes relayed)
        {
            output.Write(relayed.Bytes.Span);
            return;
        }

        dialect.WriteAnswer(output, response, chat);
    }

    private async Task StreamAsync(ChatDialect dialect, ChatBody chat, ArrayBufferWriter<byte> output)
    {
        var writer = dialect.CreateEventWriter(chat);
        await foreach (var update in Gateway.Chat.GetStreamingResponseAsync(chat.Messages, chat.Options, TestContext.Current.CancellationToken))
        {
            if (update.RawRepresentation is WireBytes relayed)
            {
                writer.Relay(output, relayed, update);
            }
            else
            {
                writer.Write(output, update);
            }
        }

        writer.Complete(output);
    }

    /// <summary>Makes a message of a stream as Anthropic's SDKs do.</summary>
    public static JsonNode Accumulate(string stream)
    {
        JsonNode? message = null;
        var inputs = new Dictionary<int, StringBuilder>();
        foreach (var data in MessagesWire.Events(stream))
        {
            var index = data["index"]?.GetValue<int>() ?? 0;
            switch (data["type"]!.GetValue<string>())
            {
                case "message_start":
                    message = data["message"]!.DeepClone();
                    break;
                case "content_block_start":
                    Assert.Equal(message!["content"]!.AsArray().Count, index);
                    message["content"]!.AsArray().Add(data["content_block"]!.DeepClone());
                    break;
                case "content_block_delta":
                    Apply(message!["content"]![index]!.AsObject(), data["delta"]!, index, inputs);
                    break;
                case "content_block_stop" when inputs.Remove(index, out var input):
                    message!["content"]![index]!["input"] = JsonNode.Parse(input.Length == 0 ? "{}" : input.ToString());
                    break;
                case "message_delta":
                    foreach (var (name, value) in data["delta"]!.AsObject())
                    {
                        message![name] = value?.DeepClone();
                    }

                    foreach (var (name, value) in data["usage"]!.AsObject())
                    {
                        message!["usage"]![name] = value?.DeepClone();
                    }

                    break;
            }
        }

        return message!;
    }

    private static void Apply(JsonObject block, JsonNode delta, int index, Dictionary<int, StringBuilder> inputs)
    {
        switch (delta["type"]!.GetValue<string>())
        {
            case "text_delta":
                block["text"] = block["text"]!.GetValue<string>() + delta["text"]!.GetValue<string>();
                break;
            case "thinking_delta":
                block["thinking"] = block["thinking"]!.GetValue<string>() + delta["thinking"]!.GetValue<string>();
                break;
            case "signature_delta":
                block["signature"] = delta["signature"]!.GetValue<string>();
                break;
            case "citations_delta":
                if (block["citations"] is not JsonArray)
                {
                    block["citations"] = new JsonArray();
                }

                block["citations"]!.AsArray().Add(delta["citation"]!.DeepClone());
                break;
            case "input_json_delta":
                if (!inputs.TryGetValue(index, out var input))
                {
                    inputs[index] = input = new();
                }

                input.Append(delta["partial_json"]!.GetValue<string>());
                break;
        }
    }
}
