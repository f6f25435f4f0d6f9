using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Testing;

namespace OneApi.Client.AspNetCore.Tests.HealthChecks;

/// <summary>A gateway with live configuration: channel <c>one</c> serves gpt-x, <c>two</c> serves gpt-x and gpt-y; and a clock that stands still.</summary>
internal sealed class HealthyGateway : IAsyncDisposable
{
    private static readonly string[] Names = ["one", "two"];
    private readonly IConfigurationRoot _configuration;
    private readonly ServiceProvider _services;

    public HealthyGateway(Action<IHealthChecksBuilder>? add = null, int channels = 2, string? models = null)
    {
        Fakes = [.. Enumerable.Range(0, channels).Select(static _ => (FakeProvider)FakeOpenAI.Start())];
        var values = new Dictionary<string, string?> { ["Failover:SameChannelRetries"] = "0", ["Groups:default:Strategy"] = "Ordered" };
        for (var i = 0; i < channels; i++)
        {
            values[$"Channels:{i}:Name"] = Names[i];
            values[$"Channels:{i}:Provider"] = "openai";
            values[$"Channels:{i}:ApiKey"] = Fakes[i].ApiKey;
            values[$"Channels:{i}:BaseUrl"] = Fakes[i].Url;
            values[$"Channels:{i}:Models:0"] = models ?? "gpt-x";
        }

        if (channels > 1 && models is null)
        {
            values["Channels:1:Models:1"] = "gpt-y";
        }

        _configuration = new ConfigurationBuilder().Add(new MemoryConfigurationSource { InitialData = values.Select(static value => KeyValuePair.Create("OneApi:" + value.Key, value.Value)) }).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Time);
        services.AddOneApi(_configuration);
        (add ?? (static checks => checks.AddOneApi()))(services.AddHealthChecks());
        _services = services.BuildServiceProvider();
    }

    public FakeTimeProvider Time { get; } = new(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public FakeProvider[] Fakes { get; }

    public Task<HealthReport> ReportAsync() => _services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);

    public async Task<HealthReportEntry> CheckAsync() => (await ReportAsync()).Entries["oneapi"];

    /// <summary>Makes a call; whether it goes well is not the question.</summary>
    public async Task AskAsync(string model)
    {
        try
        {
            await _services.GetRequiredService<IChatClient>().GetResponseAsync("hello", new() { ModelId = model }, TestContext.Current.CancellationToken);
        }
        catch (OneApiException)
        {
            // The health of the channels says what came of it.
        }
    }

    public async Task RestAsync(string channel) =>
        await _services.GetRequiredService<IChannelHealth>().RestAsync(channel, duration: null, note: null, TestContext.Current.CancellationToken);

    /// <summary>Changes the configuration live.</summary>
    public void Set(string key, string value)
    {
        _configuration["OneApi:" + key] = value;
        _configuration.Reload();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        foreach (var fake in Fakes)
        {
            await fake.DisposeAsync();
        }
    }
}
