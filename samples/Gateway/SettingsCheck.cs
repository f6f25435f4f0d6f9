using Microsoft.Extensions.Options;
using OneApi.Client;

namespace Gateway;

/// <summary>Looks at all settings before anything is opened or started, so that all errors are known at once.</summary>
internal static class SettingsCheck
{
    public static IReadOnlyList<string> ErrorsOf(IServiceProvider services)
    {
        var errors = new List<string>();
        Try(() => _ = services.GetRequiredService<IOptions<OneApiOptions>>().Value, errors);
        Try(() => services.GetService<IStartupValidator>()?.Validate(), errors);
        return errors;
    }

    private static void Try(Action check, List<string> errors)
    {
        try
        {
            check();
        }
        catch (OptionsValidationException error)
        {
            errors.AddRange(error.Failures.Except(errors));
        }
        catch (AggregateException several) when (several.InnerExceptions.All(static inner => inner is OptionsValidationException))
        {
            errors.AddRange(several.InnerExceptions.Cast<OptionsValidationException>().SelectMany(static error => error.Failures).Except(errors));
        }
    }
}
