using System.Globalization;
using System.Text;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>Who changed what: pages, a file, and the check of the chain.</summary>
internal sealed class AuditRoutes(TimeProvider time)
{
    private const string Path = AdminRoute.Root + "/audit";
    private const int FilePage = 500;

    private static readonly IReadOnlyList<AdminField> Filter =
    [
        UsageFields.Day, UsageFields.From, UsageFields.Until, UsageFields.TimeZone,
        new("caller", AdminFieldType.Text, "Only what this user or this admin key did."),
        new("action", AdminFieldType.Text, "Only this action, such as token.create; with a dot at its end all that begin so: token."),
        new("target", AdminFieldType.Text, "Only what was done to this one: a token's id, a channel's name."),
    ];

    public IEnumerable<AdminRoute> All =>
    [
        new("GET", Path, AdminAccess.Admin, "Lists who changed what, newest first, with how it was and how it is since.", ListAsync)
        {
            Query = [Paging.Limit, Paging.After, .. Filter], Answer = AdminJsonContext.Default.AdminPageAuditView,
        },
        new("GET", Path + ".csv", AdminAccess.Admin, "The same as CSV (RFC 4180, UTF-8).", ExportAsync) { Query = Filter, AnswerTypes = ["text/csv"] },
        new("GET", Path + "/check", AdminAccess.Admin, "Reads the whole log and says whether every entry is there, in its place and unchanged.", CheckAsync)
        {
            Answer = AdminJsonContext.Default.AuditCheckView,
        },
    ];

    private static async ValueTask<AdminAnswer> ListAsync(AdminCall call)
    {
        var query = call.Query;
        var limit = Paging.LimitOf(query);
        long? before = null;
        if (query.Text("after") is { } text)
        {
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                before = id;
            }
            else
            {
                query.Errors.Add(new("after", FieldError.Short(text), "the next of a page before, or nothing for the first page"));
            }
        }

        var found = await call.Service<IAuditLog>().ReadAsync(FilterOf(call), before, limit + 1, call.Aborted).ConfigureAwait(false);
        var next = found.Count > limit ? found[limit - 1].Id.ToString(CultureInfo.InvariantCulture) : null;
        return AdminAnswer.Json(new AdminPage<AuditView>([.. found.Take(limit).Select(AuditShow.Of)], next), AdminJsonContext.Default.AdminPageAuditView);
    }

    private ValueTask<AdminAnswer> ExportAsync(AdminCall call)
    {
        var (filter, audit) = (FilterOf(call), call.Service<IAuditLog>());
        return new(AdminAnswer.Csv($"audit-{time.GetUtcNow():yyyyMMdd-HHmmss}.csv", context => WriteCsvAsync(audit, filter, context.Response.Body, context.RequestAborted)));
    }

    private static async ValueTask<AdminAnswer> CheckAsync(AdminCall call)
    {
        call.Query.ThrowIfAny();
        var check = await call.Service<IAuditLog>().CheckAsync(call.Aborted).ConfigureAwait(false);
        return AdminAnswer.Json(new AuditCheckView(check.IsWhole, check.Entries, check.BrokenAt, check.Head), AdminJsonContext.Default.AuditCheckView);
    }

    private static AuditFilter FilterOf(AdminCall call)
    {
        var query = call.Query;
        var (from, until) = UsageParameters.TimesOf(query, call.Service<IUsageReports>());
        var filter = new AuditFilter { From = from, Until = until, Caller = query.Text("caller"), Action = query.Text("action"), Target = query.Text("target") };
        query.ThrowIfAny();
        return filter;
    }

    private static async Task WriteCsvAsync(IAuditLog audit, AuditFilter filter, Stream stream, CancellationToken cancellationToken)
    {
        var text = new StringBuilder("\uFEFF");
        CsvLine.Append(text, "id", "at", "caller", "role", "action", "target", "before", "after", "address", "request_id", "hash");
        long? before = null;
        IReadOnlyList<AuditEntry> page;
        do
        {
            page = await audit.ReadAsync(filter, before, FilePage, cancellationToken).ConfigureAwait(false);
            foreach (var entry in page)
            {
                CsvLine.Append(
                    text, entry.Id.ToString(CultureInfo.InvariantCulture), MomentConverter.Text(entry.At), entry.Caller, entry.Role, entry.Action, entry.Target, entry.Before, entry.After, entry.Address, entry.RequestId, entry.Hash);
                before = entry.Id;
            }

            await stream.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken).ConfigureAwait(false);
            text.Clear();
        }
        while (page.Count == FilePage);
    }
}
