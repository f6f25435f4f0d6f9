namespace OneApi.Client.Tests.Transport;

/// <summary>Gives its bytes in slices of given sizes, some at once and some after going away.</summary>
internal sealed class SlicedStream(byte[] bytes, int[] slices) : MemoryStream(bytes)
{
    private int _reads;

    public Exception? Failure { get; init; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var slice = slices[_reads % slices.Length];
        if (_reads++ % 3 == 2)
        {
            await Task.Yield();
        }

        if (Failure is not null && Position == Length)
        {
            throw Failure;
        }

        return Read(buffer.Span[..Math.Min(slice, buffer.Length)]);
    }
}
