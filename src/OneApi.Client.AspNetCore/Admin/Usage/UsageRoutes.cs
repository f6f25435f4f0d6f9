using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>Usage added up, as JSON and as CSV, and the proof that it adds up.</summary>
internal sealed class UsageRoutes(TimeProvider time)
{
    private const string Path = AdminRoute.Root + "/usage";

    private static readonly AdminField RecordsMark = UsageFields.Mark;

    public IEnumerable<AdminRoute> All =>
    [
        new("GET", Path, AdminAccess.Accountants, "Adds usage up: tokens, calls, errors, charges and costs. `Accept: text/csv` gives a file.", call => QueryAsync(call, WantsCsv(call.Context.Request)))
        {
            Query = UsageFields.Query, AnswerTypes = ["application/json", "text/csv"],
        },
        new("GET", Path + ".csv", AdminAccess.Accountants, "The same as CSV (RFC 4180, UTF-8).", call => QueryAsync(call, isCsv: true)) { Query = [.. UsageFields.Query, UsageFields.Mark], AnswerTypes = ["text/csv"] },
        new("GET", AdminRoute.Root + "/requests.csv", AdminAccess.Accountants, "Single calls as CSV, by their start.", RecordsAsync) { Query = [.. UsageFields.Filter, RecordsMark], AnswerTypes = ["text/csv"] },
        new("GET", AdminRoute.Root + "/reconcile", AdminAccess.Accountants, "Compares what the records have charged with what the accounts have settled, to the micro-dollar.", ReconcileAsync)
        {
            Answer = AdminJsonContext.Default.ReconciliationView,
        },
    ];

    private async ValueTask<AdminAnswer> QueryAsync(AdminCall call, bool isCsv)
    {
        var reports = call.Service<IUsageReports>();
        var query = UsageParameters.QueryOf(call.Query, reports);
        if (isCsv)
        {
            var format = FormatOf(call.Query);
            return AdminAnswer.Csv(FileName("usage"), context => reports.WriteCsvAsync(query, context.Response.Body, format, context.RequestAborted));
        }

        // Rows are added up in memory anyway; so an error is still an error, and no half of an answer.
        using var buffer = new MemoryStream();
        buffer.Write("{\"data\":"u8);
        await reports.WriteJsonAsync(query with { Top = query.Top ?? UsageParameters.MaxRows }, buffer, call.Aborted).ConfigureAwait(false);
        buffer.Write("}"u8);
        return new() { ContentType = AdminAnswer.JsonType, Body = buffer.ToArray() };
    }

    private ValueTask<AdminAnswer> RecordsAsync(AdminCall call)
    {
        var reports = call.Service<IUsageReports>();
        var format = FormatOf(call.Query);
        var filter = UsageParameters.FilterOf(call.Query, reports);
        return new(AdminAnswer.Csv(FileName("requests"), context => reports.WriteRecordsCsvAsync(filter, context.Response.Body, format, context.RequestAborted)));
    }

    private static async ValueTask<AdminAnswer> ReconcileAsync(AdminCall call)
    {
        call.Query.ThrowIfAny();
        var found = await call.Service<IUsageReports>().ReconcileAsync(call.Aborted).ConfigureAwait(false);
        return AdminAnswer.Json(
            new ReconciliationView(
                found.IsBalanced,
                found.CheckedAt,
                found.Accounts,
                found.ChargedMicros,
                found.SettledMicros,
                [.. found.Differences.Select(static one => new DifferenceView(one.Account, one.ChargedMicros, one.SettledMicros, one.DifferenceMicros))]),
            AdminJsonContext.Default.ReconciliationView);
    }

    private static CsvFormat FormatOf(AdminQuery query)
    {
        var mark = query.Text("bom");
        if (mark is not (null or "true" or "false"))
        {
            query.Errors.Add(new("bom", FieldError.Short(mark), "true or false"));
        }

        query.ThrowIfAny();
        return new() { ByteOrderMark = mark != "false" };
    }

    private static bool WantsCsv(HttpRequest request) => request.Headers.Accept.ToString().Contains("text/csv", StringComparison.OrdinalIgnoreCase);

    private string FileName(string what) => string.Create(CultureInfo.InvariantCulture, $"{what}-{time.GetUtcNow():yyyyMMdd-HHmmss}.csv");
}
