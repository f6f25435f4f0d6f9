using Microsoft.Extensions.AI;
using OneApi.Client.Testing;

namespace OneApi.Client.Tests.Gateway;

/// <summary>Another model, where every channel of the asked one has failed.</summary>
public sealed class FallbackModelTests
{
    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task Ask_WhenTheModelFails_UsesTheGroupsFallbackAndSaysSo(string wire, bool streaming)
    {
        await using var scenario = Of(wire, options => options.Groups["default"].Fallbacks["asked"] = ["spare"]);
        scenario.Fakes[0].Fault(Fault.ServerError());

        var answer = await scenario.AskAsync(streaming, options: new() { ModelId = "asked" });

        Assert.Equal("You said: hello", answer.Text);
        Assert.Equal("spare", answer.Trace.Model);
        Assert.Equal("two", answer.Trace.Channel);
        Assert.Equal("asked", scenario.Fakes[0].Requests[0].Model);
        Assert.Equal("spare", scenario.Fakes[1].Requests[0].Model);
        Assert.Equal(("asked", "spare"), (scenario.Usage.Only.RequestedModel, scenario.Usage.Only.ServedModel));
    }

    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task Ask_WhenTheCallNamesFallbacks_UsesThoseInsteadOfTheGroups(string wire, bool streaming)
    {
        await using var scenario = Of(wire, options => options.Groups["default"].Fallbacks["asked"] = ["nobody"]);
        scenario.Fakes[0].Fault(Fault.ServerError());

        var answer = await scenario.AskAsync(streaming, options: new OneApiChatOptions { ModelId = "asked", Fallbacks = ["spare"] });

        Assert.Equal("spare", answer.Trace.Model);
        Assert.Equal([1, 1], scenario.Requests);
    }

    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task Ask_WhenThePromptIsTooLong_OnlyAFallbackMayHelp(string wire, bool streaming)
    {
        await using var scenario = Of(wire, options => options.Groups["default"].Fallbacks["asked"] = ["spare"]);
        scenario.Fakes[0].Fault(Fault.ContextLength());

        var answer = await scenario.AskAsync(streaming, options: new() { ModelId = "asked" });

        Assert.Equal("spare", answer.Trace.Model);
    }

    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task Ask_WhenTheRequestIsInvalid_NoFallbackIsTried(string wire, bool streaming)
    {
        await using var scenario = Of(wire, options => options.Groups["default"].Fallbacks["asked"] = ["spare"]);
        scenario.Fakes[0].Fault(Fault.InvalidRequest());

        var failure = (await scenario.AskAsync(streaming, options: new() { ModelId = "asked" })).Failure;

        Assert.Equal(OneApiErrorKind.InvalidRequest, failure.Kind);
        Assert.Equal([1, 0], scenario.Requests);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Ask_WhenThePromptIsFiltered_FallsBackOnlyWhereTheGroupSaysSo(bool isConfigured, bool streaming)
    {
        await using var scenario = Of("openai", options =>
        {
            options.Groups["default"].Fallbacks["asked"] = ["spare"];
            options.Groups["default"].FallbackOn = isConfigured ? ["ContentFiltered"] : [];
        });
        scenario.Fakes[0].Fault(Fault.ContentFiltered());

        var answer = await scenario.AskAsync(streaming, options: new() { ModelId = "asked" });

        Assert.Equal([1, isConfigured ? 1 : 0], scenario.Requests);
        Assert.Equal(isConfigured, answer.Error is null);
    }

    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task Ask_WhenManyChannelsFail_OneAttemptIsKeptForTheFallback(string wire, bool streaming)
    {
        await using var scenario = new Scenario(wire, channels: 3, static options =>
        {
            options.Failover.MaxAttempts = 2;
            options.Channels[0].Models = ["asked"];
            options.Channels[1].Models = ["asked"];
            options.Channels[2].Models = ["spare"];
            options.Groups["default"].Fallbacks["asked"] = ["spare"];
        });
        scenario.Fakes[0].Fault(Fault.ServerError());
        scenario.Fakes[1].Fault(Fault.ServerError());

        var answer = await scenario.AskAsync(streaming, options: new() { ModelId = "asked" });

        Assert.Equal("three", answer.Trace.Channel);
        Assert.Equal([1, 0, 1], scenario.Requests);
    }

    /// <summary>Channel one serves the asked model, channel two the spare one.</summary>
    private static Scenario Of(string wire, Action<OneApiOptions> configure) => new(wire, channels: 2, options =>
    {
        options.Channels[0].Models = ["asked"];
        options.Channels[1].Models = ["spare"];
        configure(options);
    });
}
