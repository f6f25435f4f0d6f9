using System.Globalization;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Testing;

namespace OneApi.Client.EndToEnd.Tests.Failover;

/// <summary>A gateway on default settings: one channel serves the asked model, one the fallback model, and a fault wall stands behind each.</summary>
internal sealed class FailoverScene : IAsyncDisposable
{
    public const string MainModel = "main-model";
    public const string BackupModel = "backup-model";

    /// <summary>11 × 2 + 60 × 10 micro-dollars, and 11 × 3 + 60 × 20.</summary>
    public const long PriceOfMain = 622;
    public const long PriceOfBackup = 1233;

    private static readonly Lazy<Task> Warm = new(WarmAsync);
    private readonly ServiceProvider _services;
    private string _key = "";

    private FailoverScene(double speed, Action<OneApiOptions>? configure)
    {
        Time = new FastTime(speed);
        Primary = FaultWall.Start(new() { TimeProvider = Time });
        Backup = FaultWall.Start(new() { TimeProvider = Time });
        Heal();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddOneApi(options =>
        {
            options.Channels.Add(new() { Name = "primary", Provider = "openai-compatible", BaseUrl = Primary.Url, ApiKey = "sk-primary", Models = [MainModel] });
            options.Channels.Add(new() { Name = "backup", Provider = "openai-compatible", BaseUrl = Backup.Url, ApiKey = "sk-backup", Models = [BackupModel] });
            options.Groups["default"] = new() { Fallbacks = { [MainModel] = [BackupModel] } };
            options.Prices[MainModel] = new() { Input = "2", Output = "10" };
            options.Prices[BackupModel] = new() { Input = "3", Output = "20" };
            configure?.Invoke(options);
        });
        _services = services.BuildServiceProvider();
    }

    /// <summary>Gets the answer's pieces: 60, no two alike.</summary>
    public static string[] Tokens { get; } = [.. Enumerable.Range(1, 60).Select(static number => string.Create(CultureInfo.InvariantCulture, $"word{number} "))];

    public static string WholeText { get; } = string.Concat(Tokens);

    /// <summary>Gets the good answer, with the usage that both providers report.</summary>
    public static WallReply Good { get; } = WallReply.Answer(Tokens).WithUsage(new() { InputTokens = 11, OutputTokens = 60 });

    public FastTime Time { get; }

    public FaultWall Primary { get; }

    public FaultWall Backup { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Starts it. Time runs <paramref name="speed"/> times as fast: what a machine takes longer counts as much longer.</summary>
    public static async Task<FailoverScene> StartAsync(double speed = 5, Action<OneApiOptions>? configure = null)
    {
        await Warm.Value;
        return await StartColdAsync(speed, configure);
    }

    /// <summary>Both providers are well from here on. The backup refuses to go on with an answer that another one has begun.</summary>
    public void Heal()
    {
        Primary.Always(Good);
        Backup.Answer(static request => IsPrefill(request)
            ? WallReply.Status(400, body: """{"error":{"message":"The last message must not be of the assistant.","type":"invalid_request_error","param":"messages","code":null}}""")
            : Good);
    }

    public async Task<FailoverAnswer> AskAsync(bool streaming, Action<OneApiChatOptions>? configure = null)
    {
        var client = _services.GetRequiredService<IChatClient>();
        var options = new OneApiChatOptions { ModelId = MainModel, AccessToken = _key, MaxOutputTokens = 200 };
        configure?.Invoke(options);
        var (primary, backup) = (Primary.Requests.Count, Backup.Requests.Count);
        var start = Time.GetUtcNow();
        var updates = new List<ChatResponseUpdate>();
        OneApiException? error = null;
        try
        {
            // A hang is a failure, whatever the clock says.
            await ReadAsync(client, streaming, options, updates).WaitAsync(TimeSpan.FromSeconds(60), Stop);
        }
        catch (OneApiException thrown)
        {
            error = thrown;
        }

        var took = Time.GetUtcNow() - start;
        var whole = updates.ToChatResponse();
        return new()
        {
            Text = whole.Text,
            Error = error,
            Trace = updates.Count > 0 ? updates[^1].GetOneApiTrace() ?? _trace : _trace,
            Usage = whole.Usage,
            Finish = whole.FinishReason,
            ModelId = whole.ModelId,
            Took = took,
            Primary = [.. Primary.Requests.Skip(primary).Select(request => request.ArrivedAt - start)],
            Backup = [.. Backup.Requests.Skip(backup).Select(request => request.ArrivedAt - start)],
        };
    }

    /// <summary>What the customer has been charged in all, and what is still held.</summary>
    public async Task<(long Settled, long Held)> AccountAsync()
    {
        var account = (await _services.GetRequiredService<IQuotaStore>().ListAsync(Stop).SingleAsync(Stop)).Value;
        return (account.SettledMicros, account.HeldMicros);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Primary.DisposeAsync();
        await Backup.DisposeAsync();
    }

    private OneApiTrace? _trace;

    private async Task ReadAsync(IChatClient client, bool streaming, OneApiChatOptions options, List<ChatResponseUpdate> updates)
    {
        _trace = null;
        if (!streaming)
        {
            var response = await client.GetResponseAsync("hello", options, Stop);
            _trace = response.GetOneApiTrace();
            updates.AddRange(response.ToChatResponseUpdates());
            return;
        }

        await foreach (var update in client.GetStreamingResponseAsync("hello", options, Stop))
        {
            updates.Add(update);
        }
    }

    public static bool IsPrefill(WallRequest request)
    {
        var messages = request.Json.GetProperty("messages");
        return messages[messages.GetArrayLength() - 1].GetProperty("role").GetString() == "assistant";
    }

    private static async Task<FailoverScene> StartColdAsync(double speed, Action<OneApiOptions>? configure = null)
    {
        var scene = new FailoverScene(speed, configure);
        var grant = await scene._services.GetRequiredService<IAccessTokens>().CreateAsync(new() { Name = "customer", QuotaMicros = 1_000_000_000 }, Stop);
        scene._key = grant.Key;
        return scene;
    }

    /// <summary>Compiling what runs for the first time takes longer than some of the bounds: it is done before.</summary>
    private static async Task WarmAsync()
    {
        await using var scene = await StartColdAsync(speed: 1);
        foreach (var streaming in (bool[])[true, false])
        {
            scene.Primary.Enqueue(WallReply.Status(503), times: 2);
            await scene.AskAsync(streaming);
            scene.Primary.Enqueue(Good.CutAfter(40));
            await scene.AskAsync(streaming);
            scene.Primary.Enqueue(WallReply.Reset());
            await scene.AskAsync(streaming);
        }
    }
}
