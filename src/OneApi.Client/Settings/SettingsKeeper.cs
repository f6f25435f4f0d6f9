using OneApi.Client.Channels;

namespace OneApi.Client.Settings;

/// <summary>Keeps what is in force in step with the store: one change after the other.</summary>
internal sealed class SettingsKeeper(IChannelStore store, StoredOptions stored, ChannelRegistry registry) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    public IChannelStore Store => store;

    public StoredOptions Stored => stored;

    public ChannelRegistry Registry => registry;

    /// <summary>Runs a change that nobody else's can come between here.</summary>
    public async ValueTask<T> InTurnAsync<T>(Func<ValueTask<T>> change, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await change().ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Takes up what others have changed.</summary>
    public ValueTask<bool> FollowAsync(CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            if (await store.GetVersionAsync(cancellationToken).ConfigureAwait(false) == stored.Current.Version)
            {
                return false;
            }

            await TakeUpAsync(cancellationToken).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    /// <summary>Puts what the store holds in force.</summary>
    public async ValueTask TakeUpAsync(CancellationToken cancellationToken)
    {
        stored.Current = await store.ListAsync(cancellationToken).ConfigureAwait(false);
        registry.Reload();
    }

    public void Dispose() => _turn.Dispose();
}
