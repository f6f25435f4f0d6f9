using System.Buffers.Binary;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>Single calls with their attempts, newest first.</summary>
internal sealed class RequestRoutes(TimeProvider time)
{
    private const string Path = AdminRoute.Root + "/requests";

    public IEnumerable<AdminRoute> All =>
    [
        new("GET", Path, AdminAccess.Readers, "Lists calls with their attempts, newest first; of the last 366 days where from is not given.", ListAsync)
        {
            Query = [Paging.Limit, Paging.After, .. UsageFields.Filter], Answer = AdminJsonContext.Default.AdminPageRequestView,
        },
        new("GET", Path + "/{id}", AdminAccess.Readers, "Shows one call: every attempt, and why it went where it went.", GetAsync) { Answer = AdminJsonContext.Default.RequestView, HasTag = true },
    ];

    private async ValueTask<AdminAnswer> ListAsync(AdminCall call)
    {
        var query = call.Query;
        var limit = Paging.LimitOf(query);
        RecordPages.Place? after = null;
        if (query.Text("after") is { } text)
        {
            if (RecordPages.Place.TryParse(text, out var place))
            {
                after = place;
            }
            else
            {
                query.Errors.Add(new("after", FieldError.Short(text), "the next of a page before, or nothing for the first page"));
            }
        }

        var filter = UsageParameters.FilterOf(query, call.Service<IUsageReports>());
        var until = filter.Until ?? time.GetUtcNow().AddMinutes(1); // another node's clock may go a little before ours
        var found = await new RecordPages(call.Service<IUsageLedger>())
            .ReadAsync(filter with { From = filter.From ?? until - RecordPages.Reach, Until = until }, after, limit + 1, call.Aborted).ConfigureAwait(false);
        var page = found.Take(limit).Select(RequestShow.Of).ToArray();
        var next = found.Count > limit ? RecordPages.Place.Of(found[limit - 1]).ToString() : null;
        return AdminAnswer.Json(new AdminPage<RequestView>(page, next), AdminJsonContext.Default.AdminPageRequestView);
    }

    private static async ValueTask<AdminAnswer> GetAsync(AdminCall call)
    {
        call.Query.ThrowIfAny();
        var text = call.Path("id");
        if (!Guid.TryParse(text, out var id))
        {
            throw AdminException.NotFound("request", text);
        }

        // The id says when the call began, to the millisecond.
        if (TimeOf(id) is { } start)
        {
            var filter = new UsageFilter { From = start.AddSeconds(-1), Until = start.AddSeconds(2) };
            await foreach (var record in call.Service<IUsageLedger>().ReadAsync(filter, call.Aborted).ConfigureAwait(false))
            {
                if (record.CallId == id)
                {
                    return AdminAnswer.Resource(RequestShow.Of(record), AdminJsonContext.Default.RequestView);
                }
            }
        }

        throw AdminException.NotFound("request", text);
    }

    private static DateTimeOffset? TimeOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = BinaryPrimitives.ReadInt64BigEndian(bytes) >> 16;
        return id.Version == 7 && milliseconds is > 0 and < 32_503_680_000_000 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
    }
}
