using System.Text;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>All tokens at once: the backup, its restore, and a list for people.</summary>
internal sealed class TokenFileRoutes(TokenShow show, TimeProvider time)
{
    private const string Path = AdminRoute.Root + "/token";
    private const long ImportLimit = 64L * 1024 * 1024;

    private static readonly AdminField Format = new("format", AdminFieldType.Text, "json: the backup, which can be imported; csv: a list for people, without hashes. json by default.");

    public IEnumerable<AdminRoute> All =>
    [
        new("GET", Path + "/export", AdminAccess.Admin, "Exports all tokens: hashes of keys, which nobody can use as keys, and what is left of each quota.", ExportAsync)
        {
            Query = [Format], AnswerTypes = ["application/json", "text/csv"],
        },
        new("POST", Path + "/import", AdminAccess.Admin, "Takes tokens over from a backup: all of them or none. Their keys work as before under the same pepper; tokens that are there already stay as they are.", ImportAsync)
        {
            FreeBody = "What the export gave.", BodyLimit = ImportLimit, Answer = AdminJsonContext.Default.TokenImportView, KeepsAnswer = true,
        },
    ];

    private async ValueTask<AdminAnswer> ExportAsync(AdminCall call)
    {
        var format = call.Query.Text("format") ?? "json";
        if (format is not ("json" or "csv"))
        {
            call.Query.Errors.Add(new("format", FieldError.Short(format), "json or csv"));
        }

        call.Query.ThrowIfAny();
        await call.AuditAsync("token.export", format).ConfigureAwait(false);
        var tokens = call.Service<IAccessTokens>();
        var name = $"tokens-{time.GetUtcNow():yyyyMMdd-HHmmss}.{format}";
        return format == "csv"
            ? AdminAnswer.Csv(name, context => WriteCsvAsync(tokens, context.Response.Body, context.RequestAborted))
            : new() { ContentType = AdminAnswer.JsonType, FileName = name, Stream = context => tokens.ExportAsync(context.Response.Body, context.RequestAborted).AsTask() };
    }

    private static async ValueTask<AdminAnswer> ImportAsync(AdminCall call)
    {
        call.Query.ThrowIfAny();
        using var source = new MemoryStream((await call.BytesAsync().ConfigureAwait(false)).ToArray(), writable: false);
        var imported = await call.Service<IAccessTokens>().ImportAsync(source, call.Aborted).ConfigureAwait(false);
        await call.AuditAsync("token.import", imported.ToString(System.Globalization.CultureInfo.InvariantCulture)).ConfigureAwait(false);
        return AdminAnswer.Json(new TokenImportView(imported), AdminJsonContext.Default.TokenImportView);
    }

    private async Task WriteCsvAsync(IAccessTokens tokens, Stream stream, CancellationToken cancellationToken)
    {
        var text = new StringBuilder("\uFEFF");
        CsvLine.Append(text, "id", "name", "group", "owner", "state", "created_at", "expires_at", "quota_micros", "quota_usd", "models", "ip_whitelist");
        await foreach (var token in tokens.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            CsvLine.Append(
                text,
                token.Id,
                token.Name,
                token.Group,
                token.Owner,
                show.StateOf(token),
                MomentConverter.Text(token.CreatedAt),
                token.ExpiresAt is { } end ? MomentConverter.Text(end) : null,
                token.QuotaMicros?.ToString(System.Globalization.CultureInfo.InvariantCulture),
                QuotaUnit.Dollar.Write(token.QuotaMicros)?.Text,
                string.Join(' ', token.Models),
                string.Join(' ', token.IpAllowList));
            if (text.Length > 16 * 1024)
            {
                await stream.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken).ConfigureAwait(false);
                text.Clear();
            }
        }

        await stream.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken).ConfigureAwait(false);
    }
}
