using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OneApi.Client.AspNetCore.Admin;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Billing;

/// <summary>
/// What clients read to show a balance, as One API and OpenAI's former billing API have it: the limit in dollars, and the use in hundredths of
/// a dollar. The caller sees his own access token alone.
/// </summary>
internal sealed class BillingEndpoint(IAccessTokens tokens, Gate gate, Action<IBufferWriter<byte>, EndpointError, string> writeError)
{
    /// <summary>What One API answers for a token without a limit, in dollars.</summary>
    private const string Unlimited = "100000000";

    private static readonly QuotaUnit Cent = QuotaUnit.TryFind("cent", out var cent) ? cent : throw new InvalidOperationException();

    public Task SubscriptionAsync(HttpContext context) => gate.RunAsync(context, writeError, async (exchange, caller) =>
    {
        var token = await FindAsync(exchange, caller).ConfigureAwait(false);
        var quota = await tokens.GetQuotaAsync(token.Id, exchange.Ended).ConfigureAwait(false);
        var limit = quota?.Total is { } total ? QuotaUnit.Dollar.Write(total.LimitMicros).Text : Unlimited;
        await exchange.AnswerAsync(Write(writer =>
        {
            writer.WriteString("object"u8, "billing_subscription"u8);
            writer.WriteBoolean("has_payment_method"u8, true);
            foreach (var name in (ReadOnlySpan<string>)["soft_limit_usd", "hard_limit_usd", "system_hard_limit_usd"])
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(limit);
            }

            writer.WriteNumber("access_until"u8, token.ExpiresAt?.ToUnixTimeSeconds() ?? 0);
        })).ConfigureAwait(false);
    });

    public Task UsageAsync(HttpContext context) => gate.RunAsync(context, writeError, async (exchange, caller) =>
    {
        var token = await FindAsync(exchange, caller).ConfigureAwait(false);
        var quota = await tokens.GetQuotaAsync(token.Id, exchange.Ended).ConfigureAwait(false);
        await exchange.AnswerAsync(Write(writer =>
        {
            writer.WriteString("object"u8, "list"u8);
            writer.WritePropertyName("total_usage"u8);
            writer.WriteRawValue(Cent.Write(quota?.Total?.SettledMicros ?? 0).Text);
        })).ConfigureAwait(false);
    });

    private async ValueTask<AccessToken> FindAsync(Exchange exchange, CallerAtDoor caller)
    {
        exchange.Context.Response.Headers.CacheControl = "no-store";
        return await tokens.AuthenticateAsync(caller.Key ?? string.Empty, caller.Address, exchange.Ended).ConfigureAwait(false);
    }

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return body.WrittenMemory;
    }
}
