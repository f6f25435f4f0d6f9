using System.Globalization;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace OneApi.Client.Redis.Connection;

/// <summary>What must be right before money is kept in Redis: nothing is thrown out for want of memory, and all nodes use the same number of buckets.</summary>
internal sealed class ServerCheck(RedisOptions options, ILogger logger)
{
    public async Task CheckAsync(IConnectionMultiplexer multiplexer, IDatabase database)
    {
        var errors = new List<string>();
        foreach (var server in multiplexer.GetServers())
        {
            if (server.IsConnected)
            {
                await CheckServerAsync(server, errors).ConfigureAwait(false);
            }
        }

        if (errors.Count == 0)
        {
            await CheckBucketsAsync(database, errors).ConfigureAwait(false);
        }

        if (errors.Count > 0)
        {
            throw new InvalidOperationException(string.Join(Environment.NewLine, errors));
        }
    }

    private async Task CheckServerAsync(IServer server, List<string> errors)
    {
        var facts = await FactsAsync(server).ConfigureAwait(false);
        if (facts.GetValueOrDefault("role") == "slave")
        {
            return; // its own word: right after the connection the client does not know who is a replica
        }

        if (!facts.TryGetValue("maxmemory_policy", out var policy))
        {
            Log.PolicyUnknown(logger, $"{server.EndPoint}");
        }
        else if (policy != "noeviction")
        {
            errors.Add($"Redis {server.EndPoint}: maxmemory-policy is '{policy}'; set it to 'noeviction', or accounts vanish when memory runs short.");
        }

        if (facts.GetValueOrDefault("aof_enabled") == "0")
        {
            Log.NoAppendOnlyFile(logger, $"{server.EndPoint}");
        }

        if (server.ServerType is ServerType.Cluster && facts.GetValueOrDefault("connected_slaves") == "0")
        {
            Log.NoReplica(logger, $"{server.EndPoint}");
        }
    }

    private static async Task<Dictionary<string, string>> FactsAsync(IServer server)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var section in (string[])["memory", "persistence", "replication"])
        {
            foreach (var fact in (await server.InfoAsync(section).ConfigureAwait(false)).SelectMany(static group => group))
            {
                facts[fact.Key] = fact.Value;
            }
        }

        return facts;
    }

    private async Task CheckBucketsAsync(IDatabase database, List<string> errors)
    {
        var key = options.KeyPrefix + "buckets";
        var own = options.Buckets.ToString(CultureInfo.InvariantCulture);
        await database.StringSetAsync(key, own, when: When.NotExists, flags: CommandFlags.DemandMaster).ConfigureAwait(false);
        var kept = (string?)await database.StringGetAsync(key, CommandFlags.DemandMaster).ConfigureAwait(false);
        if (kept != own)
        {
            errors.Add($"OneApi:Redis:Buckets: is {own}, but the accounts under '{options.KeyPrefix}' are spread over {kept}; use {kept}, or another KeyPrefix.");
        }
    }
}
