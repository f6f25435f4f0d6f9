using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using OneApi.Client;

namespace Gateway;

/// <summary>Says, when the gateway is ready, where it is and what to do next. What is printed works as pasted.</summary>
internal static class Welcome
{
    public static async Task PrintAsync(WebApplication app, GatewaySettings settings, string? link)
    {
        var url = UrlOf(app);
        var text = new StringBuilder();
        text.AppendLine();
        text.AppendLine($"The gateway is ready: {url}");
        text.AppendLine($"Data folder: {settings.DataFolder}");
        if (!settings.IsDemo && !settings.HasChannels)
        {
            text.AppendLine("No channel is configured: add some under OneApi:Channels (see appsettings.example.json) or through the admin API, or start with --demo.");
        }

        if (settings.IsDemo)
        {
            await AppendDemoAsync(app, settings, url, text);
        }

        AppendAdmin(settings, url, link, text);
        text.AppendLine();
        text.AppendLine("Ctrl+C stops it: running calls may end, new ones are refused.");
        Console.Write(text.ToString());
        await Console.Out.FlushAsync();
    }

    private static async Task AppendDemoAsync(WebApplication app, GatewaySettings settings, string url, StringBuilder text)
    {
        text.AppendLine(settings.IsDemoAskedFor
            ? "This is the demo: fakes of seven providers answer, and nothing leaves this machine."
            : "No channel is configured, so this is the demo: fakes of seven providers answer, and nothing leaves this machine. Configure channels under OneApi:Channels, or start with --no-demo.");
        var grant = await app.Services.GetRequiredService<IAccessTokens>().CreateAsync(new()
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"demo {DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm:ss.fff}"), // names are used once, and the demo's database stays
            Owner = "demo",
            Group = "internal_dev",
            ExpiresIn = TimeSpan.FromDays(1),
            QuotaMicros = 5_000_000,
        });
        text.AppendLine();
        text.AppendLine("A call, with a token of today worth 5 dollars (models: gpt-4o-mini, claude-haiku-4-5, gemini-2.5-flash, qwen-plus, spark-max, chatglm3, kimi-k2, assistant):");
        text.AppendLine();
        text.AppendLine($$"""curl {{url}}/v1/chat/completions -H "Authorization: Bearer {{grant.Key}}" -H "Content-Type: application/json" -d '{"model":"gpt-4o-mini","messages":[{"role":"user","content":"Hello, gateway"}]}'""");
    }

    private static void AppendAdmin(GatewaySettings settings, string url, string? link, StringBuilder text)
    {
        if (link is not null)
        {
            text.AppendLine();
            text.AppendLine("Nobody has an admin key yet. This link sets it, once; it ends with this process:");
            text.AppendLine();
            text.AppendLine(url + link);
        }

        if (settings.AdminKey is null)
        {
            return;
        }

        text.AppendLine();
        text.AppendLine(settings.IsAdminKeyMade
            ? "A token for a customer, with an admin key of this run only:"
            : "A token for a customer, with ADMIN set to your admin key:");
        text.AppendLine();
        if (settings.IsAdminKeyMade)
        {
            text.AppendLine($"ADMIN={settings.AdminKey}");
        }

        text.AppendLine($$"""curl -X POST {{url}}/api/v1/token -H "Authorization: Bearer $ADMIN" -H "Content-Type: application/json" -d '{"name":"customer_a_service","expires_in":2592000,"quota":50000,"group":"customer_service","ip_whitelist":["192.168.10.0/24"]}'""");
    }

    /// <summary>An address that a person on this machine can call, with the port that was really taken.</summary>
    private static string UrlOf(WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses;
        var address = addresses?.FirstOrDefault() ?? "http://localhost:3000";
        return address.Replace("://[::]", "://localhost", StringComparison.Ordinal).Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal).Replace("://*", "://localhost", StringComparison.Ordinal).Replace("://+", "://localhost", StringComparison.Ordinal).TrimEnd('/');
    }
}
