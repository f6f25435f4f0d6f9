using System.Collections.Concurrent;

namespace OneApi.Client.Authentication;

/// <summary>Keeps issued tokens in this process. Keys are as many as channels have, so nothing needs to be thrown out.</summary>
internal sealed class MemoryCredentialCache : ICredentialCache
{
    private readonly ConcurrentDictionary<string, IssuedCredential> _credentials = new(StringComparer.Ordinal);

    public ValueTask<IssuedCredential?> GetAsync(string key, CancellationToken cancellationToken) => new(_credentials.GetValueOrDefault(key));

    public ValueTask SetAsync(string key, IssuedCredential credential, CancellationToken cancellationToken)
    {
        _credentials[key] = credential;
        return ValueTask.CompletedTask;
    }

    /// <summary>Forgets whatever is kept.</summary>
    public ValueTask DropAsync(string key)
    {
        _credentials.TryRemove(key, out _);
        return ValueTask.CompletedTask;
    }

    public ValueTask RemoveAsync(string key, IssuedCredential refused, CancellationToken cancellationToken)
    {
        _credentials.TryRemove(new(key, refused));
        return ValueTask.CompletedTask;
    }
}
