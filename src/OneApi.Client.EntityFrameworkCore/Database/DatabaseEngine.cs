namespace OneApi.Client.EntityFrameworkCore.Database;

/// <summary>The engines that the tables can lie in.</summary>
internal enum DatabaseEngine
{
    Sqlite = 0,
    Postgres,
}
