namespace OneApi.Client.EntityFrameworkCore.Database;

/// <summary>PostgreSQL's own clock.</summary>
internal static class PostgresClock
{
    /// <summary>The server's clock in UTC ticks; it goes on inside a transaction.</summary>
    public const string Ticks = "((extract(epoch from clock_timestamp()) * 1000000)::bigint * 10 + 621355968000000000)";
}
