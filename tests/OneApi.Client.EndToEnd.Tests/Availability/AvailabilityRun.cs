using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Testing;

namespace OneApi.Client.EndToEnd.Tests.Availability;

/// <summary>
/// Many callers at once, half of whom stream, against a gateway on default settings with three channels of equal weight, of which the first
/// may be sick. The caller is a customer with a quota; the stores are those in memory.
/// </summary>
internal sealed class AvailabilityRun : IUsageObserver, IAsyncDisposable
{
    /// <summary>11 × 2 + 8 × 10 + 50 micro-dollars.</summary>
    public const long PriceOfACall = 152;

    /// <summary>So many that a slow channel does not make the run one: it holds what it gets for ten seconds, and they all wait at once.</summary>
    private const int Callers = 200;
    private const string Model = "some-model";
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(5);
    private static readonly string[] Tokens = [.. Enumerable.Range(1, 8).Select(static number => string.Create(CultureInfo.InvariantCulture, $"word{number} "))];
    private static readonly string Whole = string.Concat(Tokens);
    private readonly FaultWall[] _walls = [FaultWall.Start(), FaultWall.Start(), FaultWall.Start()];
    private readonly ServiceProvider _services;
    private readonly ConcurrentBag<TimeSpan> _times = [];
    private readonly ConcurrentBag<UsageRecord> _records = [];
    private readonly ConcurrentBag<string> _errors = [];
    private readonly ConcurrentBag<string> _wrong = [];

    private AvailabilityRun(string kind)
    {
        var good = WallReply.Answer(Tokens).WithUsage(new() { InputTokens = 11, OutputTokens = 8 });
        _walls[0].Answer(SickChannel.Of(kind, good));
        _walls[1].Always(good);
        _walls[2].Always(good);
        var services = new ServiceCollection();
        services.AddSingleton<IUsageObserver>(this);
        services.AddOneApi(options =>
        {
            for (var i = 0; i < _walls.Length; i++)
            {
                options.Channels.Add(new() { Name = string.Create(CultureInfo.InvariantCulture, $"channel{i + 1}"), Provider = "openai-compatible", BaseUrl = _walls[i].Url, ApiKey = "sk-of-a-channel", Models = [Model] });
            }

            options.Prices[Model] = new() { Input = "2", Output = "10", PerCall = "0.00005" };
        });
        _services = services.BuildServiceProvider();
    }

    /// <summary>Gets the calls that were served.</summary>
    public int Served => _times.Count;

    public IReadOnlyCollection<string> Errors => _errors;

    /// <summary>Gets what was served and was not what it should be.</summary>
    public IReadOnlyCollection<string> Wrong => _wrong;

    public IReadOnlyCollection<UsageRecord> Records => _records;

    public int SickRequests => _walls[0].Requests.Count;

    public int Requests => _walls.Sum(static wall => wall.Requests.Count);

    public (long Settled, long Held) Account { get; private set; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Makes the calls.</summary>
    public static async Task<AvailabilityRun> OfAsync(string kind, int calls)
    {
        var run = new AvailabilityRun(kind);
        try
        {
            await run.CallAsync(calls).WaitAsync(Bound, Stop);
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>The time within which so many of a hundred calls had their whole answer.</summary>
    public TimeSpan Percentile(int percent) => _times.Order().ElementAt(Math.Min(_times.Count - 1, _times.Count * percent / 100));

    public ValueTask OnCompletedAsync(UsageRecord record, CancellationToken cancellationToken)
    {
        _records.Add(record);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        foreach (var wall in _walls)
        {
            await wall.DisposeAsync();
        }
    }

    private async Task CallAsync(int calls)
    {
        var grant = await _services.GetRequiredService<IAccessTokens>().CreateAsync(new() { Name = "customer", QuotaMicros = 1_000_000_000_000 }, Stop);
        var client = _services.GetRequiredService<IChatClient>();
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            for (var number = Interlocked.Increment(ref next); number <= calls; number = Interlocked.Increment(ref next))
            {
                await CallOnceAsync(client, grant.Key, streaming: number % 2 == 0);
            }
        }, Stop)));

        var account = (await _services.GetRequiredService<IQuotaStore>().ListAsync(Stop).SingleAsync(Stop)).Value;
        Account = (account.SettledMicros, account.HeldMicros);
    }

    private async Task CallOnceAsync(IChatClient client, string key, bool streaming)
    {
        var options = new OneApiChatOptions { ModelId = Model, AccessToken = key, MaxOutputTokens = 100 };
        var start = Stopwatch.GetTimestamp();
        try
        {
            var (text, charge) = streaming ? await StreamAsync(client, options) : await WholeAsync(client, options);
            _times.Add(Stopwatch.GetElapsedTime(start));
            if (text != Whole || charge != PriceOfACall)
            {
                _wrong.Add($"'{text}' for {charge}");
            }
        }
        catch (OneApiException error)
        {
            _errors.Add($"{error.Message} {error.ProviderMessage} after {string.Join(", ", error.Attempts.Select(static attempt => $"{attempt.Reason} {attempt.Channel} {attempt.ErrorKind}"))}");
        }
    }

    private static async Task<(string Text, long? Charge)> WholeAsync(IChatClient client, ChatOptions options)
    {
        var answer = await client.GetResponseAsync("hello", options, Stop);
        return (answer.Text, answer.GetOneApiTrace()?.Record.ChargeMicros);
    }

    private static async Task<(string Text, long? Charge)> StreamAsync(IChatClient client, ChatOptions options)
    {
        var text = new StringBuilder();
        ChatResponseUpdate? last = null;
        await foreach (var update in client.GetStreamingResponseAsync("hello", options, Stop))
        {
            text.Append(update.Text);
            last = update;
        }

        return (text.ToString(), last?.GetOneApiTrace()?.Record.ChargeMicros);
    }
}
