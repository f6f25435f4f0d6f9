using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Authentication;
using OneApi.Client.Errors;
using OneApi.Client.Protocols;
using OneApi.Client.Protocols.Replicate;
using OneApi.Client.Providers;
using OneApi.Client.Testing;
using OneApi.Client.Tests.Gateway;
using OneApi.Client.Transport;

namespace OneApi.Client.Tests.Transport;

/// <summary>A token that ends while a task goes on: the poll gets a new one, and the task is never begun anew.</summary>
public sealed class ImageSessionTests
{
    private static CancellationToken Bound => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ATokenThatIsRefusedToAPoll_IsIssuedAnew_Once()
    {
        await using var fake = FakeReplicate.Start();
        var time = new SteppedTime();
        var (call, use, refusals) = Begin(fake, time);
        await fake.WaitForRequestAsync(Bound);
        fake.Fault(Fault.Unauthorized(), times: 1);

        await PollAsync(time, times: 3);
        var response = await call;

        Assert.Single(response.Contents);
        Assert.Equal(1, refusals());
        Assert.True(use.CanRefresh);
        Assert.Single(fake.Requests, static request => request.Body.Length > 0);
    }

    [Fact]
    public async Task ATokenThatIsRefusedAgain_EndsTheAttempt_AndIsNotRefreshedByTheEngine()
    {
        await using var fake = FakeReplicate.Start();
        var time = new SteppedTime();
        var (call, use, refusals) = Begin(fake, time);
        await fake.WaitForRequestAsync(Bound);
        fake.Fault(Fault.Unauthorized());

        await PollAsync(time, times: 2);
        var failure = await Assert.ThrowsAsync<OneApiException>(() => call);

        Assert.Equal(OneApiErrorKind.Authentication, failure.Kind);
        Assert.Equal(1, refusals());
        Assert.False(use.CanRefresh);
    }

    private static async Task PollAsync(SteppedTime time, int times)
    {
        var wait = TimeSpan.FromMilliseconds(500);
        for (var poll = 1; poll <= times; poll++)
        {
            await time.TimerAsync(due => due == wait, Bound, poll);
            time.Advance(wait);
        }
    }

    private static (Task<ImageGenerationResponse> Call, CredentialUse Use, Func<int> Refusals) Begin(FakeReplicate fake, TimeProvider time)
    {
        var services = new ServiceCollection();
        services.AddOneApi(static _ => { });
        var provider = services.BuildServiceProvider();
        var refusals = 0;
        var use = new CredentialUse(new(fake.ApiKey));
        use.Note("an issued token", _ =>
        {
            Interlocked.Increment(ref refusals);
            return ValueTask.CompletedTask;
        });
        var clock = new AttemptClock(time, new(null, null, null, null, TimeSpan.FromSeconds(30), false), streaming: false, Bound);
        var wire = new ImageWire(new ReplicateImageProtocol(), provider.GetRequiredService<ProviderHttp>(), AuthenticationSchemes.Bearer);
        var request = new ImageRequest
        {
            Prompt = "a cat",
            Model = "owner/name",
            Endpoint = new() { Provider = "replicate", BaseUrl = fake.Url, Errors = new ErrorClassifier(ProviderCatalogue.Find("replicate")!.Errors) },
            Warnings = new(),
        };
        return (wire.GenerateAsync(request, use, clock), use, () => Volatile.Read(ref refusals));
    }
}
