using System.Text.Json;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>Groups, the gateway's model map and prices that are set while the gateway runs: three kinds of one shape.</summary>
internal sealed class SettingRoutes(string kind, string path, string what, string words)
{
    public static IEnumerable<AdminRoute> All =>
    [
        .. new SettingRoutes(SettingKinds.Group, "/groups", "group", "A group in the configuration's words, in snake case: models, model_map, price_ratio, strategy, fallbacks, canary, shadow, limits, ….").Routes,
        .. new SettingRoutes(SettingKinds.ModelMap, "/model-maps", "entry of the model map", "What is sent upstream for the model: {\"to\": \"…\"}.").Routes,
        .. new SettingRoutes(SettingKinds.Price, "/prices", "price", "A price in the configuration's words, in snake case: input, cached_input, output, per_call, currency, …; decimal texts for a million tokens.").Routes,
    ];

    private string Path => AdminRoute.Root + path;

    private string OnePath => Path + "/{name}";

    private IEnumerable<AdminRoute> Routes =>
    [
        new("GET", Path, AdminAccess.Readers, $"Lists each {what}, with where it comes from: what was set here takes the place of the configuration's.", ListAsync) { Answer = AdminJsonContext.Default.AdminPageSettingView },
        new("GET", OnePath, AdminAccess.Readers, $"Shows one {what}, and where it comes from.", GetAsync) { Answer = AdminJsonContext.Default.SettingView, HasTag = true },
        new("PUT", OnePath, AdminAccess.Operators, $"Sets one {what}, instead of the configuration's; it holds at once.", PutAsync) { FreeBody = words, Answer = AdminJsonContext.Default.SettingView, HasTag = true },
        new("DELETE", OnePath, AdminAccess.Operators, "Takes it back: what the configuration says holds again.", DeleteAsync) { Status = 204, AnswerTypes = [] },
    ];

    private ValueTask<AdminAnswer> ListAsync(AdminCall call)
    {
        call.Query.ThrowIfAny();
        return new(AdminAnswer.Json(new AdminPage<SettingView>([.. call.Service<IGatewaySettings>().ListAll(kind).Select(SettingView.Of)], null), AdminJsonContext.Default.AdminPageSettingView));
    }

    private ValueTask<AdminAnswer> GetAsync(AdminCall call)
    {
        call.Query.ThrowIfAny();
        return new(AdminAnswer.Resource(SettingView.Of(Find(call) ?? throw AdminException.NotFound(what, call.Path("name"))), AdminJsonContext.Default.SettingView));
    }

    private async ValueTask<AdminAnswer> PutAsync(AdminCall call)
    {
        var body = await SettingCalls.BodyAsync(call).ConfigureAwait(false);
        var before = Find(call);
        var version = SettingCalls.VersionOf(call, before is null ? null : EntityTag.Of(Bytes(before)), before?.Version ?? 0);
        var made = await SettingCalls.RunAsync(() => call.Service<IGatewaySettings>().PutAsync(kind, call.Path("name"), body, version, call.Aborted)).ConfigureAwait(false);
        var after = Find(call) ?? new(kind, made.Name, ChannelSource.Stored, made.Version, made.ChangedAt, JsonElement.Parse(System.Text.Encoding.UTF8.GetBytes(made.Json))); // another change may have come
        await call.AuditAsync(kind + (before is null ? ".create" : ".change"), made.Name, before is null ? null : Bytes(before), Bytes(after)).ConfigureAwait(false);
        return AdminAnswer.Resource(SettingView.Of(after), AdminJsonContext.Default.SettingView, before is null ? 201 : 200);
    }

    private async ValueTask<AdminAnswer> DeleteAsync(AdminCall call)
    {
        var before = Find(call) ?? throw AdminException.NotFound(what, call.Path("name"));
        var version = SettingCalls.VersionOf(call, EntityTag.Of(Bytes(before)), before.Version);
        if (before.Source is not ChannelSource.Stored)
        {
            throw new AdminException(409, "not_stored", $"'{before.Name}' comes from the configuration, and nothing of it was changed here; take it out there.");
        }

        await SettingCalls.RunAsync(() => call.Service<IGatewaySettings>().RemoveAsync(kind, before.Name, version, call.Aborted)).ConfigureAwait(false);
        await call.AuditAsync(kind + ".delete", before.Name, Bytes(before)).ConfigureAwait(false);
        return AdminAnswer.Nothing;
    }

    private SettingEntry? Find(AdminCall call)
    {
        var name = call.Path("name");
        return call.Service<IGatewaySettings>().ListAll(kind).FirstOrDefault(setting => setting.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    private static byte[] Bytes(SettingEntry setting) => JsonSerializer.SerializeToUtf8Bytes(SettingView.Of(setting), AdminJsonContext.Default.SettingView);
}
