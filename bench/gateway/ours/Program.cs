// MapOneApi in front of the mock: an access token with a quota is checked, held and charged for every call, one record is written for each.
//   dotnet run -c Release -- <port> <upstream> <memory|sqlite|redis> [translate]
// "translate" takes an Anthropic channel, so that every answer is written anew instead of passed on.
using System.Net;
using OneApi.Client;

var port = int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture);
var upstream = args[1];
var store = args[2];
var translates = args.Length > 3 && args[3] == "translate";
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel => { kestrel.Listen(IPAddress.Loopback, port); kestrel.AddServerHeader = false; });
var gateway = builder.Services.AddOneApi(options =>
{
    options.Tokens.Pepper = "a pepper for benchmarks, of more than thirty-two bytes";
    options.Channels.Add(new()
    {
        Name = "mock", Provider = translates ? "anthropic" : "openai-compatible", ApiKey = "sk-upstream", BaseUrl = translates ? upstream : upstream + "/v1", Models = { "bench-*" },
    });
    options.Prices["*"] = new() { Input = "1", Output = "2" };
}).AddAspNetCore();
if (store is not "memory")
{
    gateway.AddEntityFrameworkCore(options => options.UseSqlite($"out/ours-{port}.db"));
}

if (store is "redis")
{
    gateway.AddRedis(options => options.Url = Environment.GetEnvironmentVariable("BENCH_REDIS") ?? "redis://127.0.0.1:9379");
}

var app = builder.Build();
app.MapOneApi();
await app.StartAsync();
var tokens = app.Services.GetRequiredService<IAccessTokens>();
try
{
    await tokens.CreateAsync(new() { Name = "bench", ImportedKey = "sk-bench00000000000000000000000000000000", QuotaMicros = 1_000_000_000_000 });
}
catch (AccessTokenException)
{
    // an earlier run has made it
}

await app.WaitForShutdownAsync();
