using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Testing;

namespace OneApi.Client.Tests.Gateway;

/// <summary>A stream of an OpenAI channel that breaks after <c>first second </c>, and other channels of the same model, tried in order.</summary>
internal sealed class ContinueScene : IAsyncDisposable
{
    public const string Model = "asked";
    public const string Delivered = "first second ";

    private readonly ServiceProvider _services;

    public ContinueScene(string[] others, Action<OneApiOptions>? configure = null)
    {
        First = FakeOpenAI.Start();
        First.Reply(new FakeReply { Chunks = ["first ", "second ", "third"] });
        First.Fault(Fault.CutStream(2));
        Others = Array.ConvertAll(others, static name => ContinueCase.Of(name).Start());
        for (var i = 0; i < others.Length; i++)
        {
            GoOn(Others[i], ContinueCase.Of(others[i]).Answer);
        }

        var services = new ServiceCollection();
        services.AddSingleton<IUsageObserver>(Usage);
        services.AddOneApi(options =>
        {
            options.Channels.Add(Channel("one", "openai", "gpt-4o-mini", First));
            for (var i = 0; i < others.Length; i++)
            {
                var wire = ContinueCase.Of(others[i]);
                var channel = Channel(others[i], wire.Provider, wire.Model, Others[i]);
                (channel.Protocol, channel.BaseUrl) = (wire.Protocol, Others[i].Url + wire.Base);
                options.Channels.Add(channel);
            }

            options.Groups["default"] = new() { Strategy = RoutingStrategies.Ordered, ContinueAfterCut = true };
            options.Failover.SameChannelRetries = 0;
            options.Prices[Model] = new() { Input = "2", Output = "10" };
            configure?.Invoke(options);
        });
        _services = services.BuildServiceProvider();
    }

    public FakeProvider First { get; }

    public FakeProvider[] Others { get; }

    public FakeProvider Other => Others[0];

    public UsageCollector Usage { get; } = new();

    public IServiceProvider Services => _services;

    /// <summary>Goes on with the beginning, and gives the whole answer to who asks afresh.</summary>
    public static void GoOn(FakeProvider fake, params string[] pieces) =>
        fake.Reply(request => new FakeReply { Chunks = ContinueCase.IsBeginning(request) ? pieces : ["first ", "second ", "third"], Usage = new() { InputTokens = 30, OutputTokens = 7 } });

    /// <summary>Refuses the beginning, and gives an answer to who asks afresh.</summary>
    public static void Refuse(FakeProvider fake, params string[] pieces) => fake.Reply(request => ContinueCase.IsBeginning(request)
        ? new FakeReply { StatusCode = 400, RawBody = """{"error":{"message":"The last message must not be of the assistant.","type":"invalid_request_error","param":"messages","code":null}}"""u8.ToArray() }
        : new FakeReply { Chunks = pieces });

    public Task<Answer> AskAsync(Action<OneApiChatOptions>? configure = null, params ChatMessage[] messages)
    {
        var options = new OneApiChatOptions { ModelId = Model };
        configure?.Invoke(options);
        return Answer.OfAsync(
            _services.GetRequiredService<IChatClient>(),
            streaming: true,
            messages.Length == 0 ? [new(ChatRole.User, "hello")] : messages,
            options,
            TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await First.DisposeAsync();
        foreach (var other in Others)
        {
            await other.DisposeAsync();
        }
    }

    private static ChannelConfig Channel(string name, string provider, string wireModel, FakeProvider fake) => new()
    {
        Name = name,
        Provider = provider,
        ApiKey = fake.ApiKey.Length == 0 ? null : fake.ApiKey,
        BaseUrl = fake.Url,
        Models = { Model },
        ModelMap = { [Model] = wireModel },
    };
}
