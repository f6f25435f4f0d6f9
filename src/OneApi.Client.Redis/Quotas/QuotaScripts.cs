using OneApi.Client.Redis.Connection;

namespace OneApi.Client.Redis.Quotas;

/// <summary>The scripts of the quota store.</summary>
internal static class QuotaScripts
{
    public static RedisScript Reserve { get; } = RedisScript.Load("ReserveOne", "Clock", "Holds", "Reserve");

    public static RedisScript Settle { get; } = RedisScript.Load("SettleOne", "Clock", "Holds", "Settle");

    public static RedisScript Release { get; } = RedisScript.Load("Clock", "Holds", "Release");

    public static RedisScript Extend { get; } = RedisScript.Load("Clock", "Holds", "Extend");

    public static RedisScript Adjust { get; } = RedisScript.Load("Clock", "Holds", "Adjust");

    public static RedisScript Get { get; } = RedisScript.Load("Clock", "Holds", "Get");

    public static RedisScript Reap { get; } = RedisScript.Load("Clock", "Holds", "Reap");
}
