using System.Text;
using Microsoft.Extensions.Logging;
using OneApi.Client.Redis.Connection;
using OneApi.Client.Redis.Quotas;
using StackExchange.Redis;

namespace OneApi.Client.Redis.Authentication;

/// <summary>Tokens that providers issue, shared by all nodes. Redis sees them only sealed; they end there when they end at the provider.</summary>
internal sealed class RedisCredentialCache(RedisRunner runner, RedisOptions options, TimeProvider time, ILogger<RedisCredentialCache> logger) : ICredentialCache
{
    private static readonly RedisScript Forget = RedisScript.FromText("if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0");
    private readonly CredentialSeal _seal = new(options.CredentialKey!);

    public async ValueTask<IssuedCredential?> GetAsync(string key, CancellationToken cancellationToken)
    {
        var (credential, _) = await ReadAsync(key, cancellationToken).ConfigureAwait(false);
        return credential;
    }

    public async ValueTask SetAsync(string key, IssuedCredential credential, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentNullException.ThrowIfNull(credential);
        var left = credential.ExpiresAt - time.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            return; // it would end before anybody could use it
        }

        RedisValue sealedCredential = _seal.Seal(key, credential);
        await runner.RunAsync(database => database.StringSetAsync(NameOf(key), sealedCredential, left, flags: CommandFlags.DemandMaster), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask RemoveAsync(string key, IssuedCredential refused, CancellationToken cancellationToken)
    {
        var (credential, kept) = await ReadAsync(key, cancellationToken).ConfigureAwait(false);
        if (credential == refused)
        {
            await runner.EvaluateAsync(Forget, [NameOf(key)], [kept], cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<(IssuedCredential? Credential, RedisValue Kept)> ReadAsync(string key, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        var kept = await runner.RunAsync(database => database.StringGetAsync(NameOf(key), CommandFlags.DemandMaster), cancellationToken).ConfigureAwait(false);
        if ((byte[]?)kept is not { } bytes)
        {
            return default;
        }

        if (_seal.Open(key, bytes) is { } credential)
        {
            return (credential, kept);
        }

        Log.CredentialUnreadable(logger);
        return default;
    }

    private RedisKey NameOf(string key) => Encoding.UTF8.GetBytes($"{options.KeyPrefix}credential:{key}");
}
