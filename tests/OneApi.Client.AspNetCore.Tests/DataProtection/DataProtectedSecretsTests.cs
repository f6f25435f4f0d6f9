using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace OneApi.Client.AspNetCore.Tests.DataProtection;

/// <summary>Secrets that a durable store keeps, under the key ring of the host.</summary>
public sealed class DataProtectedSecretsTests : IDisposable
{
    private readonly DirectoryInfo _keys = Directory.CreateTempSubdirectory("oneapi-keys-");

    [Fact]
    public void Secret_ComesBack_AfterARestart_ForTheSamePurpose()
    {
        var kept = With(_keys, static protector => protector.Protect("sk-very-secret 客", "channel\nA"));

        Assert.DoesNotContain("secret", kept, StringComparison.Ordinal);
        Assert.Equal("sk-very-secret 客", With(_keys, protector => protector.Unprotect(kept, "channel\nA")));
    }

    [Fact]
    public void ForAnotherPurpose_WithOtherKeys_OrChanged_ItIsNotRead_AndNotSaid()
    {
        var kept = With(_keys, static protector => protector.Protect("sk-very-secret", "channel\nA"));
        var others = Directory.CreateTempSubdirectory("oneapi-keys-");
        try
        {
            foreach (var (keys, text, purpose) in new[] { (_keys, kept, "channel\nB"), (others, kept, "channel\nA"), (_keys, kept[..^2] + (kept[^2] == 'A' ? 'B' : 'A') + kept[^1], "channel\nA"), (_keys, "plain", "channel\nA") })
            {
                var error = Assert.Throws<InvalidOperationException>(() => With(keys, protector => protector.Unprotect(text, purpose)));

                Assert.DoesNotContain("sk-very", error.ToString(), StringComparison.Ordinal);
                Assert.DoesNotContain(kept, error.ToString(), StringComparison.Ordinal);
            }
        }
        finally
        {
            others.Delete(recursive: true);
        }
    }

    [Fact]
    public void ProtectorOfTheHost_Stays()
    {
        var services = new ServiceCollection();
        services.AddSingleton<ISecretProtector, Mine>();
        services.AddOneApi().AddDataProtectedSecrets();
        using var provider = services.BuildServiceProvider();

        Assert.IsType<Mine>(Assert.Single(provider.GetServices<ISecretProtector>()));
    }

    public void Dispose() => _keys.Delete(recursive: true);

    private static string With(DirectoryInfo keys, Func<ISecretProtector, string> use)
    {
        var services = new ServiceCollection();
        services.AddDataProtection().PersistKeysToFileSystem(keys).SetApplicationName("test");
        services.AddOneApi().AddDataProtectedSecrets();
        using var provider = services.BuildServiceProvider();
        return use(provider.GetRequiredService<ISecretProtector>());
    }

    private sealed class Mine : ISecretProtector
    {
        public string Protect(string secret, string purpose) => secret;

        public string Unprotect(string kept, string purpose) => kept;
    }
}
