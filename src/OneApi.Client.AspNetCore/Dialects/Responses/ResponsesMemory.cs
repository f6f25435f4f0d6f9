using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Dialects.Responses;

/// <summary>
/// Remembers for a while what was answered, item by item, for whoever was answered: clients refer to items by their ids in the turns that follow.
/// Another caller's item is none. What can't be remembered is no fault of the call.
/// </summary>
internal sealed class ResponsesMemory(IDistributedCache cache, TimeSpan life, TimeProvider time, ILogger<ResponsesMemory> logger)
{
    /// <summary>How long the end of an answer waits for the cache.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private const string Prefix = "oneapi:item:";

    /// <summary>Never fails, and is not stopped by whatever ends the call: the answer is there, and paid for.</summary>
    public async ValueTask KeepAsync(string? caller, IReadOnlyList<(string Id, byte[] Item)> items)
    {
        using var end = new CancellationTokenSource(Patience, time);
        try
        {
            foreach (var (id, item) in items)
            {
                await cache.SetAsync(KeyOf(caller, id), item, new() { AbsoluteExpirationRelativeToNow = life }, end.Token).WaitAsync(end.Token).ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // a cache may throw anything
        catch (Exception error)
#pragma warning restore CA1031
        {
            Log.NotRemembered(logger, error);
        }
    }

    /// <exception cref="EndpointException">The cache can't be reached: another try may find it.</exception>
    public async ValueTask<byte[]?> FindAsync(string? caller, string id, CancellationToken cancellationToken)
    {
        try
        {
            return await cache.GetAsync(KeyOf(caller, id), cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // a cache may throw anything
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.NotRecalled(logger, error);
            throw new EndpointException(new(503, "server_error", "items_unavailable", "What was answered before can't be looked up at this moment; try again, or send the items themselves.") { ShouldRetry = true });
        }
    }

    /// <summary>Neither a caller nor an id of his making can reach another key.</summary>
    private static string KeyOf(string? caller, string id) =>
        Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{caller?.Length ?? -1}:{caller}{id}")));
}
