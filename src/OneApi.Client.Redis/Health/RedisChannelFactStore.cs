using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using OneApi.Client.Health;
using OneApi.Client.Redis.Connection;
using StackExchange.Redis;

namespace OneApi.Client.Redis.Health;

/// <summary>What is definitely known of channels: one hash for all nodes, and a sorted set of when its words may go. Both are in one hash slot.</summary>
internal sealed class RedisChannelFactStore : IChannelFactStore
{
    private static readonly RedisScript Put = RedisScript.Load("Clock", "Facts", "FactPut");
    private static readonly RedisScript List = RedisScript.Load("Clock", "Facts", "FactList");
    private readonly RedisRunner _runner;
    private readonly ILogger<RedisChannelFactStore> _logger;
    private readonly RedisKey[] _keys;

    public RedisChannelFactStore(RedisRunner runner, RedisOptions options, ILogger<RedisChannelFactStore> logger)
    {
        _runner = runner;
        _logger = logger;
        _keys = [Name(options, "facts"), Name(options, "ends")];
    }

    public async ValueTask PutAsync(ChannelFact fact, DateTimeOffset now, CancellationToken cancellationToken)
    {
        FactRules.Check(fact);
        RedisValue[] values =
        [
            FactRules.PlaceOf(fact),
            (int)fact.Reason,
            Milliseconds(FactRules.AgeOf(fact, now)),
            Milliseconds(now - fact.Since),
            fact.Until is { } until ? Milliseconds(until - now) : RedisValue.EmptyString,
            FactRules.EndOf(fact) is { } end ? Milliseconds(end - now) : RedisValue.EmptyString,
            JsonSerializer.SerializeToUtf8Bytes(new FactText(fact.Channel, fact.Key, fact.Note), FactJsonContext.Default.FactText),
        ];
        await _runner.WriteAsync(Put, _keys, values, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<ChannelFacts> ListAsync(CancellationToken cancellationToken)
    {
        var result = await _runner.EvaluateAsync(List, _keys, [], cancellationToken).ConfigureAwait(false);
        var words = (RedisValue[])result[1]!;
        var facts = new List<ChannelFact>(words.Length);
        var unreadable = 0;
        foreach (var word in words)
        {
            if (Read((byte[])word!) is { } fact)
            {
                facts.Add(fact);
            }
            else
            {
                unreadable++;
            }
        }

        if (unreadable > 0)
        {
            Log.FactsUnreadable(_logger, unreadable);
        }

        return new(At((long)result[0]), facts);
    }

    /// <summary>Null when another version of the package has written it otherwise.</summary>
    private static ChannelFact? Read(byte[] word)
    {
        var first = word.AsSpan().IndexOf((byte)'|');
        var second = first < 0 ? -1 : word.AsSpan(first + 1).IndexOf((byte)'|');
        if (second < 0)
        {
            return null;
        }

        try
        {
            var times = Encoding.ASCII.GetString(word, 0, first).Split(' ');
            var text = JsonSerializer.Deserialize(word.AsSpan(first + second + 2), FactJsonContext.Default.FactText)!;
            return new()
            {
                Channel = text.Channel,
                Key = text.Key,
                Note = text.Note,
                Reason = (HealthReason)int.Parse(word.AsSpan(first + 1, second), CultureInfo.InvariantCulture),
                SaidAt = At(long.Parse(times[0], CultureInfo.InvariantCulture)),
                Since = At(long.Parse(times[1], CultureInfo.InvariantCulture)),
                Until = times[2].Length == 0 ? null : At(long.Parse(times[2], CultureInfo.InvariantCulture)),
            };
        }
        catch (Exception error) when (error is JsonException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private static DateTimeOffset At(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));

    private static long Milliseconds(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMillisecond;

    private static RedisKey Name(RedisOptions options, string name) => Encoding.UTF8.GetBytes($"{options.KeyPrefix}{{channels}}:{name}");
}
