using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OneApi.Client.Channels;

namespace OneApi.Client.Admission;

/// <summary>Makes the tokens' service of a container.</summary>
internal static class AccessTokensFactory
{
    private const int PepperBytes = 32;

    /// <exception cref="OptionsValidationException">A store that outlives the process needs a pepper that does too.</exception>
    public static AccessTokens Make(IServiceProvider services)
    {
        var registry = services.GetRequiredService<ChannelRegistry>();
        var store = services.GetRequiredService<IAccessTokenStore>();
        var options = registry.AtStart.Tokens;
        if (options.Pepper is null && store is not MemoryAccessTokenStore)
        {
            throw new OptionsValidationException(
                Options.DefaultName,
                typeof(OneApiOptions),
                [$"OneApi:Tokens:Pepper: is missing; access tokens that are kept in a store need a secret of {PepperBytes} bytes or more outside of it, such as the output of 'openssl rand -base64 48'."]);
        }

        var pepper = options.Pepper is { } text ? Encoding.UTF8.GetBytes(text) : RandomNumberGenerator.GetBytes(PepperBytes);
        return new(store, services.GetRequiredService<IQuotaStore>(), new(pepper), options.Brand, () => registry.Current.Groups.Keys, services.GetRequiredService<TimeProvider>());
    }
}
