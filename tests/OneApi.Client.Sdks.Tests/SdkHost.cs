using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneApi.Client.Testing;

namespace OneApi.Client.Sdks.Tests;

/// <summary>The gateway over HTTP on a free port of loopback, with a channel for each of five wires, the same five with a stream that breaks, one that is asked too often, and the keys of the checks.</summary>
public sealed class SdkHost : IAsyncLifetime
{
    private readonly Dictionary<string, FakeProvider> _fakes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _seen = new(StringComparer.Ordinal);
    private WebApplication? _app;

    /// <summary>Gets the base URL of OpenAI's clients.</summary>
    public string OpenAIUrl => Url + "/v1";

    /// <summary>Gets the base URL of Anthropic's clients.</summary>
    public string Url => App.Urls.First();

    /// <summary>Gets the keys: good, exhausted, forbidden, limited.</summary>
    public Dictionary<string, string> Keys { get; } = new(StringComparer.Ordinal);

    private WebApplication App => _app ?? throw new InvalidOperationException("The host is not started.");

    public async ValueTask InitializeAsync()
    {
        foreach (var channel in SdkChannel.All)
        {
            _fakes[channel.Name] = channel.Start();
            var broken = _fakes["broken-" + channel.Name] = channel.Start();
            broken.Fault(Fault.ErrorMidStream(2));
        }

        var limited = _fakes["limited"] = FakeOpenAI.Start();
        limited.Fault(Fault.RateLimited(TimeSpan.FromSeconds(1)));

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddOneApi(Configure).AddAspNetCore();
        _app = builder.Build();
        _app.Use(CountAsync);
        _app.MapGet("/seen/{key}", context => context.Response.WriteAsync(Seen((string)context.Request.RouteValues["key"]!).ToString(CultureInfo.InvariantCulture)));
        _app.MapGet("/upstream/{channel}", context => context.Response.WriteAsync(LastBody((string)context.Request.RouteValues["channel"]!)));
        _app.MapOneApi();
        await _app.StartAsync(TestContext.Current.CancellationToken);
        Keys["good"] = await KeyAsync(new() { Name = "good", QuotaMicros = 1_000_000_000 });
        Keys["exhausted"] = await KeyAsync(new() { Name = "exhausted", QuotaMicros = 0 });
        Keys["forbidden"] = await KeyAsync(new() { Name = "forbidden", Models = { "nothing-*" } });
        Keys["limited"] = await KeyAsync(new() { Name = "limited", Limits = new() { RequestsPerMinute = 1 } });
        Keys["wrong"] = Keys["good"][..^6] + "AAAAAA";
    }

    /// <summary>Counts what came to the gateway with a key.</summary>
    public int Seen(string key) => _seen.GetValueOrDefault(key);

    /// <summary>The body of the last request that a channel's provider was sent.</summary>
    public string LastBody(string channel) => Encoding.UTF8.GetString(_fakes[channel].Requests[^1].Body.Span);

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync(new CancellationToken(canceled: true));
            await _app.DisposeAsync();
        }

        foreach (var fake in _fakes.Values)
        {
            await fake.DisposeAsync();
        }
    }

    private void Configure(OneApiOptions options)
    {
        foreach (var channel in SdkChannel.All)
        {
            options.Channels.Add(Of(channel.Name, channel.Provider, _fakes[channel.Name], [.. channel.Models]));
            var broken = Of("broken-" + channel.Name, channel.Provider, _fakes["broken-" + channel.Name], "broken-" + channel.Name);
            broken.ModelMap["broken-" + channel.Name] = channel.Model;
            options.Channels.Add(broken);
        }

        var limited = Of("limited", "openai", _fakes["limited"], "limited");
        limited.ModelMap["limited"] = "gpt-4o";
        options.Channels.Add(limited);
        options.Failover.SameChannelRetries = 0;
        options.Prices = new Dictionary<string, PriceConfig> { ["*"] = new() { Input = "0.50", Output = "2.00" } };
    }

    private static ChannelConfig Of(string name, string provider, FakeProvider fake, params string[] models) => new()
    {
        Name = name,
        Provider = provider,
        BaseUrl = fake.Url,
        ApiKey = fake.ApiKey,
        SecretKey = fake.SecretKey is { Length: > 0 } secret ? secret : null,
        AppId = fake.AppId is { Length: > 0 } app ? app : null,
        Models = [.. models],
    };

    private async Task<string> KeyAsync(AccessTokenRequest request)
        => (await App.Services.GetRequiredService<IAccessTokens>().CreateAsync(request, TestContext.Current.CancellationToken)).Key;

    private Task CountAsync(HttpContext context, RequestDelegate next)
    {
        var key = context.Request.Headers["x-api-key"].ToString();
        if (key.Length == 0)
        {
            key = context.Request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal);
        }

        _seen.AddOrUpdate(key, 1, static (_, count) => count + 1);
        return next(context);
    }
}
