using System.Text.Json;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>Moves of models from old channels to new ones: how they go, and a person's way back.</summary>
internal static class TrafficRoutes
{
    private const string Path = AdminRoute.Root + "/traffic";
    private const string OnePath = Path + "/{group}/{name}";
    private const int LongestNote = 500;

    private static readonly AdminField Note = new("note", AdminFieldType.Text, "Why, for whoever reads the list: 500 characters at most.");

    public static IEnumerable<AdminRoute> All =>
    [
        new("GET", Path, AdminAccess.Readers, "Lists canaries and shadows, and how the sides of each compare.", ListAsync) { Answer = AdminJsonContext.Default.AdminPageTrafficView },
        new("GET", OnePath, AdminAccess.Readers, "Shows one of them.", GetAsync) { Answer = AdminJsonContext.Default.TrafficView },
        new("POST", OnePath + "/return", AdminAccess.Operators, "Gives everything back to the old channels at once.", ReturnAsync) { Body = [Note], Answer = AdminJsonContext.Default.TrafficView, KeepsAnswer = true },
        new("POST", OnePath + "/resume", AdminAccess.Operators, "Goes on with the configured step.", ResumeAsync) { Answer = AdminJsonContext.Default.TrafficView, KeepsAnswer = true },
    ];

    private static ValueTask<AdminAnswer> ListAsync(AdminCall call)
    {
        call.Query.ThrowIfAny();
        return new(AdminAnswer.Json(new AdminPage<TrafficView>([.. call.Service<ICanaries>().List().Select(Of)], null), AdminJsonContext.Default.AdminPageTrafficView));
    }

    private static ValueTask<AdminAnswer> GetAsync(AdminCall call)
    {
        call.Query.ThrowIfAny();
        return new(AdminAnswer.Json(Find(call), AdminJsonContext.Default.TrafficView));
    }

    private static async ValueTask<AdminAnswer> ReturnAsync(AdminCall call)
    {
        var body = (await call.BytesAsync().ConfigureAwait(false)).IsEmpty ? null : await call.BodyAsync().ConfigureAwait(false);
        var note = body?.Text("note");
        if (note?.Length > LongestNote)
        {
            body!.Add("note", $"{note.Length} characters", $"{LongestNote} at most");
        }

        body?.ThrowIfAny();
        return await ChangeAsync(call, "traffic.return", (canaries, one) => canaries.ReturnAsync(one.Group, one.Name, note, call.Aborted)).ConfigureAwait(false);
    }

    private static ValueTask<AdminAnswer> ResumeAsync(AdminCall call) =>
        ChangeAsync(call, "traffic.resume", (canaries, one) => canaries.ResumeAsync(one.Group, one.Name, call.Aborted));

    private static async ValueTask<AdminAnswer> ChangeAsync(AdminCall call, string action, Func<ICanaries, TrafficView, ValueTask> change)
    {
        var before = Find(call);
        try
        {
            await change(call.Service<ICanaries>(), before).ConfigureAwait(false);
        }
        catch (ArgumentException)
        {
            throw new AdminException(409, "not_a_canary", $"'{before.Name}' of {before.Group} is no canary: a shadow serves nobody, so that there is nothing to give back.");
        }

        var after = Find(call);
        await call.AuditAsync(action, $"{before.Group}/{before.Name}", Bytes(before), Bytes(after)).ConfigureAwait(false);
        return AdminAnswer.Json(after, AdminJsonContext.Default.TrafficView);
    }

    private static TrafficView Find(AdminCall call)
    {
        var (group, name) = (call.Path("group"), call.Path("name"));
        return call.Service<ICanaries>().List().FirstOrDefault(one => string.Equals(one.Group, group, StringComparison.OrdinalIgnoreCase) && string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase)) is { } found
            ? Of(found)
            : throw AdminException.NotFound("canary or shadow", $"{group}/{name}");
    }

    private static TrafficView Of(CanaryStanding one) => new(
        one.Group,
        one.Name,
        one.Models,
        one.Channels,
        AdminNames.Of(one.Step),
        one.Percent,
        one.Returned is { } returned ? new(returned.At, returned.ByGuard, returned.Why) : null,
        Of(one.Old),
        Of(one.New),
        one.ShadowCostMicros);

    private static TrafficArmView Of(ArmFigures arm) => new(
        arm.Calls,
        arm.Errors,
        arm.Empties,
        arm.FailureShareLow,
        arm.FailureShareHigh,
        arm.FirstTokens,
        arm.FirstTokenP50?.TotalMilliseconds,
        arm.FirstTokenP95?.TotalMilliseconds,
        arm.CostedCalls,
        arm.CostMicros);

    private static byte[] Bytes(TrafficView one) => JsonSerializer.SerializeToUtf8Bytes(one, AdminJsonContext.Default.TrafficView);
}
