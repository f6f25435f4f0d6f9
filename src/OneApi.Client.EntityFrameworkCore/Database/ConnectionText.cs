using Microsoft.Data.Sqlite;
using Npgsql;

namespace OneApi.Client.EntityFrameworkCore.Database;

/// <summary>Reads what the options were given. What it says of errors never repeats the text: it holds a password perhaps.</summary>
internal static class ConnectionText
{
    public static string? ErrorOf(EntityFrameworkCoreOptions options) => options.Engine is DatabaseEngine.Postgres
        ? ErrorOfPostgres(options)
        : ErrorOfSqlite(options);

    /// <summary>Makes the connection string of a SQLite file; a relative path begins at the data folder.</summary>
    public static SqliteConnectionStringBuilder Sqlite(EntityFrameworkCoreOptions options)
    {
        // A path may hold an equals sign, but not these words before it.
        var text = options.Connection;
        var builder = IsConnectionString(text) ? new SqliteConnectionStringBuilder(text) : new SqliteConnectionStringBuilder { DataSource = text };
        builder.DataSource = Path.GetFullPath(builder.DataSource, Path.GetFullPath(options.DataFolder.Length == 0 ? "." : options.DataFolder));
        return builder;
    }

    /// <summary>Makes the connection string of PostgreSQL: the writer's few statements are prepared by themselves.</summary>
    public static string Postgres(EntityFrameworkCoreOptions options)
    {
        var builder = new NpgsqlConnectionStringBuilder(options.Connection);
        builder.MaxAutoPrepare = builder.MaxAutoPrepare == 0 ? 64 : builder.MaxAutoPrepare;
        return builder.ConnectionString;
    }

    private static string? ErrorOfPostgres(EntityFrameworkCoreOptions options)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(options.Connection);
            return string.IsNullOrEmpty(builder.Host)
                ? $"{options.ConnectionPlace}: the connection string names no host; use Host=…;Database=…;Username=…;Password=…."
                : null;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException)
        {
            return $"{options.ConnectionPlace}: the connection string can't be read; use Host=…;Database=…;Username=…;Password=….";
        }
    }

    private static string? ErrorOfSqlite(EntityFrameworkCoreOptions options)
    {
        try
        {
            var given = IsConnectionString(options.Connection) ? new SqliteConnectionStringBuilder(options.Connection) : new() { DataSource = options.Connection };
            if (given.Mode is SqliteOpenMode.Memory or SqliteOpenMode.ReadOnly || given.DataSource.Length == 0 || given.DataSource.Contains(":memory:", StringComparison.OrdinalIgnoreCase))
            {
                return $"{options.ConnectionPlace}: the database would not outlive the process or can't be written to; use the path of a file.";
            }

            var file = Sqlite(options).DataSource;
            return Directory.Exists(file) ? $"{options.ConnectionPlace}: the path is that of a folder; use the path of a file." : null;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or NotSupportedException)
        {
            return $"{options.ConnectionPlace}: the connection string can't be read; use the path of a file, or Data Source=….";
        }
    }

    private static bool IsConnectionString(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && text[..equals].Trim().ToUpperInvariant() is "DATA SOURCE" or "DATASOURCE" or "FILENAME" or "MODE" or "CACHE" or "PASSWORD" or "FOREIGN KEYS" or "DEFAULT TIMEOUT" or "POOLING" or "RECURSIVE TRIGGERS" or "VFS";
    }
}
