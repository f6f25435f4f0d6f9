namespace OneApi.Client.EntityFrameworkCore.Tests;

/// <summary>A database file in a folder of its own, which goes with it.</summary>
public sealed class SqliteFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("oneapi-sqlite-").FullName;

    public string Path => System.IO.Path.Combine(_folder, "oneapi.db");

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
