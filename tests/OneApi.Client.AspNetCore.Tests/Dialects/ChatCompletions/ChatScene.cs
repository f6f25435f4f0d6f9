using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.AspNetCore.Dialects;
using OneApi.Client.Testing;

namespace OneApi.Client.AspNetCore.Tests.Dialects.ChatCompletions;

/// <summary>A dialect with a gateway and one channel behind it, without HTTP in front.</summary>
internal sealed class ChatScene : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly ChatDialect _dialect;

    public ChatScene(FakeProvider fake, string provider, ChatDialect? dialect = null, params (string Name, string Value)[] settings)
    {
        _dialect = dialect ?? ChatWire.Dialect;
        var values = new Dictionary<string, string?>
        {
            ["OneApi:Failover:SameChannelRetries"] = "0",
            ["OneApi:Channels:0:Name"] = "one",
            ["OneApi:Channels:0:Provider"] = provider,
            ["OneApi:Channels:0:ApiKey"] = fake.ApiKey,
            ["OneApi:Channels:0:SecretKey"] = provider is "hunyuan" or "wenxin" or "spark" ? fake.SecretKey : null,
            ["OneApi:Channels:0:AppId"] = provider == "spark" ? fake.AppId : null,
            ["OneApi:Channels:0:BaseUrl"] = fake.Url,
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

    /// <summary>Gets what the last call was warned of.</summary>
    public IReadOnlyList<string> Warnings { get; private set; } = [];

    /// <summary>Asks as the endpoint does, and gives the whole body of the answer.</summary>
    /// <param name="body">The request.</param>
    /// <param name="isRelayed">Whether the request may go on as it came.</param>
    public async Task<string> AskAsync(string body, bool isRelayed = false)
    {
        var chat = _dialect.Read(Encoding.UTF8.GetBytes(body));
        chat.Options.WireRequest = isRelayed ? new(_dialect.Wire!, chat.WireBody) : null;
        chat.Options.Progress = new();
        var output = new ArrayBufferWriter<byte>();
        await (chat.Streaming ? StreamAsync(chat, output) : AnswerAsync(chat, output));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private async Task AnswerAsync(ChatBody chat, ArrayBufferWriter<byte> output)
    {
        var response = await Gateway.Chat.GetResponseAsync(chat.Messages, chat.Options, TestContext.Current.CancellationToken);
        Warnings = [.. response.GetOneApiWarnings().Select(static warning => warning.ToString()!)];
        if (response.RawRepresentation is WireBytes relayed)
        {
            output.Write(relayed.Bytes.Span);
            return;
        }

        _dialect.WriteAnswer(output, response, chat);
    }

    private async Task StreamAsync(ChatBody chat, ArrayBufferWriter<byte> output)
    {
        var writer = _dialect.CreateEventWriter(chat);
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
}
