using Microsoft.Extensions.DependencyInjection.Extensions;
using OneApi.Client;
using OneApi.Client.AspNetCore.DataProtection;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Protects the secrets of stored channels.</summary>
public static class OneApiDataProtectionBuilderExtensions
{
    /// <summary>
    /// Has ASP.NET Core Data Protection make the secrets of channels unreadable before a durable store keeps them. A secret can be read again for the
    /// channel and the address that it was entered for alone. A protector of your own that is registered already stays.
    /// </summary>
    /// <param name="builder">The gateway's builder.</param>
    /// <returns>The builder.</returns>
    /// <remarks>
    /// The host decides where the key ring lies: <c>services.AddDataProtection().PersistKeysTo…().SetApplicationName(…)</c>. It must outlive the process, be
    /// the same for all nodes, and lie apart from the store. Without it, secrets have to be entered again.
    /// </remarks>
    public static IOneApiBuilder AddDataProtectedSecrets(this IOneApiBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddDataProtection();
        builder.Services.TryAddSingleton<ISecretProtector, DataProtectedSecrets>();
        return builder;
    }
}
