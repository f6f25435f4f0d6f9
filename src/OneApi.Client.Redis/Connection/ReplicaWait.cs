using System.Globalization;
using System.Net;
using StackExchange.Redis;

namespace OneApi.Client.Redis.Connection;

/// <summary>
/// Asks a primary how many replicas have everything that was written so far. WAIT holds its connection up, so all who wait at the same time
/// share one: whoever comes while one runs takes part in the next.
/// </summary>
internal sealed class ReplicaWait(TimeSpan timeout, int replicas)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<EndPoint, (Task<int> Running, Task<int>? Next)> _waits = [];

    public int Replicas => replicas;

    public Task<int> ConfirmAsync(IServer server)
    {
        lock (_gate)
        {
            if (!_waits.TryGetValue(server.EndPoint, out var waits) || waits.Running.IsCompleted && waits.Next is null or { IsCompleted: true })
            {
                waits = (AskAsync(server), null);
                _waits[server.EndPoint] = waits;
                return waits.Running;
            }

            if (waits.Next is null)
            {
                waits = (waits.Running, AskAfterAsync(waits.Running, server));
                _waits[server.EndPoint] = waits;
            }

            return waits.Next!;
        }
    }

    private async Task<int> AskAfterAsync(Task<int> running, IServer server)
    {
        await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        lock (_gate)
        {
            _waits[server.EndPoint] = (_waits[server.EndPoint].Next!, null); // from here on others join the one after this
        }

        return await AskAsync(server).ConfigureAwait(false);
    }

    private async Task<int> AskAsync(IServer server) =>
        (int)await server.ExecuteAsync("WAIT", replicas.ToString(CultureInfo.InvariantCulture), ((long)timeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture)).ConfigureAwait(false);
}
