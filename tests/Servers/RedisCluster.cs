using System.Diagnostics;
using System.Globalization;

namespace OneApi.Client.Tests.Servers;

/// <summary>A Redis Cluster of six own nodes on loopback: three primaries with one replica each, and append-only files.</summary>
internal sealed class RedisCluster : IAsyncDisposable
{
    private static readonly TimeSpan SettleLimit = TimeSpan.FromSeconds(30);
    private readonly RedisServer[] _nodes;

    private RedisCluster(RedisServer[] nodes) => _nodes = nodes;

    public static bool IsInstalled => RedisServer.IsInstalled;

    public IReadOnlyList<RedisServer> Nodes => _nodes;

    /// <summary>Gets the URLs of all nodes, separated by commas.</summary>
    public string Url => string.Join(',', _nodes.Select(static node => node.Url));

    public static async Task<RedisCluster> StartAsync(int nodeTimeoutMilliseconds = 700)
    {
        var nodes = new RedisServer[6];
        for (var i = 0; i < nodes.Length; i++)
        {
            nodes[i] = await RedisServer.StartAsync(
                appendOnly: true,
                "--cluster-enabled", "yes",
                "--cluster-config-file", "nodes.conf",
                "--cluster-node-timeout", nodeTimeoutMilliseconds.ToString(CultureInfo.InvariantCulture),
                "--cluster-replica-validity-factor", "0",
                "--cluster-require-full-coverage", "no",
                "--cluster-allow-replica-migration", "no");
        }

        var cluster = new RedisCluster(nodes);
        var answer = await nodes[0].CommandAsync(["--cluster", "create", .. nodes.Select(static node => node.Address), "--cluster-replicas", "1", "--cluster-yes"]);
        if (!answer.Contains("All 16384 slots covered", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("The cluster could not be created: " + answer);
        }

        await cluster.WaitUntilWholeAsync();
        return cluster;
    }

    /// <summary>Waits until every node sees all slots served, and each primary has its replica.</summary>
    public async Task WaitUntilWholeAsync()
    {
        var started = Stopwatch.GetTimestamp();
        while (!await IsWholeAsync())
        {
            if (Stopwatch.GetElapsedTime(started) > SettleLimit)
            {
                throw new InvalidOperationException("The cluster did not become whole: " + await Running().CommandAsync("CLUSTER", "NODES"));
            }

            await Task.Delay(50);
        }
    }

    public async Task<IReadOnlyList<RedisServer>> PrimariesAsync() => await ByRoleAsync("role:master");

    /// <summary>The node that replicates a primary.</summary>
    public async Task<RedisServer> ReplicaOfAsync(RedisServer primary)
    {
        foreach (var node in await ByRoleAsync("role:slave"))
        {
            if ((await node.CommandAsync("INFO", "replication")).Contains($"master_port:{primary.Port}", StringComparison.Ordinal))
            {
                return node;
            }
        }

        throw new InvalidOperationException($"The primary on port {primary.Port} has no replica.");
    }

    /// <summary>Moves a slot with all its keys from its primary to another one.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="from">Its primary.</param>
    /// <param name="to">The other one.</param>
    /// <param name="halfway">Runs when the first key has moved, and the others have not.</param>
    public async Task MoveSlotAsync(int slot, RedisServer from, RedisServer to, Func<Task> halfway)
    {
        var number = slot.ToString(CultureInfo.InvariantCulture);
        var (source, target) = (await from.CommandAsync("CLUSTER", "MYID"), await to.CommandAsync("CLUSTER", "MYID"));
        await DoAsync(to, "CLUSTER", "SETSLOT", number, "IMPORTING", source);
        await DoAsync(from, "CLUSTER", "SETSLOT", number, "MIGRATING", target);
        for (var moved = 0; ; moved++)
        {
            var keys = (await from.CommandAsync("CLUSTER", "GETKEYSINSLOT", number, "100")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            if (keys.Length == 0)
            {
                break;
            }

            if (moved == 1)
            {
                await halfway();
            }

            // One key at a time: calls meet a slot whose keys are on both sides.
            await from.CommandAsync("MIGRATE", "127.0.0.1", to.Port.ToString(CultureInfo.InvariantCulture), keys[0].Trim(), "0", "5000");
        }

        await DoAsync(to, "CLUSTER", "SETSLOT", number, "NODE", target);
        await DoAsync(from, "CLUSTER", "SETSLOT", number, "NODE", target);
    }

    public async Task<IReadOnlyDictionary<int, RedisServer>> OwnersAsync(IEnumerable<int> slots)
    {
        var owners = new Dictionary<int, RedisServer>();
        var ranges = new List<(int From, int To, RedisServer Node)>();
        foreach (var line in (await Running().CommandAsync("CLUSTER", "NODES")).Split('\n'))
        {
            var fields = line.Trim().Split(' ');
            if (fields.Length > 8 && fields[2].Contains("master", StringComparison.Ordinal))
            {
                var port = fields[1].Split('@')[0].Split(':')[^1];
                var node = _nodes.First(node => node.Port.ToString(CultureInfo.InvariantCulture) == port);
                foreach (var range in fields.Skip(8).Where(static range => !range.StartsWith('[')))
                {
                    var ends = range.Split('-');
                    ranges.Add((int.Parse(ends[0], CultureInfo.InvariantCulture), int.Parse(ends[^1], CultureInfo.InvariantCulture), node));
                }
            }
        }

        foreach (var slot in slots)
        {
            owners[slot] = ranges.First(range => range.From <= slot && slot <= range.To).Node;
        }

        return owners;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }
    }

    private static async Task DoAsync(RedisServer node, params string[] command)
    {
        var answer = await node.CommandAsync(command);
        if (answer != "OK")
        {
            throw new InvalidOperationException($"{string.Join(' ', command)} on port {node.Port}: {answer}");
        }
    }

    private RedisServer Running() => _nodes.First(static node => node.IsRunning);

    private async Task<IReadOnlyList<RedisServer>> ByRoleAsync(string role)
    {
        var found = new List<RedisServer>();
        foreach (var node in _nodes.Where(static node => node.IsRunning))
        {
            if ((await node.CommandAsync("INFO", "replication")).Contains(role, StringComparison.Ordinal))
            {
                found.Add(node);
            }
        }

        return found;
    }

    private async Task<bool> IsWholeAsync()
    {
        foreach (var node in _nodes)
        {
            var info = node.IsRunning ? await node.CommandAsync("CLUSTER", "INFO") : string.Empty;
            if (!info.Contains("cluster_state:ok", StringComparison.Ordinal) || !info.Contains("cluster_slots_ok:16384", StringComparison.Ordinal) || !info.Contains("cluster_known_nodes:6", StringComparison.Ordinal))
            {
                return false;
            }

            var replication = await node.CommandAsync("INFO", "replication");
            var isWell = replication.Contains("role:master", StringComparison.Ordinal)
                ? replication.Contains("state=online", StringComparison.Ordinal)
                : replication.Contains("master_link_status:up", StringComparison.Ordinal);
            if (!isWell)
            {
                return false;
            }
        }

        return true;
    }
}
