using System.Text.Json;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>How the channels are, a person's word about them, and who serves which model.</summary>
internal static class HealthRoutes
{
    private const string Path = AdminRoute.Root + "/channels";
    private const int LongestNote = 500;
    private const long LongestSeconds = 366L * 24 * 60 * 60;

    private static readonly AdminField Duration = new("duration", AdminFieldType.Integer, "For how many seconds; left out: until somebody resumes it.");
    private static readonly AdminField Note = new("note", AdminFieldType.Text, "Why, for whoever reads the list: 500 characters at most.");
    private static readonly AdminField Group = new("group", AdminFieldType.Text, "Only models of this group.");

    public static IEnumerable<AdminRoute> All =>
    [
        new("GET", Path, AdminAccess.Readers, "Lists the channels and how each stands: state, reason, since, until, what ends it; with its keys and models that do not simply work.", ListAsync)
        {
            Answer = AdminJsonContext.Default.AdminPageChannelView,
        },
        new("GET", Path + "/{name}", AdminAccess.Readers, "Shows how one channel stands.", GetAsync) { Answer = AdminJsonContext.Default.ChannelView },
        new("POST", Path + "/{name}/rest", AdminAccess.Operators, "Switches a channel off: here at once, within two seconds on all nodes that share a store.", RestAsync)
        {
            Body = [Duration, Note], Answer = AdminJsonContext.Default.ChannelView, KeepsAnswer = true,
        },
        new("POST", Path + "/{name}/resume", AdminAccess.Operators, "Switches a channel on and forgets what is known of its health.", ResumeAsync)
        {
            Answer = AdminJsonContext.Default.ChannelView, KeepsAnswer = true,
        },
        new("GET", AdminRoute.Root + "/models", AdminAccess.Everyone, "Lists who serves which model in which group at this moment.", ModelsAsync) { Query = [Group], Answer = AdminJsonContext.Default.AdminPageModelView },
    ];

    private static ValueTask<AdminAnswer> ListAsync(AdminCall call)
    {
        call.Query.ThrowIfAny();
        return new(AdminAnswer.Json(new AdminPage<ChannelView>(ChannelShow.Of(call.Service<IChannelHealth>().List()), null), AdminJsonContext.Default.AdminPageChannelView));
    }

    private static ValueTask<AdminAnswer> GetAsync(AdminCall call)
    {
        call.Query.ThrowIfAny();
        return new(AdminAnswer.Json(Find(call), AdminJsonContext.Default.ChannelView));
    }

    private static async ValueTask<AdminAnswer> RestAsync(AdminCall call)
    {
        var body = (await call.BytesAsync().ConfigureAwait(false)).IsEmpty ? null : await call.BodyAsync().ConfigureAwait(false);
        var seconds = body?.Integer("duration");
        var note = body?.Text("note");
        if (seconds is < 1 or > LongestSeconds)
        {
            body!.Add("duration", seconds.Value.ToString(System.Globalization.CultureInfo.InvariantCulture), $"1 to {LongestSeconds} seconds, or leave it out");
        }

        if (note?.Length > LongestNote)
        {
            body!.Add("note", $"{note.Length} characters", $"{LongestNote} at most");
        }

        body?.ThrowIfAny();
        var before = Find(call);
        await call.Service<IChannelHealth>().RestAsync(before.Name, seconds is { } life ? TimeSpan.FromSeconds(life) : null, note, call.Aborted).ConfigureAwait(false);
        return await ChangedAsync(call, "channel.rest", before).ConfigureAwait(false);
    }

    private static async ValueTask<AdminAnswer> ResumeAsync(AdminCall call)
    {
        var before = Find(call);
        await call.Service<IChannelHealth>().ResumeAsync(before.Name, call.Aborted).ConfigureAwait(false);
        return await ChangedAsync(call, "channel.resume", before).ConfigureAwait(false);
    }

    private static async ValueTask<AdminAnswer> ChangedAsync(AdminCall call, string action, ChannelView before)
    {
        var after = Find(call);
        await call.AuditAsync(action, before.Name, Bytes(before), Bytes(after)).ConfigureAwait(false);
        return AdminAnswer.Json(after, AdminJsonContext.Default.ChannelView);
    }

    private static ValueTask<AdminAnswer> ModelsAsync(AdminCall call)
    {
        call.Query.ThrowIfAny();
        var group = call.Query.Text("group");
        var models = call.Service<IChannelHealth>().ListModels()
            .Where(model => group is null || string.Equals(model.Group, group, StringComparison.OrdinalIgnoreCase))
            .Select(static model => new ModelView(model.Model, model.Group, model.Channels, model.Ready, model.IsServed, model.Until)).ToArray();
        return new(AdminAnswer.Json(new AdminPage<ModelView>(models, null), AdminJsonContext.Default.AdminPageModelView));
    }

    private static ChannelView Find(AdminCall call)
    {
        var name = call.Path("name");
        return ChannelShow.Of(call.Service<IChannelHealth>().List()).FirstOrDefault(channel => string.Equals(channel.Name, name, StringComparison.OrdinalIgnoreCase)) ?? throw AdminException.NotFound("channel", name);
    }

    private static byte[] Bytes(ChannelView channel) => JsonSerializer.SerializeToUtf8Bytes(channel, AdminJsonContext.Default.ChannelView);
}
