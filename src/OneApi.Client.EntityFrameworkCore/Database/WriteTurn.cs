namespace OneApi.Client.EntityFrameworkCore.Database;

/// <summary>The right to write to the SQLite file within this process, first come first served: its own lock has no queue.</summary>
internal sealed class WriteTurn : IDisposable
{
    private readonly SemaphoreSlim _free = new(1, 1);

    public async ValueTask<Leaving> EnterAsync(CancellationToken cancellationToken = default)
    {
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new(_free);
    }

    public void Dispose() => _free.Dispose();

    internal readonly struct Leaving(SemaphoreSlim? free) : IDisposable
    {
        public void Dispose() => free?.Release();
    }
}
