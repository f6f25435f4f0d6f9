using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Testing;

namespace OneApi.Client.Conformance.Tests;

/// <summary>A gateway with one channel to the subject's fake.</summary>
internal sealed class Gateway : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public Gateway(Subject subject)
    {
        Subject = subject;
        Fake = subject.Start(new());
        var services = new ServiceCollection();
        services.AddOneApi(options =>
        {
            options.Failover.SameChannelRetries = 0;
            options.Channels.Add(subject.ChannelTo(Fake));
        });
        _services = services.BuildServiceProvider();
    }

    public static CancellationToken Bound => TestContext.Current.CancellationToken;

    public Subject Subject { get; }

    public FakeProvider Fake { get; }

    public IChatClient Chat => _services.GetRequiredService<IChatClient>();

    public IEmbeddingGenerator<string, Embedding<float>> Embeddings => _services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();

    /// <summary>Gets the text of every request that reached the fake's chat endpoint, in order.</summary>
    public string[] Sent => [.. Fake.Requests.Where(IsCall).Select(static request => System.Text.Encoding.UTF8.GetString(request.Body.Span))];

    /// <summary>Tells a call from a request for a token, which has no body, or names an action in its address (Volcengine's control plane).</summary>
    public static bool IsCall(FakeRequest request) => request.Body.Length > 0 && !request.Query.ContainsKey("Action");

    public Task<Answer> AskAsync(bool streaming, string text = "hello", ChatOptions? options = null) => AskAsync(streaming, [new(ChatRole.User, text)], options);

    public Task<Answer> AskAsync(bool streaming, IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken? cancellationToken = null)
    {
        options ??= new();
        options.ModelId ??= Subject.Model;
        return Answer.OfAsync(Chat, streaming, messages, options, cancellationToken ?? Bound);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Fake.DisposeAsync();
    }
}
