using System.Drawing;
using System.Text;
using Microsoft.Extensions.AI;
using OneApi.Client.Testing;
using OneApi.Client.Testing.Images;

namespace OneApi.Client.Conformance.Tests;

/// <summary>What every way to have images made must do alike, against its own fake. What a provider lacks is checked to be told, never skipped.</summary>
public sealed class ImageConformanceTests
{
    public static TheoryData<string> Names => ImageSubjects.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public Task Plain(string name) => RunAsync(name, "image", async (gateway, subject) =>
    {
        var response = await gateway.MakeAsync();

        var image = Assert.Single(response.Contents);
        Assert.True(image is DataContent || subject.GivesAddresses);
        Assert.Empty(response.GetOneApiWarnings());
        Assert.Contains("a lighthouse", Sent(gateway), StringComparison.Ordinal);
        var trace = response.GetOneApiTrace()!;
        Assert.Equal(("picture", "channel0", subject.Provider, "generate_content"), (trace.Model, trace.Channel, trace.Provider, trace.Record.Operation));
        Assert.Equal(1, trace.Record.Usage!.AdditionalCounts!["images"]);
    });

    [Theory]
    [MemberData(nameof(Names))]
    public Task Data(string name) => RunAsync(name, "data", async (gateway, _) =>
    {
        var response = await gateway.MakeAsync(static options => options.ResponseFormat = ImageGenerationResponseFormat.Data);

        Assert.True(SamplePng.SizeOf(Single(response).Data.Span) is not null);
        Assert.Equal("image/png", Single(response).MediaType);
    });

    [Theory]
    [MemberData(nameof(Names))]
    public Task Address(string name) => RunAsync(name, "address", static subject => subject.GivesAddresses, async (gateway, subject) =>
    {
        var response = await gateway.MakeAsync(static options => options.ResponseFormat = ImageGenerationResponseFormat.Uri);

        var image = Assert.Single(response.Contents);
        if (subject.GivesAddresses)
        {
            Assert.StartsWith(gateway.Fake.Url, Assert.IsType<UriContent>(image).Uri.AbsoluteUri, StringComparison.Ordinal);
            return;
        }

        Assert.IsType<DataContent>(image);
        Assert.Contains(response.GetOneApiWarnings(), static warning => warning.Setting == "ResponseFormat");
    });

    [Theory]
    [MemberData(nameof(Names))]
    public Task Count(string name) => RunAsync(name, "count", async (gateway, _) =>
    {
        var response = await gateway.MakeAsync(static options =>
        {
            options.Count = 3;
            options.ResponseFormat = ImageGenerationResponseFormat.Data;
        });

        Assert.Equal(3, response.Contents.Count);
        Assert.All(response.Contents, static image => Assert.NotNull(SamplePng.SizeOf(Assert.IsType<DataContent>(image).Data.Span)));
        Assert.Equal(3, response.GetOneApiTrace()!.Record.Usage!.AdditionalCounts!["images"]);
    });

    /// <summary>A size is made as asked, or the caller is told that it was not.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public Task Size(string name) => RunAsync(name, "size", async (gateway, _) =>
    {
        var response = await gateway.MakeAsync(static options =>
        {
            options.ImageSize = new Size(512, 512);
            options.ResponseFormat = ImageGenerationResponseFormat.Data;
        });

        var isExact = SamplePng.SizeOf(Single(response).Data.Span) == (512, 512);
        Assert.NotEqual(isExact, response.GetOneApiWarnings().Any(static warning => warning.Setting == "ImageSize"));
    });

    [Theory]
    [MemberData(nameof(Names))]
    public Task Seed(string name) => RunAsync(name, "seed", static subject => subject.Seed is not null, async (gateway, subject) =>
    {
        if (subject.Seed is null)
        {
            return; // the page gives no member for it
        }

        await gateway.MakeAsync(options => options.AdditionalProperties = new() { [subject.Seed] = 987654 });

        Assert.Contains("987654", Sent(gateway), StringComparison.Ordinal);
    });

    [Theory]
    [MemberData(nameof(Names))]
    public Task Edit(string name) => RunAsync(name, "edit", static subject => subject.Edits, async (gateway, subject) =>
    {
        var request = new ImageGenerationRequest("in blue", [new DataContent(SamplePng.Make(16, 16, 5), "image/png")]);
        if (subject.Edits)
        {
            var response = await gateway.MakeAsync(request: request);

            Assert.Single(response.Contents);
            return;
        }

        var failure = await Assert.ThrowsAsync<OneApiException>(() => gateway.MakeAsync(request: request));

        Assert.Equal(OneApiErrorKind.Unsupported, failure.Kind);
        Assert.Empty(gateway.Fake.Requests);
    });

    [Theory]
    [MemberData(nameof(Names))]
    public Task Filtered(string name) => RunAsync(name, "filtered", static subject => subject.Filters, async (gateway, subject) =>
    {
        if (gateway.Fake is FakeImageProvider images)
        {
            images.Outcome = FakeImageOutcome.Filtered;
        }
        else
        {
            gateway.Fake.Fault(Fault.ContentFiltered());
        }

        if (!subject.Filters)
        {
            Assert.Single((await gateway.MakeAsync()).Contents);
            return;
        }

        var failure = await Assert.ThrowsAsync<OneApiException>(() => gateway.MakeAsync());

        Assert.Equal(OneApiErrorKind.ContentFiltered, failure.Kind);
    });

    [Theory]
    [MemberData(nameof(Names))]
    public Task Empty(string name) => RunAsync(name, "empty", async (gateway, subject) =>
    {
        gateway.Fake.Fault(Fault.EmptySuccess(), times: 1);

        var expected = subject.EmptyMeansFiltered ? OneApiErrorKind.ContentFiltered : OneApiErrorKind.EmptyResponse;
        Assert.Equal(expected, (await Assert.ThrowsAsync<OneApiException>(() => gateway.MakeAsync())).Kind);
    });

    /// <summary>A task that never ends, or an answer that never comes, is a timeout of the whole attempt.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public Task NeverEnds(string name) => RunAsync(name, "never ends", async (gateway, subject) =>
    {
        Hold(gateway, subject);

        var call = gateway.MakeAsync();
        await gateway.Fake.WaitForRequestAsync(ImageGateway.Bound);
        if (!subject.IsTask)
        {
            gateway.Time.Advance(TimeSpan.FromMinutes(6));
        }

        var failure = await Assert.ThrowsAsync<OneApiException>(() => call);
        Assert.Equal((OneApiErrorKind.Timeout, "total"), (failure.Kind, failure.Limit));
        Assert.Equal(1, Submissions(gateway));
        AssertAbandoned(gateway, subject);
    });

    [Theory]
    [MemberData(nameof(Names))]
    public Task Cancel(string name) => RunAsync(name, "cancel", async (gateway, subject) =>
    {
        Hold(gateway, subject);
        using var caller = new CancellationTokenSource();

        var call = gateway.MakeAsync(cancellationToken: caller.Token);
        for (var i = 0; i < (subject.IsTask ? 3 : 1); i++)
        {
            await gateway.Fake.WaitForRequestAsync(ImageGateway.Bound);
        }

        await caller.CancelAsync();
        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);

        Assert.Equal(caller.Token, thrown.CancellationToken);
        AssertAbandoned(gateway, subject);
        var seen = gateway.Fake.Requests.Count;
        gateway.Time.Advance(TimeSpan.FromMinutes(1));
        await Task.Yield();
        Assert.Equal(seen, gateway.Fake.Requests.Count);
    });

    /// <summary>A poll that fails says nothing about the task: it is asked again, and the task is not begun anew.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public Task PollFails(string name) => RunAsync(name, "poll fails", static subject => subject.IsTask, async (gateway, subject) =>
    {
        if (!subject.IsTask)
        {
            return; // there is nothing to poll
        }

        Hold(gateway, subject);
        var call = gateway.MakeAsync();
        await gateway.Fake.WaitForRequestAsync(ImageGateway.Bound);
        gateway.Fake.Fault(Fault.ServerError(503), times: 2);
        gateway.Fake.Fault(Fault.Reset(), times: 1);
        gateway.Fake.Fault(Fault.Html(200), times: 1);

        var failure = await Assert.ThrowsAsync<OneApiException>(() => call);

        Assert.Equal(OneApiErrorKind.Timeout, failure.Kind);
        Assert.Equal(1, Submissions(gateway));
        Assert.True(gateway.Fake.Requests.Count > 8);
    });

    [Theory]
    [MemberData(nameof(Names))]
    public Task Fails(string name) => RunAsync(name, "vendor's failure", async (gateway, _) =>
    {
        if (gateway.Fake is FakeImageProvider images)
        {
            images.Outcome = FakeImageOutcome.Fails;
        }
        else
        {
            gateway.Fake.Fault(Fault.ServerError());
        }

        var failure = await Assert.ThrowsAsync<OneApiException>(() => gateway.MakeAsync());

        Assert.Contains(failure.Kind, (OneApiErrorKind[])[OneApiErrorKind.ProviderUnavailable, OneApiErrorKind.Timeout]);
    });

    [Theory]
    [MemberData(nameof(Names))]
    public Task Errors(string name) => RunAsync(name, "errors", async (gateway, subject) =>
    {
        (string Name, Fault Fault, OneApiErrorKind Kind)[] cases =
        [
            ("Unauthorized", Fault.Unauthorized(), OneApiErrorKind.Authentication),
            ("RateLimited", Fault.RateLimited(TimeSpan.FromSeconds(30)), OneApiErrorKind.RateLimited),
            ("QuotaExhausted", Fault.QuotaExhausted(), OneApiErrorKind.QuotaExhausted),
            ("ServerError", Fault.ServerError(), OneApiErrorKind.ProviderUnavailable),
            ("InvalidRequest", Fault.InvalidRequest(), OneApiErrorKind.InvalidRequest),
            ("Reset", Fault.Reset(), OneApiErrorKind.ProviderUnavailable),
            ("Html", Fault.Html(), OneApiErrorKind.ProviderUnavailable),
            ("HtmlSuccess", Fault.Html(200), OneApiErrorKind.ProtocolViolation),
        ];
        foreach (var one in cases.Where(one => !subject.UnknownFaults.Contains(one.Name)))
        {
            await gateway.ForgetHealthAsync(); // each fault meets a key that works
            gateway.Fake.Fault(one.Fault); // for all that follow: a token that is issued is tried once more

            var failure = await Assert.ThrowsAsync<OneApiException>(() => gateway.MakeAsync());

            gateway.Fake.ClearFaults();
            Assert.True(one.Kind == failure.Kind, $"{one.Name}: {failure.Kind} {failure.ProviderCode} {failure.ProviderMessage}");
            Assert.Equal(subject.Provider, failure.Provider);
        }
    });

    /// <summary>One public name, two providers: the second makes the image when the first can't.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public async Task Failover(string name)
    {
        var subject = ImageSubjects.Of(name);
        await Results.RunAsync(subject, "failover", isOffered: true, async () =>
        {
            await using var gateway = new ImageGateway(subject, ImageSubjects.Of("stability (stable-image-core)"));
            gateway.Fakes[0].Fault(Fault.ServerError());

            var response = await gateway.MakeAsync();

            Assert.Single(response.Contents);
            var trace = response.GetOneApiTrace()!;
            Assert.Equal(("channel1", "stability"), (trace.Channel, trace.Provider));
            Assert.Equal([OneApiErrorKind.ProviderUnavailable, null], trace.Attempts.Select(static attempt => attempt.ErrorKind));
        });
    }

    /// <summary>Where images are fetched, nothing goes along that proves who we are; where the channel is asked, it always does.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public Task Credentials(string name) => RunAsync(name, "credentials", async (gateway, subject) =>
    {
        await gateway.MakeAsync(static options => options.ResponseFormat = ImageGenerationResponseFormat.Data);

        var requests = gateway.Fake.Requests;
        Assert.All(requests, static request => Assert.True(request.AuthenticationPassed, request.Path));
        Assert.All(requests.Where(static request => request.Path.Contains("/_images/", StringComparison.Ordinal)), static request => Assert.False(request.Headers.ContainsKey("Authorization")));
    });

    /// <summary>A refused key stands in nothing that is thrown.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public Task Secrets(string name) => RunAsync(name, "secrets", async (gateway, subject) =>
    {
        var key = gateway.Fake.ApiKey;
        gateway.Fake.Fault(subject.UnknownFaults.Contains("Unauthorized") ? Fault.ServerError() : Fault.Unauthorized());

        var failure = await Assert.ThrowsAsync<OneApiException>(() => gateway.MakeAsync());

        Assert.True(key.Length == 0 || !failure.ToString().Contains(key, StringComparison.Ordinal));
        Assert.True(key.Length == 0 || failure.ProviderMessage?.Contains(key, StringComparison.Ordinal) != true);
    });

    [Fact]
    public void EveryImageProtocolOfTheCatalogue_IsASubject() => Assert.Empty(ImageSubjects.Missing);

    private static Task RunAsync(string name, string test, Func<ImageGateway, ImageSubject, Task> run) => RunAsync(name, test, static _ => true, run);

    private static Task RunAsync(string name, string test, Func<ImageSubject, bool> isOffered, Func<ImageGateway, ImageSubject, Task> run)
    {
        var subject = ImageSubjects.Of(name);
        return Results.RunAsync(subject, test, isOffered(subject), async () =>
        {
            await using var gateway = new ImageGateway(subject);
            await run(gateway, subject);
        });
    }

    private static void Hold(ImageGateway gateway, ImageSubject subject)
    {
        if (subject.IsTask)
        {
            ((FakeImageProvider)gateway.Fake).Outcome = FakeImageOutcome.NeverEnds;
        }
        else
        {
            gateway.Fake.Fault(Fault.Silence(), times: 1);
        }
    }

    private static void AssertAbandoned(ImageGateway gateway, ImageSubject subject)
    {
        if (subject.Abandon is var (method, path))
        {
            Assert.Contains(gateway.Fake.Requests, request => request.Method == method && request.Path.EndsWith(path, StringComparison.Ordinal));
        }
    }

    /// <summary>How many requests began something: those that carry the prompt.</summary>
    private static int Submissions(ImageGateway gateway) =>
        gateway.Fake.Requests.Count(static request => Encoding.UTF8.GetString(request.Body.Span).Contains("a lighthouse", StringComparison.Ordinal));

    private static string Sent(ImageGateway gateway) => string.Join('\n', gateway.Fake.Requests.Select(static request => Encoding.UTF8.GetString(request.Body.Span)));

    private static DataContent Single(ImageGenerationResponse response) => Assert.IsType<DataContent>(Assert.Single(response.Contents));
}
