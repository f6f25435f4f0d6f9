using System.Globalization;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client;
using Spectre.Console;

namespace QuickStart;

/// <summary>An access token's life: a customer gets half a cent, spends it, and is refused before any provider is called.</summary>
internal static class Customer
{
    private const long HalfACent = 5_000;

    public static async Task RunAsync(IServiceProvider services, string model, string prompt)
    {
        var client = services.GetRequiredService<IChatClient>();
        var tokens = services.GetRequiredService<IAccessTokens>();
        var grant = await tokens.CreateAsync(new()
        {
            Name = "customer_a_service",
            Owner = "customer-a",
            QuotaMicros = HalfACent,
            ExpiresIn = TimeSpan.FromDays(30),
        });
        AnsiConsole.MarkupLineInterpolated($"[grey]key {grant.Key[..10]}…, shown this once; {Dollars(HalfACent)}, 30 days[/]");

        var options = new OneApiChatOptions { ModelId = model, AccessToken = grant.Key, MaxOutputTokens = 100 };
        for (var calls = 0; ; calls++)
        {
            try
            {
                await client.GetResponseAsync(prompt, options);
            }
            catch (OneApiException refused) when (refused.Kind is OneApiErrorKind.CallerQuotaExhausted)
            {
                AnsiConsole.MarkupLineInterpolated($"after {calls} calls: [orange1]{refused.ProviderCode}[/] · {refused.ProviderMessage}");
                break;
            }
        }

        var reports = services.GetRequiredService<IUsageReports>();
        await foreach (var row in reports.QueryAsync(new() { By = [UsageDimension.Owner, UsageDimension.Channel] }))
        {
            AnsiConsole.MarkupLineInterpolated(
                $"{row.Keys[0] ?? "the host itself"} on {row.Keys[1] ?? "none"}: {row.Totals.Calls} calls, {row.Totals.InputTokens} + {row.Totals.OutputTokens} tokens, {Dollars(row.Totals.ChargeMicros)}");
        }

        var proof = await reports.ReconcileAsync();
        AnsiConsole.MarkupLineInterpolated($"[green]ledger {Dollars(proof.ChargedMicros)} = accounts {Dollars(proof.SettledMicros)}: {(proof.IsBalanced ? "balanced" : "NOT balanced")}[/]");
    }

    private static string Dollars(long micros) => string.Create(CultureInfo.InvariantCulture, $"${micros / 1_000_000}.{micros % 1_000_000:D6}");
}
