using System.Text.Json;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>Makes, changes, tests and removes channels while the gateway runs.</summary>
internal static class ChannelSettingRoutes
{
    private const string Path = AdminRoute.Root + "/channels";
    private const string OnePath = Path + "/{name}";
    private const string Words = "A channel in the configuration's words, in snake case: provider, api_key, base_url, models, model_map, groups, priority, weight, enabled, limits, timeouts, headers, prices, allowed_networks, …. Secrets are never shown again; those that are left out stay, as long as provider and addresses stay.";

    private static readonly AdminField Name = new("name", AdminFieldType.Text, "Its name.") { IsRequired = true };
    private static readonly AdminField Weight = new("weight", AdminFieldType.Integer, "Its share among channels of one priority; 0 means when nothing else is left.");
    private static readonly AdminField Priority = new("priority", AdminFieldType.Integer, "Higher ones are used first.");
    private static readonly AdminField Enabled = new("enabled", AdminFieldType.Boolean, "Whether it is used.");
    private static readonly AdminField Model = new("model", AdminFieldType.Text, "The public model to ask; left out: the first that the channel names.");

    public static IEnumerable<AdminRoute> All =>
    [
        new("POST", Path, AdminAccess.Admin, "Makes a channel, which takes calls at once.", CreateAsync) { FreeBody = Words + " With its name.", Status = 201, Answer = AdminJsonContext.Default.ChannelSettingView, KeepsAnswer = true, HasTag = true },
        new("GET", OnePath + "/settings", AdminAccess.Operators, "Shows how a channel is set, without secrets.", GetAsync) { Answer = AdminJsonContext.Default.ChannelSettingView, HasTag = true },
        new("PUT", OnePath, AdminAccess.Admin, "Makes a channel, or sets one anew that was made here.", PutAsync) { FreeBody = Words, Answer = AdminJsonContext.Default.ChannelSettingView, HasTag = true },
        new("PATCH", OnePath, AdminAccess.Operators, "Changes weight, priority and switch of any channel, at once and without a restart; what is left out stays.", PatchAsync) { Body = [Weight, Priority, Enabled], Answer = AdminJsonContext.Default.ChannelSettingView, HasTag = true },
        new("DELETE", OnePath, AdminAccess.Admin, "Removes a channel that was made here; of another one, what PATCH has changed.", DeleteAsync) { Status = 204, AnswerTypes = [] },
        new("POST", OnePath + "/test", AdminAccess.Operators, "Calls a channel once with a few tokens, which nobody is charged for.", TestAsync) { Body = [Model], Answer = AdminJsonContext.Default.ChannelTestView },
    ];

    private static async ValueTask<AdminAnswer> CreateAsync(AdminCall call)
    {
        var body = await SettingCalls.BodyAsync(call).ConfigureAwait(false);
        var name = body.TryGetProperty(Name.Name, out var written) && written.ValueKind == JsonValueKind.String ? written.GetString()! : throw AdminException.Invalid(Name.Name, "is missing", "its name");
        var made = await SettingCalls.RunAsync(() => call.Service<IGatewaySettings>().PutChannelAsync(name, body, 0, call.Aborted)).ConfigureAwait(false);
        return await AnswerAsync(call, null, made).ConfigureAwait(false);
    }

    private static ValueTask<AdminAnswer> GetAsync(AdminCall call)
    {
        call.Query.ThrowIfAny();
        return new(AdminAnswer.Resource(ChannelSettingView.Of(Find(call) ?? throw AdminException.NotFound("channel", call.Path("name"))), AdminJsonContext.Default.ChannelSettingView));
    }

    private static async ValueTask<AdminAnswer> PutAsync(AdminCall call)
    {
        var body = await SettingCalls.BodyAsync(call).ConfigureAwait(false);
        var before = Find(call);
        var version = SettingCalls.VersionOf(call, before is null ? null : TagOf(before), before?.Version ?? 0);
        var made = await SettingCalls.RunAsync(() => call.Service<IGatewaySettings>().PutChannelAsync(call.Path("name"), body, version, call.Aborted)).ConfigureAwait(false);
        return await AnswerAsync(call, before, made).ConfigureAwait(false);
    }

    private static async ValueTask<AdminAnswer> PatchAsync(AdminCall call)
    {
        var body = await call.BodyAsync().ConfigureAwait(false);
        body.ThrowIfAny();
        var before = Find(call) ?? throw AdminException.NotFound("channel", call.Path("name"));
        var version = SettingCalls.VersionOf(call, TagOf(before), before.Version);
        var change = await SettingCalls.BodyAsync(call).ConfigureAwait(false);
        var made = await SettingCalls.RunAsync(() => call.Service<IGatewaySettings>().OverrideChannelAsync(before.Name, change, version, call.Aborted)).ConfigureAwait(false);
        return await AnswerAsync(call, before, made).ConfigureAwait(false);
    }

    private static async ValueTask<AdminAnswer> DeleteAsync(AdminCall call)
    {
        var before = Find(call) ?? throw AdminException.NotFound("channel", call.Path("name"));
        var version = SettingCalls.VersionOf(call, TagOf(before), before.Version);
        var kind = before.Source is ChannelSource.Stored ? SettingKinds.Channel : SettingKinds.Override;
        var isGone = await SettingCalls.RunAsync(() => call.Service<IGatewaySettings>().RemoveAsync(kind, before.Name, version, call.Aborted)).ConfigureAwait(false);
        if (!isGone && before.Source is not ChannelSource.Stored)
        {
            // One that was made here, whose name the configuration has taken since: it serves nobody, and must not come back with the name.
            isGone = await SettingCalls.RunAsync(() => call.Service<IGatewaySettings>().RemoveAsync(SettingKinds.Channel, before.Name, version: null, call.Aborted)).ConfigureAwait(false);
        }

        if (!isGone)
        {
            throw new AdminException(409, "not_stored", $"Channel '{before.Name}' comes from {(before.Source is ChannelSource.Code ? "the host's code" : "the configuration")}, and nothing of it was changed here; take it out there, or switch it off with PATCH.");
        }

        await call.AuditAsync("channel.delete", before.Name, Bytes(before)).ConfigureAwait(false);
        return AdminAnswer.Nothing;
    }

    private static async ValueTask<AdminAnswer> TestAsync(AdminCall call)
    {
        var body = (await call.BytesAsync().ConfigureAwait(false)).IsEmpty ? null : await call.BodyAsync().ConfigureAwait(false);
        body?.ThrowIfAny();
        var channel = Find(call) ?? throw AdminException.NotFound("channel", call.Path("name"));
        var test = await SettingCalls.RunAsync(() => call.Service<IGatewaySettings>().TestChannelAsync(channel.Name, body?.Text("model"), call.Aborted)).ConfigureAwait(false);
        await call.AuditAsync("channel.test", channel.Name).ConfigureAwait(false);
        return AdminAnswer.Json(new ChannelTestView(test.IsOk, test.Model, (long)test.Duration.TotalMilliseconds, test.ErrorKind is { } kind ? JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString()) : null, test.Status, test.Message), AdminJsonContext.Default.ChannelTestView);
    }

    private static async ValueTask<AdminAnswer> AnswerAsync(AdminCall call, ChannelSetting? before, ChannelSetting made)
    {
        var (view, type) = (ChannelSettingView.Of(made), AdminJsonContext.Default.ChannelSettingView);
        if (before is not null)
        {
            await call.AuditAsync("channel.change", made.Name, Bytes(before), Bytes(made)).ConfigureAwait(false);
            return AdminAnswer.Resource(view, type);
        }

        await call.AuditAsync("channel.create", made.Name, after: Bytes(made)).ConfigureAwait(false);
        return AdminAnswer.Resource(view, type, 201, $"{call.Context.Request.PathBase}{Path}/{Uri.EscapeDataString(made.Name)}/settings");
    }

    private static ChannelSetting? Find(AdminCall call)
    {
        var name = call.Path("name");
        return call.Service<IGatewaySettings>().ListChannels().FirstOrDefault(channel => channel.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    private static byte[] Bytes(ChannelSetting setting) => JsonSerializer.SerializeToUtf8Bytes(ChannelSettingView.Of(setting), AdminJsonContext.Default.ChannelSettingView);

    private static string TagOf(ChannelSetting setting) => EntityTag.Of(Bytes(setting));
}
