using Microsoft.AspNetCore.DataProtection;
using OneApi.Client;

namespace Gateway;

/// <summary>The keys under which the secrets of stored channels lie in the database: in a folder beside it, or in one that all machines share.</summary>
internal static class SecretKeys
{
    private const string Folder = "keys";
    private const string Setting = "OneApi:KeyFolder";

    public static void Add(IOneApiBuilder gateway, GatewaySettings settings)
    {
        if (settings.KeyFolder is null && settings.Postgres is not null)
        {
            gateway.Services.AddSingleton<ISecretProtector, NoSharedKeys>();
            return;
        }

        var folder = settings.KeyFolder ?? Path.Combine(settings.DataFolder, Folder);
        PrivateFolder.Make(folder, settings.KeyFolder is null ? "OneApi:Data" : Setting);
        gateway.Services.AddLogging(static logging => logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)); // it warns that the folder's keys are not encrypted: docs/gateway.md
        gateway.Services.AddDataProtection().SetApplicationName("OneApi.Client.Gateway").PersistKeysToFileSystem(new(folder));
        gateway.AddDataProtectedSecrets();
    }

    /// <summary>Several machines with keys of their own could not read each other's secrets.</summary>
    private sealed class NoSharedKeys : ISecretProtector
    {
        private const string Error = $"api_key: secrets are not kept, because with PostgreSQL every machine needs the same keys for them; name a folder that all machines share with {Setting}, or keep the secret in the configuration.";

        public string Protect(string secret, string purpose) => throw new SettingsException([Error]);

        public string Unprotect(string kept, string purpose) => throw new InvalidOperationException(Error);
    }
}
