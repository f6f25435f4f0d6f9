using GatewayChild;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OneApi.Client;

// A gateway of its own on durable stores, for tests that kill it.
//   GatewayChild <sqlite file or postgres connection> <redis url or -> <provider url> <provider key> <access token or -> <callers> <calls or 0> <crash point> <n>
// When it is ready it says so, and waits for a line. Then every caller calls, whole and streamed in turn, until it has made its calls, its money is spent or it is killed. Each answer that has come back
// in full is told by a line: "ack <call id> <charge>". The crash point is none, or the n-th time of one of CrashPoints.
var (database, redis, url, key, token) = (args[0], args[1], args[2], args[3], args[4]);
var (callers, calls) = (int.Parse(args[5], null), int.Parse(args[6], null));
var crash = new CrashPoint(args[7], int.Parse(args[8], null));

var builder = Host.CreateApplicationBuilder();
builder.Logging.ClearProviders();
var gateway = builder.Services.AddOneApi(options =>
{
    options.Tokens.Pepper = "a pepper of the tests, which is no secret at all";
    options.Failover.SameChannelRetries = 0;
    options.Prices["gpt-4o-mini"] = new() { Input = "2", Output = "10", PerCall = "0.0001" };
    options.Channels.Add(new() { Name = "one", Provider = "openai", ApiKey = key, BaseUrl = url, Models = ["*"] });
});
gateway.AddEntityFrameworkCore(options =>
{
    if (database.Contains("Host=", StringComparison.OrdinalIgnoreCase))
    {
        options.UsePostgres(database);
    }
    else
    {
        options.UseSqlite(database);
    }
});
if (redis != "-")
{
    gateway.AddRedis(options => options.Url = redis);
}

CrashingQuotaStore.PutInFront(builder.Services, crash);
using var host = builder.Build();
await host.StartAsync();

var output = TextWriter.Synchronized(Console.Out);
if (token == "-")
{
    var grant = await host.Services.GetRequiredService<IAccessTokens>().CreateAsync(new() { Name = "customer", Owner = "acme", QuotaMicros = long.Parse(args[9], null) });
    output.WriteLine($"token {grant.Key}");
    await host.StopAsync();
    return;
}

output.WriteLine("ready");
Console.ReadLine();
var client = host.Services.GetRequiredService<IChatClient>();
await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
{
    for (var i = caller; calls == 0 || i < calls + caller; i++)
    {
        if (!await CallAsync(streaming: i % 2 == 0))
        {
            return;
        }
    }
})));
await host.StopAsync();
output.WriteLine("done");

async Task<bool> CallAsync(bool streaming)
{
    var options = new OneApiChatOptions { AccessToken = token, ModelId = "gpt-4o-mini", MaxOutputTokens = 50 };
    try
    {
        OneApiTrace? trace = null;
        if (streaming)
        {
            await foreach (var update in client.GetStreamingResponseAsync("hello", options))
            {
                if (update.Text.Length > 0)
                {
                    crash.Pass(CrashPoint.FirstContent);
                }

                trace = update.GetOneApiTrace() ?? trace;
            }
        }
        else
        {
            trace = (await client.GetResponseAsync("hello", options)).GetOneApiTrace();
        }

        output.WriteLine($"ack {trace!.CallId} {trace.Record.ChargeMicros}");
        return true;
    }
    catch (OneApiException refused) when (refused.Kind is OneApiErrorKind.CallerQuotaExhausted)
    {
        output.WriteLine($"refused {refused.ProviderCode}");
        return refused.ProviderCode == "quota_in_flight";
    }
}
