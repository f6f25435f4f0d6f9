namespace OneApi.Client.Gateway;

/// <summary>The door of streams: an attempt goes up to the first content.</summary>
internal sealed class StreamDoor : ICallDoor<ChatCall, OpenedStream>
{
    public static readonly StreamDoor Instance = new();

    public ValueTask<OpenedStream> TryAsync(ChatCall call, Attempt attempt) => OpenedStream.OpenAsync(call, attempt);

    public ValueTask DiscardAsync(OpenedStream result) => result.CloseAsync();
}
