using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OneApi.Client.Settings;

/// <summary>Makes the options with all stored settings that can be in force. What is wrong with the configuration itself is thrown, as everywhere.</summary>
internal sealed class StoredOptionsFactory(
    IEnumerable<IConfigureOptions<OneApiOptions>> setups,
    IEnumerable<IPostConfigureOptions<OneApiOptions>> postSetups,
    IEnumerable<IValidateOptions<OneApiOptions>> validations,
    StoredOptions stored,
    ILogger<StoredOptionsFactory> logger) : IOptionsFactory<OneApiOptions>
{
    private readonly OptionsFactory<OneApiOptions> _inner = new(setups, postSetups, validations);

    public OneApiOptions Create(string name)
    {
        if (stored.IsTrying)
        {
            return _inner.Create(name);
        }

        var settings = stored.Current;
        try
        {
            var whole = stored.With(settings, () => _inner.Create(name));
            stored.LeaveOut([]);
            return whole;
        }
        catch (OptionsValidationException) when (settings.Items.Count > 0)
        {
            stored.With(StoredSettings.Empty, () => _inner.Create(name)); // throws when it is the configuration's fault
        }

        var (held, leftOut) = new StoredFit(stored, () => _inner.Create(name)).Find(settings);
        foreach (var fault in stored.LeaveOut(leftOut))
        {
            Log.SettingLeftOut(logger, fault.Setting.Kind, fault.Setting.Name, string.Join(' ', fault.Errors));
        }

        return stored.With(held, () => _inner.Create(name));
    }
}
