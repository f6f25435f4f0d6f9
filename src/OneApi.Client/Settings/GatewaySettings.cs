using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using OneApi.Client.Channels;
using OneApi.Client.Gateway;

namespace OneApi.Client.Settings;

/// <summary>Changes settings: one after the other here, and checked before they are kept; the store decides between nodes.</summary>
internal sealed partial class GatewaySettings(
    SettingsKeeper keeper,
    IOptionsFactory<OneApiOptions> options,
    IEnumerable<ISecretProtector> protectors,
    GatewayChatClient chat,
    TimeProvider time) : IGatewaySettings
{
    private const int TestTokens = 16;
    private static readonly string[] Overrides = ["weight", "priority", "enabled"];
    private readonly IChannelStore _store = keeper.Store;
    private readonly StoredOptions _stored = keeper.Stored;
    private readonly ChannelRegistry _registry = keeper.Registry;
    private readonly StoredFit _fit = new(keeper.Stored, () => options.Create(Options.DefaultName));

    public async ValueTask<ChannelSetting> PutChannelAsync(string name, JsonElement channel, long? version, CancellationToken cancellationToken = default)
    {
        CheckObject(name, channel);
        if (_registry.Options.Channels.FirstOrDefault(one => Is(one.Name, name)) is { StoredVersion: null } other)
        {
            throw new SettingsException([$"name: '{name}' is the name of a channel of {(SourceOf(other) is ChannelSource.Code ? "the host's code" : "the configuration")}; use another, or override its weight, priority and switch."], isConflict: true);
        }

        if (channel.TryGetProperty("name", out var written) && !(written.ValueKind == JsonValueKind.String && Is(written.GetString()!, name)))
        {
            throw new SettingsException([$"name: is not '{name}'; leave it out, or write the same."]);
        }

        await ChangeAsync(SettingKinds.Channel, name, ChannelJson.WithoutShown(channel), version, cancellationToken).ConfigureAwait(false);
        return Find(name);
    }

    public async ValueTask<ChannelSetting> OverrideChannelAsync(string name, JsonElement change, long? version, CancellationToken cancellationToken = default)
    {
        CheckObject(name, change);
        if (change.EnumerateObject().FirstOrDefault(static member => !Overrides.Contains(member.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } other)
        {
            throw new SettingsException([$"{other.Name}: can't be changed like this; use {string.Join(", ", Overrides)}."]);
        }

        // A stored channel has one place for what it says: two would contradict each other.
        var kind = Find(name).Source is ChannelSource.Stored ? SettingKinds.Channel : SettingKinds.Override;
        await ChangeAsync(kind, name, change, version, cancellationToken, merges: true).ConfigureAwait(false);
        return Find(name);
    }

    public async ValueTask<ChannelTest> TestChannelAsync(string name, string? model, CancellationToken cancellationToken = default)
    {
        var channel = _registry.Options.Channels.FirstOrDefault(one => Is(one.Name, name)) ?? throw Unknown(name);
        var asked = model ?? channel.Models.FirstOrDefault(static one => !one.Contains('*', StringComparison.Ordinal))
            ?? throw new SettingsException([$"model: is missing, and channel '{name}' names none without a '*'; name one."]);
        var start = time.GetTimestamp();
        try
        {
            await chat.Of(channel.Name).GetResponseAsync("Hi", new OneApiChatOptions { ModelId = asked, MaxOutputTokens = TestTokens, Labels = new Dictionary<string, string> { ["test"] = channel.Name } }, cancellationToken).ConfigureAwait(false);
            return new(true, asked, time.GetElapsedTime(start), null, null, null);
        }
        catch (OneApiException error)
        {
            return new(false, asked, time.GetElapsedTime(start), error.Kind, (int?)error.StatusCode, error.ProviderMessage);
        }
    }

    public async ValueTask<StoredSetting> PutAsync(string kind, string name, JsonElement value, long? version, CancellationToken cancellationToken = default)
    {
        if (kind is not (SettingKinds.Group or SettingKinds.ModelMap or SettingKinds.Price))
        {
            throw new ArgumentException($"'{kind}' is not a kind of setting that is put like this.", nameof(kind));
        }

        CheckObject(name, value);
        return await ChangeAsync(kind, name, value, version, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<bool> RemoveAsync(string kind, string name, long? version, CancellationToken cancellationToken = default) => keeper.InTurnAsync(
        async () =>
        {
            var before = await _store.ListAsync(cancellationToken).ConfigureAwait(false);
            if (Find(before, kind, name) is not { } known)
            {
                return false;
            }

            ThrowIfOther(known, version);
            Check(before, known, null);
            if (!await _store.RemoveAsync(kind, known.Name, known.Version, cancellationToken).ConfigureAwait(false))
            {
                throw Conflict(kind, name);
            }

            await keeper.TakeUpAsync(cancellationToken).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    private ValueTask<StoredSetting> ChangeAsync(string kind, string name, JsonElement value, long? version, CancellationToken cancellationToken, bool merges = false) => keeper.InTurnAsync(
        async () =>
        {
            var before = await _store.ListAsync(cancellationToken).ConfigureAwait(false);
            var known = Find(before, kind, name);
            ThrowIfOther(known, version);
            var setting = Make(kind, known?.Name ?? name, merges && known is not null ? Merged(known, value) : value, known);
            Check(before, known, setting with { Version = before.Version + 1 });
            if (await _store.PutAsync(setting, known?.Version ?? 0, cancellationToken).ConfigureAwait(false) is not { } made)
            {
                throw Conflict(kind, name);
            }

            await keeper.TakeUpAsync(cancellationToken).ConfigureAwait(false);
            return setting with { Version = made };
        },
        cancellationToken);

    private StoredSetting Make(string kind, string name, JsonElement value, StoredSetting? known)
    {
        if (kind != SettingKinds.Channel)
        {
            return new(kind, name, value.GetRawText(), 0, time.GetUtcNow());
        }

        var (json, secrets) = SettingSecrets.Split(value, known?.Secrets is null ? null : KeptOf(known, value));
        return new(kind, name, json, 0, time.GetUtcNow()) { Secrets = SettingSecrets.Close(secrets, _store.IsDurable, protectors, SettingSecrets.PurposeOf(kind, name, value)) };
    }

    /// <summary>The secrets of before that still hold. A new key takes the place of those that belong to another address, or that nobody can read any more.</summary>
    private JsonElement? KeptOf(StoredSetting known, JsonElement value)
    {
        var before = SaidOf(known);
        if (OriginGuard.Moves(before, value))
        {
            return OriginGuard.HasKey(value) ? null : throw new SettingsException(["api_key: must be entered again, because the channel's provider or address changes; secrets belong to the address that they were entered for."]);
        }

        try
        {
            return SettingSecrets.Open(known.Secrets, protectors, SettingSecrets.PurposeOf(known.Kind, known.Name, before));
        }
        catch (InvalidOperationException) when (OriginGuard.HasKey(value))
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            throw new SettingsException(["api_key: must be entered again, because the kept one can't be read any more: the keys that it was protected with are gone, or it was changed in the store."]);
        }
    }

    /// <summary>Makes the configuration as it would be, with all its checks. Settings that are wrong already stand in nobody's way.</summary>
    private void Check(StoredSettings before, StoredSetting? taken, StoredSetting? added)
    {
        StoredSettings Changed(StoredSettings settings) => settings with { Items = [.. settings.Items.Where(one => one != taken), .. added is null ? [] : new[] { added }] };

        if (_fit.ErrorsOf(Changed(before)) is null)
        {
            return;
        }

        if (_fit.ErrorsOf(StoredSettings.Empty) is { } ofConfiguration)
        {
            throw new SettingsException(ofConfiguration) { IsOfConfiguration = true };
        }

        if (_fit.ErrorsOf(Changed(_fit.Find(before).Settings)) is { } errors)
        {
            throw new SettingsException(errors);
        }
    }

    private static StoredSetting? Find(StoredSettings settings, string kind, string name) => settings.Items.FirstOrDefault(one => one.Kind == kind && Is(one.Name, name));

    private static JsonElement Merged(StoredSetting known, JsonElement change) => SettingSecrets.Merge(SaidOf(known), change);

    private static void CheckObject(string name, JsonElement value)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > 100)
        {
            throw new SettingsException(["name: must have 1 to 100 characters."]);
        }

        if (name.EnumerateRunes().Any(static rune => Rune.IsControl(rune) || rune == Rune.ReplacementChar)) // half a surrogate pair comes as that
        {
            throw new SettingsException(["name: holds control characters or half a surrogate pair; write a name that can be shown."]);
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new SettingsException([$"{name}: must be a JSON object."]);
        }

        SettingNames.Check(value);
    }

    private static void ThrowIfOther(StoredSetting? known, long? version)
    {
        if (version is { } meant && (known?.Version ?? 0) != meant)
        {
            throw new SettingsException([known is null ? "version: there is none any more; read it again." : $"version: is {known.Version} by now; read it again."], isConflict: true);
        }
    }

    private static SettingsException Conflict(string kind, string name) => new([$"{kind} {name}: was changed by somebody else at the same time; read it again."], isConflict: true);

    private static SettingsException Unknown(string name) => new([$"name: there is no channel '{name}'."]);

    private static bool Is(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
