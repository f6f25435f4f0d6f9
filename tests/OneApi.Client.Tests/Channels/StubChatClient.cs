using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Tests.Channels;

/// <summary>An existing client whose answers a test decides; it keeps what it was asked.</summary>
internal sealed class StubChatClient(string name = "stub") : IChatClient
{
    private readonly Lock _lock = new();
    private readonly List<ChatOptions?> _options = [];

    /// <summary>Gets or sets what a whole call gives; the token is the one that the client was called with.</summary>
    public Func<ChatOptions?, CancellationToken, Task<ChatResponse>> Answer { get; set; } = (_, _) => Task.FromResult(Say("from " + name));

    /// <summary>Gets or sets what a stream gives; by default the whole answer in one update.</summary>
    public Func<ChatOptions?, CancellationToken, IAsyncEnumerable<ChatResponseUpdate>>? Stream { get; set; }

    public ChatClientMetadata Metadata { get; set; } = new(name, new Uri("https://stub.example/v1"), name + "-model");

    public int Calls
    {
        get
        {
            lock (_lock)
            {
                return _options.Count;
            }
        }
    }

    public ChatOptions? LastOptions
    {
        get
        {
            lock (_lock)
            {
                return _options.Count == 0 ? null : _options[^1];
            }
        }
    }

    public static ChatResponse Say(string text) => new(new ChatMessage(ChatRole.Assistant, text)) { FinishReason = ChatFinishReason.Stop };

    public static StubChatClient Failing(Func<Exception> error) => new() { Answer = (_, _) => throw error() };

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Note(options);
        return Answer(options, cancellationToken);
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Note(options);
        var updates = Stream?.Invoke(options, cancellationToken)
            ?? (await Answer(options, cancellationToken)).ToChatResponseUpdates().ToAsyncEnumerable();
        await foreach (var update in updates.WithCancellation(cancellationToken))
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType == typeof(ChatClientMetadata) ? Metadata : serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private void Note(ChatOptions? options)
    {
        lock (_lock)
        {
            _options.Add(options);
        }
    }
}
