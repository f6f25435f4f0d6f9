using System.Text;
using StackExchange.Redis;

namespace Bench.Quotas;

/// <summary>
/// What the store's own two scripts take when nothing is around them: the same texts, keys and arguments on a connection that all callers
/// share. The difference to the store is what its checks, repetitions and results cost.
/// </summary>
internal sealed class RedisScriptsFloor(string address) : Contestant("floor: reserve and settle, bare")
{
    private const int Held = 20;
    private const int Actual = 7;
    private static readonly RedisValue Empty = RedisValue.EmptyString;
    private readonly RedisKey[][] _reserve = new RedisKey[256][];
    private readonly RedisKey[][] _settle = new RedisKey[256][];
    private ConnectionMultiplexer _connection = null!;
    private IDatabase _database = null!;
    private byte[] _reserveScript = [];
    private byte[] _settleScript = [];

    public override async Task OpenAsync()
    {
        _connection = await ConnectionMultiplexer.ConnectAsync(address);
        _database = _connection.GetDatabase();
        _reserveScript = await LoadAsync("ReserveOne", "Clock", "Holds", "Reserve");
        _settleScript = await LoadAsync("SettleOne", "Clock", "Holds", "Settle");
        for (var caller = 0; caller < 256; caller++)
        {
            var bucket = $"floor:{{b{caller % 64}}}:";
            RedisKey account = $"{bucket}a:token:{caller}";
            _reserve[caller] = [bucket + "i", bucket + "h", bucket + "k", account];
            _settle[caller] = [bucket + "i", bucket + "h", bucket + "k", bucket + "q", account];
            await _database.HashSetAsync(account, [new("s", 0), new("o", 0), new("l", 1L << 50)]);
        }
    }

    public override async ValueTask PairAsync(int caller)
    {
        RedisValue id = Guid.CreateVersion7().ToByteArray(bigEndian: true);
        var reserved = await _database.ScriptEvaluateAsync(_reserveScript, _reserve[caller], [id, Held, 600_000, Empty, Empty]);
        var settled = await _database.ScriptEvaluateAsync(_settleScript, _settle[caller], [id, Actual, 3_600_000, Empty, Empty, Empty]);
        if ((int)reserved != 1 || (int)settled != 1)
        {
            throw new InvalidOperationException($"{Name}: reserved {reserved}, settled {settled}.");
        }
    }

    public override async Task CheckAsync(long pairs)
    {
        var sum = 0L;
        for (var caller = 0; caller < 256; caller++)
        {
            sum += (long)await _database.HashGetAsync(_reserve[caller][3], "s");
        }

        if (sum != pairs * Actual)
        {
            throw new InvalidOperationException($"{Name}: {sum} for {pairs} pairs.");
        }
    }

    public override ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task<byte[]> LoadAsync(params string[] names)
    {
        var text = new StringBuilder();
        foreach (var name in names)
        {
            using var stream = typeof(OneApi.Client.RedisOptions).Assembly.GetManifestResourceStream($"OneApi.Client.Redis.Scripts.{name}.lua")!;
            using var reader = new StreamReader(stream);
            text.Append(await reader.ReadToEndAsync());
        }

        return await _connection.GetServers()[0].ScriptLoadAsync(text.ToString());
    }
}
