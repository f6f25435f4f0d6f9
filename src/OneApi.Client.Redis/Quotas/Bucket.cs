using System.Globalization;
using System.Text;
using StackExchange.Redis;

namespace OneApi.Client.Redis.Quotas;

/// <summary>One of the hash slots that accounts are spread over, and the names of its keys. None of them ever expires, but for those of rate limits.</summary>
internal sealed class Bucket
{
    private readonly RedisKey _account;
    private readonly RedisKey _entries;
    private readonly RedisKey _window;
    private readonly RedisKey _running;

    public Bucket(string keyPrefix, int number)
    {
        var prefix = string.Create(CultureInfo.InvariantCulture, $"{keyPrefix}{{b{number}}}:");
        Number = number;
        Self = [number];
        Ids = Key(prefix + "i");
        Holds = Key(prefix + "h"); // the scripts take the prefix of an account's key from this one
        Names = Key(prefix + "k");
        Stream = Key(prefix + "q");
        Aside = Key(prefix + "unreadable");
        _account = Key(prefix + "a:");
        _entries = Key(prefix + "e:");
        _window = Key(prefix + "w:");
        _running = Key(prefix + "c:");
    }

    public int Number { get; }

    /// <summary>Gets the list of this bucket alone, so that it need not be made for each reservation.</summary>
    public int[] Self { get; }

    /// <summary>Gets the sorted set of reservations' ids, open and ended.</summary>
    public RedisKey Ids { get; }

    /// <summary>Gets the hash of open holds.</summary>
    public RedisKey Holds { get; }

    /// <summary>Gets the set of the accounts' names.</summary>
    public RedisKey Names { get; }

    /// <summary>Gets the stream of usage records on their way to the ledger.</summary>
    public RedisKey Stream { get; }

    /// <summary>Gets the stream of what could not be read.</summary>
    public RedisKey Aside { get; }

    public RedisKey Account(string name) => ((RedisKey)name).Prepend(_account);

    /// <summary>The hash of the changes of an account's limit.</summary>
    public RedisKey Entries(string name) => ((RedisKey)name).Prepend(_entries);

    /// <summary>The window of a rate limit's scope.</summary>
    public RedisKey Window(string scope) => ((RedisKey)scope).Prepend(_window);

    /// <summary>The running calls of a rate limit's scope.</summary>
    public RedisKey Running(string scope) => ((RedisKey)scope).Prepend(_running);

    private static RedisKey Key(string text) => Encoding.UTF8.GetBytes(text);
}
