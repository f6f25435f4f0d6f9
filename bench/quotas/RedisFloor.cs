using StackExchange.Redis;

namespace Bench.Quotas;

/// <summary>The floor of Redis: two scripts that do one increment each, on a connection that all callers share.</summary>
internal sealed class RedisFloor(string address) : Contestant("floor: 2 EVALSHA of one INCRBY")
{
    private static readonly RedisKey[] Key = ["floor"];
    private static readonly RedisValue[] Up = [20];
    private static readonly RedisValue[] Down = [-13];
    private ConnectionMultiplexer _connection = null!;
    private IDatabase _database = null!;
    private byte[] _script = [];

    public override async Task OpenAsync()
    {
        _connection = await ConnectionMultiplexer.ConnectAsync(address);
        _database = _connection.GetDatabase();
        _script = await _connection.GetServers()[0].ScriptLoadAsync("return redis.call('INCRBY', KEYS[1], ARGV[1])");
    }

    public override async ValueTask PairAsync(int caller)
    {
        await _database.ScriptEvaluateAsync(_script, Key, Up);
        await _database.ScriptEvaluateAsync(_script, Key, Down);
    }

    public override async Task CheckAsync(long pairs)
    {
        var sum = (long)await _database.StringGetAsync(Key[0]);
        if (sum != pairs * 7)
        {
            throw new InvalidOperationException($"{Name}: {sum} for {pairs} pairs.");
        }
    }

    public override ValueTask DisposeAsync() => _connection.DisposeAsync();
}
