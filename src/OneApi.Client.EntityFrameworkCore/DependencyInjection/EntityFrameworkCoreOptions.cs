using OneApi.Client.EntityFrameworkCore.Database;

namespace OneApi.Client;

/// <summary>Where quotas, the usage ledger and access tokens are kept: by the section <c>OneApi:Store</c> of the gateway's configuration, and by code, which has the last word. Without a choice that is the SQLite file <c>oneapi.db</c>. Read at start only.</summary>
public sealed class EntityFrameworkCoreOptions
{
    /// <summary>The name of the SQLite file when none was chosen.</summary>
    public const string DefaultFile = "oneapi.db";

    /// <summary>Gets or sets the folder that a SQLite file with a relative path lies in. It is made when it is missing.</summary>
    /// <value>The default is empty: the current folder of the process.</value>
    public string DataFolder { get; set; } = "";

    /// <summary>Gets or sets a value indicating whether missing tables and columns are made at start. Several processes may start at once.</summary>
    /// <value>The default is <see langword="true"/>. With <see langword="false"/> a database that is not up to date stops the start.</value>
    public bool ApplyMigrations { get; set; } = true;

    /// <summary>Gets or sets how many operations share one transaction at most.</summary>
    /// <value>The default is 512. Between 1 and 10 000.</value>
    public int BatchSize { get; set; } = 512;

    /// <summary>Gets or sets how many operations may wait for the writer; more wait outside.</summary>
    /// <value>The default is 8 192. At least <see cref="BatchSize"/>.</value>
    public int QueueSize { get; set; } = 8192;

    /// <summary>Gets or sets how long the id of an ended reservation is remembered, so that a repetition changes nothing.</summary>
    /// <value>The default is 24 hours. A minute to ten years.</value>
    /// <remarks>A settlement with a usage record changes nothing for ever: the ledger forgets none.</remarks>
    public TimeSpan RememberEnded { get; set; } = TimeSpan.FromHours(24);

    internal DatabaseEngine Engine { get; private set; }

    /// <summary>Gets what <see cref="UseSqlite"/> or <see cref="UsePostgres"/> was given. It holds a password perhaps, and is never shown.</summary>
    internal string Connection { get; private set; } = DefaultFile;

    /// <summary>Gets or sets where the connection was said, for messages: the path of a section, or the method that was called.</summary>
    internal string ConnectionPlace { get; set; } = nameof(UseSqlite);

    /// <summary>Gets what could not even be read out of the configuration.</summary>
    internal List<string> ReadErrors { get; } = [];

    /// <summary>Keeps everything in a SQLite file, for one machine; several processes on it may share the file.</summary>
    /// <param name="connection">The path of the file, or a connection string such as <c>Data Source=oneapi.db</c>.</param>
    public void UseSqlite(string connection)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connection);
        (Engine, Connection, ConnectionPlace) = (DatabaseEngine.Sqlite, connection, nameof(UseSqlite));
    }

    /// <summary>Keeps everything in PostgreSQL 14 or newer, for any number of machines.</summary>
    /// <param name="connectionString">The connection string, such as <c>Host=db;Database=oneapi;Username=oneapi;Password=…</c>.</param>
    public void UsePostgres(string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        (Engine, Connection, ConnectionPlace) = (DatabaseEngine.Postgres, connectionString, nameof(UsePostgres));
    }
}
