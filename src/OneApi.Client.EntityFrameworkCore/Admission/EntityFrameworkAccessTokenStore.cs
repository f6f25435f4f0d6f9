using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OneApi.Client.EntityFrameworkCore.Database;
using OneApi.Client.EntityFrameworkCore.Model;
using SQLitePCL;

namespace OneApi.Client.EntityFrameworkCore.Admission;

/// <summary>Access tokens in the database. Unique indexes decide who comes first, whichever process asks.</summary>
internal sealed class EntityFrameworkAccessTokenStore(GatewayDatabase database) : IAccessTokenStore
{
    private const int Page = 200;
    private const int Tries = 5;

    // Of this instance, since a compiled query knows one engine.
    private readonly Func<GatewayDbContext, string, CancellationToken, Task<string?>> _jsonOfKey = EF.CompileAsyncQuery(
        static (GatewayDbContext context, string key, CancellationToken cancellationToken) =>
            context.Keys.Where(row => row.Id == key).Join(context.Tokens, static row => row.TokenId, static row => row.Id, static (_, token) => token.Json).FirstOrDefault());

    public async ValueTask<bool> AddAsync(IReadOnlyList<StoredAccessToken> tokens, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        if (tokens.Count == 0)
        {
            return true;
        }

        // Two tokens with one key among the new ones: the change tracker would throw before the database could refuse.
        if (tokens.SelectMany(static token => token.Keys.Select(static key => key.Id).Distinct()).GroupBy(static id => id).Any(static group => group.Count() > 1))
        {
            return false;
        }

        return await ChangeAsync(
            context =>
            {
                foreach (var token in tokens)
                {
                    context.Tokens.Add(new() { Id = token.Token.Id, UpperName = Upper(token.Token.Name), Version = token.Version, Json = Json(token) });
                    AddKeys(context, token);
                }

                return Task.FromResult(true);
            },
            cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<bool> ReplaceAsync(StoredAccessToken token, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        var (id, before, version, name, json) = (token.Token.Id, token.Version - 1, token.Version, Upper(token.Token.Name), Json(token));
        return await ChangeAsync(
            async context =>
            {
                var changed = await context.Tokens.Where(row => row.Id == id && row.Version == before)
                    .ExecuteUpdateAsync(row => row.SetProperty(static token => token.Version, version).SetProperty(static token => token.UpperName, name).SetProperty(static token => token.Json, json), cancellationToken)
                    .ConfigureAwait(false);
                if (changed == 0)
                {
                    return false;
                }

                await context.Keys.Where(row => row.TokenId == id).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
                AddKeys(context, token);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<bool> RemoveAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        return await ChangeAsync(
            async context =>
            {
                await context.Keys.Where(row => row.TokenId == id).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
                return await context.Tokens.Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false) > 0;
            },
            cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<StoredAccessToken?> FindByKeyAsync(string keyId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keyId);
        var context = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = context.ConfigureAwait(false);
        return Token(await _jsonOfKey(context, keyId, cancellationToken).ConfigureAwait(false));
    }

    public async ValueTask<StoredAccessToken?> GetAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        var context = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = context.ConfigureAwait(false);
        return Token(await context.Tokens.Where(row => row.Id == id).Select(static row => row.Json).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false));
    }

    public async IAsyncEnumerable<StoredAccessToken> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = 0L;
        while (true)
        {
            var page = await ReadPageAsync(last, cancellationToken).ConfigureAwait(false);
            foreach (var row in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return Token(row.Json)!;
            }

            if (page.Count < Page)
            {
                yield break;
            }

            last = page[^1].Number;
        }
    }

    private async Task<List<TokenRow>> ReadPageAsync(long last, CancellationToken cancellationToken)
    {
        var context = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = context.ConfigureAwait(false);
        return await context.Tokens.AsNoTracking().Where(row => row.Number > last).OrderBy(static row => row.Number).Take(Page).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes a change in one transaction; a row that is there already undoes it.</summary>
    private async Task<bool> ChangeAsync(Func<GatewayDbContext, Task<bool>> change, CancellationToken cancellationToken)
    {
        using var turn = database.Engine is DatabaseEngine.Sqlite ? await database.WriteTurn.EnterAsync(cancellationToken).ConfigureAwait(false) : default;
        for (var i = 1; ; i++)
        {
            try
            {
                return await TryChangeAsync(change, cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.DeadlockDetected && i < Tries)
            {
                // Two who add the same tokens in another order; the server has undone one of them.
            }
        }
    }

    private async Task<bool> TryChangeAsync(Func<GatewayDbContext, Task<bool>> change, CancellationToken cancellationToken)
    {
        var context = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = context.ConfigureAwait(false);
        var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = transaction.ConfigureAwait(false);
        try
        {
            if (!await change(context).ConfigureAwait(false))
            {
                return false;
            }

            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected } deadlock)
        {
            throw deadlock;
        }
        catch (Exception exception) when (IsTaken(exception))
        {
            return false;
        }
    }

    /// <summary>Says whether a name, an id or a key belongs to another token: to the database, or already among the new ones.</summary>
    private static bool IsTaken(Exception exception) => exception switch
    {
        DbUpdateException { InnerException: { } inner } => IsTaken(inner),
        PostgresException postgres => postgres.SqlState == PostgresErrorCodes.UniqueViolation,
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode is raw.SQLITE_CONSTRAINT_UNIQUE or raw.SQLITE_CONSTRAINT_PRIMARYKEY,
        _ => false,
    };

    private static void AddKeys(GatewayDbContext context, StoredAccessToken token)
    {
        foreach (var id in token.Keys.Select(static key => key.Id).Distinct())
        {
            context.Keys.Add(new() { Id = id, TokenId = token.Token.Id });
        }
    }

    /// <summary>Names compare without regard to case, as <see cref="StringComparer.OrdinalIgnoreCase"/> does it.</summary>
    private static string Upper(string name) => name.ToUpperInvariant();

    private static string Json(StoredAccessToken token) => Encoding.UTF8.GetString(StoredAccessTokenJson.Serialize(token));

    private static StoredAccessToken? Token(string? json) => json is null ? null : StoredAccessTokenJson.Deserialize(Encoding.UTF8.GetBytes(json));
}
