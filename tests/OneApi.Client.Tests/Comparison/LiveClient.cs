using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Tests.Comparison;

/// <summary>A provider whose answer the test speaks, piece by piece, while the call runs. Each piece is heard by one of the calls that run.</summary>
internal sealed class LiveClient : IChatClient
{
    private readonly Channel<object> _steps = Channel.CreateUnbounded<object>();
    private int _calls;

    public int Calls => _calls;

    public ChatOptions? Options { get; private set; }

    /// <summary>Gets what is done when a call has begun.</summary>
    public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets what is done when a call was cancelled.</summary>
    public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LiveClient Say(params string[] texts)
    {
        foreach (var text in texts)
        {
            _steps.Writer.TryWrite(text);
        }

        return this;
    }

    /// <summary>Gives one of the calls that run a whole answer.</summary>
    public LiveClient Answer(string text, int input, int output)
    {
        _steps.Writer.TryWrite((text, new UsageDetails { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = input + output }));
        return this;
    }

    public LiveClient Fail(Exception error)
    {
        _steps.Writer.TryWrite(error);
        return this;
    }

    /// <summary>Ends the answer, with what the provider reports.</summary>
    public LiveClient End(int input = 0, int output = 0)
    {
        if (input > 0)
        {
            _steps.Writer.TryWrite(new UsageDetails { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = input + output });
        }

        _steps.Writer.TryWrite(this);
        return this;
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _calls);
        Options = options;
        Asked.TrySetResult();
        try
        {
            while (true)
            {
                switch (await _steps.Reader.ReadAsync(cancellationToken))
                {
                    case string text:
                        yield return new(ChatRole.Assistant, text) { ResponseId = "r", MessageId = "r" };
                        break;
                    case (string text, UsageDetails usage):
                        yield return new(ChatRole.Assistant, [new TextContent(text), new UsageContent(usage)]) { ResponseId = "r", MessageId = "r", FinishReason = ChatFinishReason.Stop };
                        yield break;
                    case UsageDetails usage:
                        yield return new(ChatRole.Assistant, [new UsageContent(usage)]) { ResponseId = "r", MessageId = "r", FinishReason = ChatFinishReason.Stop };
                        break;
                    case Exception error:
                        throw error;
                    default:
                        yield break;
                }
            }
        }
        finally
        {
            if (cancellationToken.IsCancellationRequested)
            {
                Cancelled.TrySetResult();
            }
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
