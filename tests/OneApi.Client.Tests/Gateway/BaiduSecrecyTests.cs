using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Tracing;
using OneApi.Client.Testing;

namespace OneApi.Client.Tests.Gateway;

/// <summary>Baidu's addresses hold secrets: the pair of keys for the exchange, the token for each call. None may show anywhere.</summary>
public sealed class BaiduSecrecyTests
{
    private const string Key = "PLANTEDkey";
    private const string Secret = "PLANTEDsecret";

    /// <summary>What no text may hold; the fake's tokens begin so, raw and in an address.</summary>
    private static readonly string[] Forbidden = [Key, Secret, "24.fake+token", "24.fake%2Btoken", "bce-v3/ALTAK-fakeissued"];

    public static TheoryData<string, bool, string> Cases => new(
        from provider in (string[])["wenxin", "wenxin signed", "qianfan"]
        from streaming in (bool[])[false, true]
        from what in (string[])["success", "refused once", "refused twice", "wrong secret", "no host", "odd host", "quoted address", "cut", "reset", "html", "silence"]
        select (provider, streaming, what));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task NoSecret_ShowsInLogsTracesEventsOrExceptions(string provider, bool streaming, string what)
    {
        using var heard = new Everything();
        await using var fake = Start(provider);
        await using var gateway = new BaiduGateway(fake, provider.Split(' ')[0], configure: channel => Configure(channel, provider, what));
        if (what is "refused once")
        {
            await gateway.AskAsync(streaming);
            Expire(fake);
        }

        Break(fake, what);

        var answer = await gateway.AskAsync(streaming);

        var texts = gateway.Logs.GetSnapshot()
            .SelectMany(static record => (string?[])[record.Message, record.Exception?.ToString(), .. record.StructuredState?.Select(static pair => pair.Value) ?? []])
            .Concat(heard.Texts)
            .Concat(answer.Error is OneApiException failure ? [failure.ToString(), failure.ProviderMessage, failure.ProviderCode, .. failure.Attempts.Select(static attempt => attempt.ToString())] : [answer.Error?.ToString()])
            .ToArray();
        Assert.Equal(what is "success" or "refused once", answer.Error is null);
        Assert.NotEmpty(heard.Texts);
        Assert.All(Forbidden, word => Assert.DoesNotContain(texts, text => text?.Contains(word, StringComparison.OrdinalIgnoreCase) == true));
        Assert.Equal(what != "no host" || provider == "wenxin signed", fake.Requests.Any(static request => request.Query.Count > 0 || request.Headers.ContainsKey("Authorization")));
    }

    private static FakeProvider Start(string provider)
    {
        var options = new FakeProviderOptions { ApiKey = Key, SecretKey = Secret };
        return provider == "qianfan" ? FakeQianfan.Start(options) : FakeWenxin.Start(options);
    }

    private static void Configure(ChannelConfig channel, string provider, string what)
    {
        channel.Authentication = provider.Contains("signed", StringComparison.Ordinal) ? "bce-auth-v1" : null;
        channel.SecretKey += what == "wrong secret" ? "x" : "";
        channel.AuthBaseUrl = what switch
        {
            "no host" => "http://127.0.0.1:1", // nobody listens
            "odd host" => channel.BaseUrl + "/nowhere", // something answers, with no token
            _ => null,
        };

        if (what is "silence")
        {
            (channel.Timeouts.FirstToken, channel.Timeouts.Total) = (TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(200));
        }
    }

    private static void Expire(FakeProvider fake)
    {
        (fake as FakeWenxin)?.ExpireTokens();
        (fake as FakeQianfan)?.ExpireTokens();
    }

    private static void Break(FakeProvider fake, string what)
    {
        switch (what)
        {
            case "refused twice":
                fake.Fault(Fault.Unauthorized());
                break;
            case "no host" or "odd host" or "reset":
                fake.Fault(Fault.Reset());
                break;
            case "cut":
                fake.Fault(Fault.CutStream(1));
                break;
            case "html":
                fake.Fault(Fault.Html());
                break;
            case "silence":
                fake.Fault(Fault.Silence());
                break;
            case "quoted address":
                fake.Reply(Quote);
                break;
        }
    }

    /// <summary>An error that quotes all that it was sent.</summary>
    private static FakeReply Quote(FakeRequest request)
    {
        var token = request.Query.GetValueOrDefault("access_token") ?? request.Headers["Authorization"].Split(' ')[^1];
        var words = $"no such path {request.Path}?access_token={Uri.EscapeDataString(token)} for {token} of {Key} and {Secret}";
        return new() { RawBody = System.Text.Encoding.UTF8.GetBytes($$$"""{"error_code":3,"error_msg":"{{{words}}}","error":{"code":"internal_error","message":"{{{words}}}"}}""") };
    }

    /// <summary>Every trace of the process, and what .NET's HTTP tells about itself.</summary>
    private sealed class Everything : EventListener
    {
        private readonly ConcurrentQueue<string?> _texts = new();
        private readonly ActivityListener _activities;

        public Everything()
        {
            _activities = new()
            {
                ShouldListenTo = static _ => true,
                Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = Note,
            };
            ActivitySource.AddActivityListener(_activities);
        }

        public string?[] Texts => [.. _texts];

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "System.Net.Http")
            {
                EnableEvents(eventSource, EventLevel.LogAlways, EventKeywords.All);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            foreach (var part in eventData.Payload ?? (IEnumerable<object?>)[])
            {
                _texts?.Enqueue(part?.ToString());
            }
        }

        public override void Dispose()
        {
            _activities.Dispose();
            base.Dispose();
        }

        private void Note(Activity activity)
        {
            _texts.Enqueue(activity.DisplayName);
            foreach (var (name, value) in activity.TagObjects)
            {
                _texts.Enqueue($"{name}={value}");
            }

            foreach (var one in activity.Events)
            {
                _texts.Enqueue(one.Name);
            }
        }
    }
}
