using System.Net;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.EndToEnd.Tests.Story;
using OneApi.Client.Testing;

namespace OneApi.Client.EndToEnd.Tests.Secrets;

/// <summary>Recognisable secrets and words go in everywhere; they are looked for in all that comes out and in all that is kept.</summary>
public sealed class SecretCanaryTests
{
    private const string AdminKey = "canary-admin-key-4d5e-0123456789-0123456789";
    private const string Pepper = "canary-pepper-1a2b-0123456789-0123456789";
    private const string ProviderKey = "canary-provider-key-6f7a-";
    private const string SecretKey = "canary-secret-key-8b9c-0123456789";
    private const string StoredKey = "canary-stored-key-3f4a-0123456789";
    private const string WrongKey = "sk-canary-wrong-key-0d1e-0123456789-0123456789";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NoSecret_GoesAnywhere_AndNoWordOfACall_IsKept()
    {
        using var telemetry = new CollectedTelemetry();
        var fakes = new List<(string Model, string Provider, FakeProvider Fake)>
        {
            ("gpt-x", "openai", FakeOpenAI.Start(Options())),
            ("claude-x", "anthropic", FakeAnthropic.Start(Options())),
            ("gemini-x", "gemini", FakeGemini.Start(Options())),
            ("qwen-x", "qwen", FakeQwen.Start(Options())),
            ("ernie-x", "wenxin", FakeWenxin.Start(Options())),
            ("hunyuan-x", "hunyuan", FakeHunyuan.Start(Options())),
            ("doubao-x", "doubao", FakeDoubao.Start(Options())),
        };
        Assert.Equal(CanaryCalls.Models, fakes.Select(static one => one.Model));
        await using var host = await StoryHost.StartAsync(
            options =>
            {
                foreach (var (model, provider, fake) in fakes)
                {
                    options.Channels.Add(ChannelTo(model, provider, fake));
                }

                options.ForwardHeaders.Add("X-Tenant");
                options.Prices["*"] = new() { Input = "1", Output = "2" };
                options.Failover.SameChannelRetries = 0;
            },
            admin: static options => options.MaxWrongKeysPerMinute = 1000, // the wrong key is tried at every route
            services: static services =>
            {
                services.AddDataProtection().UseEphemeralDataProtectionProvider();
                services.AddOneApi().AddDataProtectedSecrets();
            },
            adminKey: AdminKey,
            pepper: Pepper);
        using var events = await OpenEventsAsync(host);
        var calls = new CanaryCalls(host);
        var made = await host.SendAsync("POST", "/api/v1/token", """{"name":"canary","quota":50000,"group":"internal_dev"}""", AdminKey);
        Assert.Equal(HttpStatusCode.Created, made.Status);
        var (key, id) = (made.Json.GetProperty("key").GetString()!, made.Json.GetProperty("id").GetString()!);

        foreach (var (model, _, fake) in fakes)
        {
            fake.Reply(new FakeReply { Text = CanaryCalls.Answer + " and more of it", Reasoning = null });
            await calls.AskAllAsync(model, key);
        }

        await calls.AskOthersAsync(key);
        await calls.AskWronglyAsync(key, WrongKey);
        await FailAsync(host, calls, fakes, key);
        await calls.AdministerAsync(id, AdminKey, WrongKey);
        await using var stored = FakeOpenAI.Start(new FakeProviderOptions { ApiKey = StoredKey });
        await calls.MakeChannelsAsync(stored.Url, StoredKey, AdminKey);
        await calls.AskAllAsync("stored-x", key);
        telemetry.Observe();

        Assert.Contains(calls.Answers, static one => one.Text.Contains(CanaryCalls.Answer, StringComparison.Ordinal)); // the words did go through
        Assert.Contains(fakes[0].Fake.Requests, static request => request.Headers.GetValueOrDefault("X-Tenant") == CanaryCalls.Header);
        Assert.True(telemetry.OwnSpans > 0 && telemetry.OwnMeasurements > 0 && host.Logs.Lines.Count > 100);
        Assert.Contains(stored.Requests, static request => request.Headers.GetValueOrDefault("X-Extra") == StoredKey);
        await host.StopAsync();
        string[] secrets = [AdminKey, Pepper, ProviderKey, SecretKey, StoredKey, WrongKey, key, key[^20..], host.Key];
        string[] words = [CanaryCalls.Prompt, CanaryCalls.Answer, CanaryCalls.Header];
        var found = new List<string>();
        AssertMarked(calls, telemetry, host);
        Look(found, "answer", calls.Answers.Select(static one => one.Call + " => " + one.Text), secrets);
        Look(found, "events", [await events.ReadToEndAsync(Stop)], [.. secrets, .. words]);
        Look(found, "log", host.Logs.Lines, [.. secrets, .. words]);
        Look(found, "telemetry", telemetry.Lines, [.. secrets, .. words]);
        foreach (var file in Directory.GetFiles(host.Folder))
        {
            var bytes = await File.ReadAllBytesAsync(file, Stop);
            found.AddRange(secrets.Concat(words).Where(one => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(one)) >= 0).Select(one => $"file {Path.GetFileName(file)}: {one}"));
        }

        foreach (var (_, _, fake) in fakes)
        {
            await fake.DisposeAsync();
        }

        Assert.True(found.Count == 0, string.Join('\n', found.OrderByDescending(static one => one, StringComparer.Ordinal).Take(40)));
    }

    /// <summary>The search does see what is there: a word that is no secret stands in answers, logs, telemetry and files.</summary>
    private static void AssertMarked(CanaryCalls calls, CollectedTelemetry telemetry, StoryHost host)
    {
        Assert.Contains(calls.Answers, static one => one.Text.Contains(CanaryCalls.Marker, StringComparison.Ordinal));
        Assert.Contains(host.Logs.Lines, static line => line.Contains(CanaryCalls.Marker, StringComparison.Ordinal));
        Assert.Contains(telemetry.Lines, static line => line.Contains(CanaryCalls.Marker, StringComparison.Ordinal));
        Assert.Contains(Directory.GetFiles(host.Folder), static file => File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(CanaryCalls.Marker)) >= 0);
    }

    /// <summary>Everything that a provider can do wrong, also with the secret itself in its words.</summary>
    private static async Task FailAsync(StoryHost host, CanaryCalls calls, List<(string Model, string Provider, FakeProvider Fake)> fakes, string key)
    {
        var health = host.Services.GetRequiredService<IChannelHealth>();
        Fault[] faults =
        [
            Fault.Unauthorized(), Fault.QuotaExhausted(), Fault.RateLimited(TimeSpan.FromSeconds(1)), Fault.ServerError(), Fault.Overloaded(), Fault.InvalidRequest(), Fault.ContextLength(),
            Fault.ContentFiltered(), Fault.ModelNotFound(), Fault.EmptySuccess(), Fault.ErrorInSuccess(), Fault.Html(), Fault.Reset(), Fault.CutStream(1), Fault.ErrorMidStream(1), Fault.Malformed(1), Fault.EndWithoutTerminator(1),
        ];
        foreach (var (model, _, fake) in fakes.Take(2))
        {
            foreach (var fault in faults)
            {
                fake.ClearFaults();
                fake.Fault(fault);
                await calls.AskAllAsync(model, key);
                await health.ResumeAsync(model, Stop);
            }

            fake.ClearFaults();
            foreach (var status in new[] { 400, 401, 403, 404, 413, 422, 429, 500, 200 })
            {
                var said = $"Incorrect key {fake.ApiKey}: you said {CanaryCalls.Prompt}";
                fake.Reply(_ => new FakeReply { StatusCode = status, RawBody = Encoding.UTF8.GetBytes($$"""{"error":{"message":"{{said}}","type":"{{CanaryCalls.Prompt}}","code":"{{CanaryCalls.Prompt}}","status":"{{CanaryCalls.Prompt}}"},"x":"{{CanaryCalls.Answer}}"}""") });
                await calls.AskAllAsync(model, key);
                await health.ResumeAsync(model, Stop);
            }
        }
    }

    private static void Look(List<string> found, string where, IEnumerable<string> lines, string[] canaries)
    {
        foreach (var line in lines)
        {
            foreach (var canary in canaries)
            {
                var at = line.IndexOf(canary, StringComparison.Ordinal);
                if (at >= 0)
                {
                    found.Add($"{where}: {canary}: {line[..Math.Min(90, line.Length)]} … {line[Math.Max(0, at - 120)..Math.Min(line.Length, at + 60)]}".ReplaceLineEndings(" "));
                }
            }
        }
    }

    private static async Task<StreamReader> OpenEventsAsync(StoryHost host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events");
        request.Headers.Authorization = new("Bearer", AdminKey);
        var answer = await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        return new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
    }

    private static FakeProviderOptions Options() => new() { ApiKey = ProviderKey + Guid.NewGuid().ToString("N"), SecretKey = SecretKey };

    private static ChannelConfig ChannelTo(string model, string provider, FakeProvider fake)
    {
        var channel = StoryHost.Channel(model, provider, fake, model);
        if (model == "gpt-x")
        {
            channel.Models = [model, "gpt-image-1"];
        }

        if (provider is "wenxin" or "hunyuan" or "doubao")
        {
            channel.SecretKey = fake.SecretKey;
            channel.ModelMap[model] = provider switch { "wenxin" => "ERNIE-4.0-8K", "hunyuan" => "hunyuan-turbos-latest", _ => "ep-20250101000000-abcde" };
        }

        return channel;
    }
}
