using System.Text;
using System.Text.Json;
using OneApi.Client.Testing;

namespace OneApi.Client.AspNetCore.Tests.Relays;

public sealed class RelayEndpointTests
{
    [Theory]
    [InlineData("/v1/moderations", """{"input":"violence", "odd" :1.50,"model":"m"}""")]
    [InlineData("/v1/rerank", """{"query":"q","documents":["a q","b"],"model":"m"}""")]
    [InlineData("/v1/audio/speech", """{"model":"m","input":"Good morning","voice":"alloy"}""")]
    public async Task Post_Json_ArrivesAsItCame_AndComesBackWithItsHeaders(string path, string body)
    {
        await using var host = await RelayHost.StartAsync();

        using var response = await host.PostAsync(path, body);

        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal(body.Replace("\"m\"", "\"wire-m\"", StringComparison.Ordinal), Encoding.UTF8.GetString(host.Fake.Requests[0].Body.Span));
        Assert.Equal(("one", "m", "1"), (Header(response, "x-oneapi-channel"), Header(response, "x-oneapi-model"), Header(response, "x-oneapi-attempts")));
        Assert.NotEmpty(await response.Content.ReadAsByteArrayAsync(RelayHost.Bound));
        Assert.Equal(path.EndsWith("speech", StringComparison.Ordinal) ? "audio/mpeg" : "application/json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Post_TheGatewaysOwnMembers_StayBehind_AndNothingElseChanges()
    {
        await using var host = await RelayHost.StartAsync();

        using var response = await host.PostAsync("/v1/moderations", """{ "fallbacks" : ["other"], "input":"x" , "group":"default" ,"a":[{"group":1}], "model":"m","fallbacks":null }""");

        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal("""{ "input":"x" ,"a":[{"group":1}], "model":"wire-m" }""", Encoding.UTF8.GetString(host.Fake.Requests[0].Body.Span));
    }

    /// <summary>protocols/openai.md §13: the model may be left out.</summary>
    [Fact]
    public async Task Post_AModerationWithoutAModel_AsksForOpenAIsOwn()
    {
        await using var host = await RelayHost.StartAsync(FakeOpenAI.Start(), "openai");

        using var response = await host.PostAsync("/v1/moderations", """{"input":"x"}""");

        Assert.Equal("omni-moderation-latest", Header(response, "x-oneapi-model"));
        Assert.Equal("omni-moderation-latest", host.Fake.Requests[0].Model);
    }

    [Theory]
    [InlineData("transcriptions", false)]
    [InlineData("transcriptions", true)]
    [InlineData("translations", false)]
    public async Task Post_AForm_ArrivesAsItCame(string operation, bool events)
    {
        await using var host = await RelayHost.StartAsync();
        var form = Form("m", events);
        var sent = await form.ReadAsByteArrayAsync(RelayHost.Bound);

        using var response = await host.PostAsync("/v1/audio/" + operation, form);

        var text = await response.Content.ReadAsStringAsync(RelayHost.Bound);
        var arrived = host.Fake.Requests[0];
        Assert.Equal(Encoding.Latin1.GetString(sent).Replace("\r\n\r\nm\r\n", "\r\n\r\nwire-m\r\n", StringComparison.Ordinal), Encoding.Latin1.GetString(arrived.Body.Span));
        Assert.Equal(form.Headers.ContentType!.ToString(), arrived.Headers["Content-Type"]);
        Assert.Equal(events ? "text/event-stream" : "application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("hello there", events ? text.Replace("\"}\r\n\r\ndata: {\"type\":\"transcript.text.delta\",\"delta\":\"", "", StringComparison.Ordinal) : text, StringComparison.Ordinal);
        Assert.Equal(events, text.EndsWith("data: [DONE]\r\n\r\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Post_AnErrorBeforeTheFirstEvent_IsAnAnswerOfItsOwn()
    {
        await using var host = await RelayHost.StartAsync();
        host.Fake.Fault(Fault.RateLimited());

        Assert.Equal((429, "rate_limit_exceeded", null), await host.RefusedAsync("/v1/audio/transcriptions", Form("m", events: true)));
    }

    [Fact]
    public async Task Post_AnErrorAfterTheFirstEvent_IsTheLastEvent()
    {
        await using var host = await RelayHost.StartAsync();
        host.Fake.Fault(Fault.CutStream(1));

        using var response = await host.PostAsync("/v1/audio/transcriptions", Form("m", events: true));

        var events = (await response.Content.ReadAsStringAsync(RelayHost.Bound)).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("transcript.text.delta", events[0], StringComparison.Ordinal);
        using var last = JsonDocument.Parse(events[^1][(events[^1].LastIndexOf("data: ", StringComparison.Ordinal) + 6)..]);
        Assert.Equal("upstream_protocol_violation", last.RootElement.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Post_SoundThatBreaks_IsCut()
    {
        await using var host = await RelayHost.StartAsync();
        host.Fake.Fault(Fault.CutStream(1));

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => host.PostAsync("/v1/audio/speech", """{"model":"m","input":"Good morning","voice":"alloy"}"""));
    }

    [Fact]
    public async Task Post_ACallerWhoLeaves_IsNoticedByTheProvider()
    {
        await using var host = await RelayHost.StartAsync();
        host.Fake.Fault(Fault.StallAfter(1));
        using var response = await host.PostAsync("/v1/audio/speech", new StringContent("""{"model":"m","input":"Good morning","voice":"alloy"}"""), HttpCompletionOption.ResponseHeadersRead);
        var stream = await response.Content.ReadAsStreamAsync(RelayHost.Bound);
        var first = new byte[4];
        await stream.ReadExactlyAsync(first, RelayHost.Bound);

        response.Dispose();

        await host.Fake.Requests[0].Disconnected.WaitAsync(TimeSpan.FromSeconds(10), RelayHost.Bound);
        Assert.Equal([0xFF, 0xFB, (byte)'G', (byte)'o'], first);
    }

    [Theory]
    [InlineData("/v1/moderations", """{"model":"m"}""", "input")]
    [InlineData("/v1/moderations", """{"model":"","input":"x"}""", "model")]
    [InlineData("/v1/rerank", """{"query":"q","documents":["d"]}""", "model")]
    [InlineData("/v1/rerank", """{"model":"m","query":"q"}""", "documents")]
    [InlineData("/v1/rerank", """{"model":"m","query":null,"documents":[]}""", "query")]
    [InlineData("/v1/audio/speech", """{"model":5,"input":"x"}""", "model")]
    [InlineData("/v1/audio/speech", """{"model":"m","input":"x","fallbacks":"y"}""", "fallbacks")]
    public async Task Post_WhatCantBe_IsRefusedByName(string path, string body, string param)
    {
        await using var host = await RelayHost.StartAsync();

        var (status, _, named) = await host.RefusedAsync(path, body);

        Assert.Equal((400, param), (status, named));
        Assert.Empty(host.Fake.Requests);
    }

    [Theory]
    [InlineData("model", "")]
    [InlineData("file", "m")]
    public async Task Post_AFormWithoutWhatItNeeds_IsRefusedByName(string missing, string model)
    {
        await using var host = await RelayHost.StartAsync();
        using var form = new MultipartFormDataContent { { new StringContent(model), "model" } };
        if (missing != "file")
        {
            form.Add(new ByteArrayContent("sound"u8.ToArray()), "file", "a.mp3");
        }

        Assert.Equal((400, "missing_required_parameter", missing), await host.RefusedAsync("/v1/audio/transcriptions", form));
    }

    [Fact]
    public async Task Post_WhatIsNoForm_IsRefused()
    {
        await using var host = await RelayHost.StartAsync();
        using var cut = new StringContent("--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nm");
        cut.Headers.Remove("Content-Type");
        cut.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");

        Assert.Equal((400, "invalid_content_type", null), await host.RefusedAsync("/v1/audio/transcriptions", "{}"));
        Assert.Equal((400, "invalid_form", null), await host.RefusedAsync("/v1/audio/transcriptions", cut));
    }

    [Fact]
    public async Task Post_AFormOverTheLimit_IsRefused()
    {
        await using var host = await RelayHost.StartAsync(endpoints: new() { MaxMediaBodyBytes = 100 });

        Assert.Equal((413, "request_too_large", null), await host.RefusedAsync("/v1/audio/transcriptions", Form("m")));
    }

    private static MultipartFormDataContent Form(string model, bool events = false)
    {
        var form = new MultipartFormDataContent
        {
            { new ByteArrayContent("hello there"u8.ToArray()), "\"file\"", "\"a.mp3\"" },
            { new StringContent(model), "\"model\"" },
        };
        if (events)
        {
            form.Add(new StringContent("true"), "\"stream\"");
        }

        return form;
    }

    private static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? values.First() : null;
}
