using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Tests.Telemetry;

namespace OneApi.Client.Tests.Gateway;

/// <summary>Existing clients as channels: the same gate, the same failover, the same spans.</summary>
public sealed class ClientChannelTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_WhenTheClientThrows_MovesOn(bool streaming)
    {
        await using var services = Services(new ScriptedClient((Func<string>)(static () => throw new HttpRequestException("down"))), new ScriptedClient("good"));

        var answer = await AskAsync(services, streaming);

        Assert.Equal("good", answer.Text);
        Assert.Equal([OneApiErrorKind.ProviderUnavailable, null], answer.Trace.Attempts.Select(static attempt => attempt.ErrorKind));
    }

    [Fact]
    public async Task Stream_ThatSaidOnlyItsRole_HasNotCommitted()
    {
        await using var services = Services(new ScriptedClient("", (Func<string>)(static () => throw new IOException("cut"))), new ScriptedClient("good"));

        var answer = await AskAsync(services, streaming: true);

        Assert.Equal("good", answer.Text);
        Assert.Equal(["good"], answer.Updates.Where(static update => update.GetOneApiTrace() is null).Select(static update => update.Text));
    }

    [Fact]
    public async Task Stream_ThatSaidSomethingElse_CannotBeTakenOver()
    {
        var second = new ScriptedClient("good");
        await using var services = Services(new ScriptedClient("bad", (Func<string>)(static () => throw new IOException("cut"))), second);

        var answer = await AskAsync(services, streaming: true);

        Assert.Equal("bad", answer.Failure.PartialText);
        Assert.Equal(1, second.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_WhenTheClientSaysNothing_MovesOn(bool streaming)
    {
        await using var services = Services(new ScriptedClient(""), new ScriptedClient("good"));

        var answer = await AskAsync(services, streaming);

        Assert.Equal("good", answer.Text);
        Assert.Equal(OneApiErrorKind.EmptyResponse, answer.Trace.Attempts[0].ErrorKind);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_HandsOnPlainOptionsWithTheChannelsModel(bool streaming)
    {
        var client = new ScriptedClient("good");
        await using var services = Services(client);
        var options = new OneApiChatOptions { ModelId = "asked", EndUser = "ann", Temperature = 0.5f };

        await Answer.OfAsync(services.GetRequiredService<IChatClient>(), streaming, [new(ChatRole.User, "hello")], options, Scenario.Bound);

        Assert.Equal("asked", client.Options!.ModelId);
        Assert.Equal(0.5f, client.Options.Temperature);
        Assert.IsNotAssignableFrom<OneApiChatOptions>(client.Options);
        Assert.IsNotAssignableFrom<OneApiChatOptions>(client.Options.Clone());
    }

    /// <summary>The consumer's code runs between two updates with an activity of its own; what the channel does next still belongs to the attempt.</summary>
    [Fact]
    public async Task Stream_RunsInsideItsAttemptsSpanAtEveryStep()
    {
        var client = new ScriptedClient("one", "two", "three");
        await using var services = Services(client);
        using var recording = new Recording(
            Assert.IsType<ActivitySource>(services.GetRequiredService<IChatClient>().GetService(typeof(ActivitySource))),
            services.GetRequiredService<IMeterFactory>());

        var answer = await AskAsync(services, streaming: true);

        Assert.Equal("onetwothree", answer.Text);
        Assert.Equal(Enumerable.Repeat<ActivitySpanId?>(Assert.Single(recording.Attempts).SpanId, 3), client.Spans);
    }

    private static Task<Answer> AskAsync(ServiceProvider services, bool streaming) =>
        Answer.OfAsync(services.GetRequiredService<IChatClient>(), streaming, [new(ChatRole.User, "hello")], new() { ModelId = "m" }, Scenario.Bound);

    private static ServiceProvider Services(params ScriptedClient[] clients)
    {
        var services = new ServiceCollection();
        var builder = services.AddOneApi(static options =>
        {
            options.Groups["default"] = new() { Strategy = RoutingStrategies.Ordered };
            options.Failover.SameChannelRetries = 0;
        });
        for (var i = 0; i < clients.Length; i++)
        {
            var client = clients[i];
            builder.AddChannel("client " + i, _ => client);
        }

        return services.BuildServiceProvider();
    }

    /// <summary>Says texts, one update each; a step may also throw.</summary>
    private sealed class ScriptedClient(params object[] steps) : IChatClient
    {
        public int Calls { get; private set; }

        public ChatOptions? Options { get; private set; }

        public List<ActivitySpanId?> Spans { get; } = [];

        public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            Calls++;
            Options = options;
            foreach (var step in steps)
            {
                await Task.Yield();
                Spans.Add(Activity.Current?.SpanId);
                if (step is Func<string> thrower)
                {
                    thrower();
                }

                yield return new(ChatRole.Assistant, step as string) { ResponseId = "r", MessageId = "r" };
            }
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
